"""What a page has at hand: the index of names that the service keeps."""

from flask import current_app

from resources.search.names import Names


def names() -> Names:
    """The keeper of the index of names."""
    kept: Names = current_app.extensions["names"]
    return kept
