"""The one error of an import as a whole: the file cannot be used, and nothing was changed."""

from agency.errors import ReentryError


class UnusableFileError(ReentryError):
    """The file or folder cannot be imported; the message says why and what would help."""

    status = 422
    title = "This file cannot be imported"
