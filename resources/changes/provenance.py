"""Where each field's value comes from: who said it last, by what way, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.staff.staff import Staff
from resources.changes.change import Change
from resources.changes.fields import Record, fields_of, subject_of
from resources.changes.taken_back import standing
from resources.records.sources import STAFF


@dataclass(frozen=True)
class Said:
    """Who said something: origin as in resources.changes.change, by in words, at in UTC where it is known."""

    origin: str
    by: str
    at: datetime | None


def said_by(session: Session, record: Record, changes: Sequence[Change]) -> dict[str, Said]:
    """For every field of a record, its last word; changes: its history, newest first.

    What nobody changed since, or what was taken back, is as the record came: from its source when it was imported,
    else from staff.
    """
    names = names_of(session, changes)
    found = dict.fromkeys(fields_of(subject_of(record)), born(record))
    for change in reversed(standing(changes)):
        found |= dict.fromkeys(change.fields, Said(change.origin, who(change, names), change.decided_at))
    return found


def born(record: Record) -> Said:
    """Where the record as a whole came from."""
    return Said("staff" if record.source == STAFF else "import", record.source, record.imported_at)


def names_of(session: Session, changes: Sequence[Change]) -> dict[UUID, str]:
    """The names of the staff who proposed and decided."""
    ids = {staff_id for each in changes for staff_id in (each.proposed_by, each.decided_by) if staff_id}
    if not ids:
        return {}
    found = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {row.id: row.name for row in found}


def who(change: Change, names: Mapping[UUID, str]) -> str:
    """Who proposed a change, in words."""
    if change.proposed_by:
        return names.get(change.proposed_by, "staff")
    return change.proposer or "staff"
