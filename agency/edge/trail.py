"""What a request leaves in the audit trail although its unit of work is undone: readings and refusals."""

from typing import NoReturn
from uuid import UUID

from flask import g, request

from agency.audit import audit
from agency.edge.request import SAFE, database, unit, viewer
from agency.errors import ForbiddenError


def read_recorded(event: str, subject_id: UUID | None, **details: audit.Detail) -> None:
    """Write down that a record is about to be shown; where that fails, it is not shown."""
    if request.method in SAFE:
        audit.record_reading(database(), event, viewer().id, subject_id, "done", **details)
    else:
        audit.record(unit(), event, viewer().id, subject_id, "done", **details)
        g.setdefault("readings", []).append((event, subject_id, details))


def forbid(permission: str, sentence: str) -> NoReturn:
    """Refuse what the viewer's role is not shown; the sentence says so."""
    g.denied = permission
    raise ForbiddenError(sentence)


def refusal_recorded(permission: str, subject_id: UUID | None) -> None:
    """Write down that something out of bounds was reached for; the answer tells no more than that it is refused.

    It is written in a unit of its own after this request's, and so stands although that one is undone.
    """
    g.setdefault("refusals", []).append((permission, subject_id))


def write_readings() -> None:
    """A form that is refused shows the record again: that it was read stands, although its unit is undone."""
    for event, subject_id, details in g.pop("readings", []):
        audit.record_reading(database(), event, viewer().id, subject_id, "done", **details)


def write_refusals() -> None:
    """Keep what was reached for out of bounds; it stands although the request was undone."""
    refusals = g.pop("refusals", [])
    if refusals:
        with database().writing() as session:
            for permission, subject_id in refusals:
                audit.record(
                    session, "access.denied", viewer().id, subject_id, "refused", permission=permission
                )
