"""Undo: what was done just now, offered to be taken back beside the sentence that tells of it on the next page."""

from typing import Any

from flask import session

_OFFER = "undo"


def offer_undo(address: str, **sent: Any) -> None:  # noqa: ANN401 - what a form would send
    """Offer on the next page to take back what was done; address: where that is asked for, with what is sent there."""
    session[_OFFER] = {"address": address, "sent": {name: str(value) for name, value in sent.items()}}


def offered() -> dict[str, Any]:
    """What the page being shown offers to take back, once; empty where there is nothing."""
    found: dict[str, Any] = session.pop(_OFFER, {})
    return found
