"""Upkeep of a record by hand: confirmed with the provider, released from review, or held back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from resources.changes import editing
from resources.changes.change import HELD, Change
from resources.changes.editing import Author
from resources.changes.taken_back import standing
from resources.records.locations import Location
from resources.records.services import Service
from resources.secrecy import closings, neighbors, secret_places


def confirm(
    session: Session, service: Service, with_whom: str, email: str, staff_id: UUID | None, day: date
) -> None:
    """Date the record: somebody has gone over all of it with the provider since that day. Nothing else moves it."""
    service.assured_date = day
    service.assurer_email = email
    service.assured_with = with_whom
    audit.record(session, "directory.edited", staff_id, service.id, fields="assured_date")


def release(session: Session, service: Service, author: Author, *, survivors: bool) -> Change | None:
    """Let a held record into lists and matches; survivors says that it is a survivors' service after all.

    A place that only the hold closed is shown from now on, unless another service there still hides it.
    """
    neighbors.decided(service)
    if survivors:
        _close(session, service, author)
    change = _say(session, service, author, held=False, victim_services=survivors)
    if change is None:
        # That somebody looked at it is news all the same: no import holds it again.
        audit.record(session, "directory.edited", author.staff_id, service.id, fields="held")
    _open(session, service, author)
    return change


def hold(session: Session, service: Service, author: Author) -> Change | None:
    """Take a record out of every list and match until it was looked at; its places are as open as they were."""
    return _say(session, service, author, held=True)


def _say(session: Session, service: Service, author: Author, **wanted: bool) -> Change | None:
    after = {name: value for name, value in wanted.items() if getattr(service, name) != value}
    return editing.edit(session, service, after, author, origin=HELD) if after else None


def _take_back(session: Session, change: Change, author: Author, note: str) -> int:
    """Take a hold or a release back, with what it closed or showed."""
    service = editing.record_of(session, change)
    if not isinstance(service, Service):
        return 0
    if any(said["before"] for said in change.fields.values()):
        _close(session, service, author)
    editing.undo(session, change, author, note)
    _open(session, service, author)
    return 1


def _close(session: Session, service: Service, author: Author) -> None:
    for at in service.at_locations:
        closings.close(session, at.location, HELD, author.staff_id)


def _open(session: Session, service: Service, author: Author) -> None:
    session.flush()
    if service.held or service.victim_services:
        return
    for at in service.at_locations:
        closing = _last_closing(session, at.location)
        hidden = secret_places.shelters_others(session, at.location_id, service)
        if closing and not hidden and not secret_places.asked(session, at.location):
            editing.undo(session, closing, author)


def _last_closing(session: Session, place: Location) -> Change | None:
    """By which a hold closed a place; None where it is open, or a file, its words or a person had the last word."""
    said = [each for each in standing(editing.history(session, place.id)) if "confidential" in each.fields]
    last = max(said, key=lambda each: (each.decided_at, each.origin != HELD), default=None)
    return last if place.confidential and last is not None and last.origin == HELD else None


editing.WAYS_BACK[HELD] = _take_back
