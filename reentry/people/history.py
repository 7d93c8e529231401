"""A person's history: who read and changed the record, from where, and everything about it that left the office.

A person may ask for it (42 CFR 2.25, an accounting of disclosures); reading it is itself an entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.access import permissions
from agency.access.case_access import EMERGENCY, CaseAccess
from agency.access.permissions import Viewer
from agency.audit.audit import AuditEntry
from agency.audit.trail import SHORT, WITHHELD, Line, Subject, lines
from agency.staff.staff import Staff
from reentry.consents.consents import Consent
from reentry.consents.disclosure import SCOPES
from reentry.consents.disclosures import Disclosure
from reentry.people.people import Person

# Looking, as against changing: on one day by one member of staff it is one line.
READINGS = ("person.read", "person.matched")


@dataclass(frozen=True)
class Access:
    """What one member of staff did: one entry, or all the readings of a day, newest first."""

    lines: tuple[Line, ...]
    # Under emergency access, to a record that is not theirs.
    emergency: bool

    @property
    def last(self) -> Line:
        """The newest of them."""
        return self.lines[0]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.lines)


@dataclass(frozen=True)
class Told:
    """One copy that left the office: to whom, what it told, and on which consents."""

    at: datetime
    by: Staff | None
    recipient: str
    form: str
    told: tuple[str, ...]
    consents: tuple[date, ...]


def accesses(session: Session, viewer: Viewer, person: Person) -> list[Access]:
    """Everything that was done with the record or tried, newest first."""
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == person.id).order_by(AuditEntry.sequence.desc())
    )
    opened = session.scalars(
        select(CaseAccess).where(CaseAccess.record_id == person.id, CaseAccess.kind == EMERGENCY)
    ).all()
    return fold(lines(session, viewer, entries, subjects), opened, person.office.time_zone)


def fold(found: Iterable[Line], opened: Sequence[CaseAccess], zone: str) -> list[Access]:
    """Readings by one member of staff on one day at the office become one line, where the newest of them stood."""
    groups: dict[object, list[Line]] = {}
    for line in found:
        entry, emergency = line.entry, _in_emergency(line.entry, opened)
        day = entry.at.astimezone(ZoneInfo(zone)).date()
        folds = entry.event in READINGS and entry.outcome == "done"
        key = (entry.actor_id or entry.origin, day, emergency) if folds else entry.sequence
        groups.setdefault(key, []).append(line)
    return [Access(tuple(group), _in_emergency(group[0].entry, opened)) for group in groups.values()]


def disclosures(session: Session, viewer: Viewer, person: Person) -> list[Told]:
    """Every letter and copy that left, newest first; to whom and what is for those who may know of health."""
    rows = session.scalars(
        select(Disclosure)
        .where(Disclosure.person_id == person.id)
        .order_by(Disclosure.at.desc(), Disclosure.id)
    ).all()
    staff = {
        each.id: each
        for each in session.scalars(select(Staff).where(Staff.id.in_({row.by_id for row in rows})))
    }
    signed = {
        str(consent.id): consent.signed_on
        for consent in session.scalars(select(Consent).where(Consent.person_id == person.id))
    }
    open_to = permissions.allowed(viewer, "health.read", person)
    return [
        Told(
            at=row.at,
            by=staff.get(row.by_id) if row.by_id else None,
            recipient=row.recipient if open_to else WITHHELD,
            form=row.format.upper(),
            told=tuple(SCOPES.get(each, each.replace("_", " ").capitalize()) for each in row.told)
            if open_to
            else (WITHHELD,),
            consents=tuple(signed[each] for each in _consents(row) if each in signed),
        )
        for row in rows
    ]


def subjects(session: Session, viewer: Viewer, ids: frozenset[UUID]) -> Mapping[UUID, Subject]:
    """The people among these records, by a short mark; a restricted one is hidden but from those named for it."""
    columns = (Person.id, Person.holder_id, Person.office_id, Person.restricted)
    return {
        row.id: _subject(row, open_to=permissions.allowed(viewer, "person.history", row))
        for row in session.execute(select(*columns).where(Person.id.in_(ids)))
    }


def mark(person_id: UUID) -> str:
    """What a person is called where nobody may be named."""
    return f"Person {str(person_id)[:SHORT]}"


def _subject(row: permissions.Protected, *, open_to: bool) -> Subject:
    if row.restricted and not open_to:
        return Subject(WITHHELD, hidden=True)
    return Subject(mark(row.id), f"/people/{row.id}/history" if open_to else "")


def _in_emergency(entry: AuditEntry, opened: Sequence[CaseAccess]) -> bool:
    return any(
        each.staff_id == entry.actor_id
        and each.given_at <= entry.at
        and (each.until is None or entry.at < each.until)
        for each in opened
    )


def _consents(row: Disclosure) -> list[str]:
    return row.consents or ([str(row.consent_id)] if row.consent_id else [])
