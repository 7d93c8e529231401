"""What stands for a record: itself, or the record that it was found to be the same as, however often that went on."""

from typing import TypeVar, overload
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service

Kept = Organization | Service | Location
T = TypeVar("T", Organization, Service, Location)


def current(session: Session, model: type[T], record_id: UUID) -> T | None:
    """The record that an id leads to now; None where there never was one."""
    found = session.get(model, record_id)
    while found is not None and found.merged_into is not None:
        found = session.get_one(model, found.merged_into)
    return found


def current_id(session: Session, model: type[T], record_id: UUID) -> UUID:
    """The id that an id leads to now; itself where it leads nowhere."""
    kept = current(session, model, record_id)
    return kept.id if kept else record_id


@overload
def standing(record: T) -> T: ...
@overload
def standing(record: T | None) -> T | None: ...
def standing(record: T | None) -> T | None:
    """The record that stands for a loaded one."""
    session = object_session(record) if record is not None and record.merged_into is not None else None
    if record is None or session is None:
        return record
    return current(session, type(record), record.id) or record


def moved_ids(session: Session) -> dict[UUID, UUID]:
    """Every id that leads to another record, and where it leads in the end."""
    models: tuple[type[Kept], ...] = (Organization, Service, Location)
    steps: dict[UUID, UUID] = {}
    for model in models:
        rows = session.execute(select(model.id, model.merged_into).where(model.merged_into.is_not(None)))
        steps.update({own: into for own, into in rows if into is not None})

    def end(own: UUID) -> UUID:
        return end(steps[own]) if own in steps else own

    return {own: end(own) for own in steps}
