"""What the audit trail says of work on protected places: who, what and when, and whose only to victim services.

Auditors and administrators read the whole trail and must not learn who has a protected place (VAWA, 34 U.S.C.
§12291(b)(2)). So these events name no subject, not even when victim services only look whether there is a place; their
one detail is a blind mark, another one each time, that only the service can match, with the person at hand. Requests
for a clearance and their answers name the person, because there is one for every place that is chosen; no event says
which answer was given.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit.audit import AuditEntry
from agency.audit.events import EVENTS
from agency.keys.vault import Vault
from agency.staff.staff import Staff
from reentry.people.people import Person

BLIND = ("protected_place.listed", "protected_place.entered", "protected_place.ended")
SALT, MARK = 16, 32


@dataclass(frozen=True)
class Line:
    """One thing that was done about a person's protected places."""

    at: datetime
    name: str
    meaning: str


def mark(session: Session, person_id: UUID) -> str:
    """A blind mark for one event about this person: salt and keyed digest."""
    return _mark(session, person_id, uuid4().hex[:SALT])


def of_person(session: Session, person: Person) -> list[Line]:
    """What was done about this person's protected places, and by whom, newest first."""
    wanted = (
        select(AuditEntry, Staff.name)
        .join(Staff, Staff.id == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.event.in_(BLIND))
        .order_by(AuditEntry.sequence.desc())
    )
    return [
        Line(entry.at, name or "", EVENTS[entry.event].meaning)
        for entry, name in session.execute(wanted)
        if entry.details["whose"] == _mark(session, person.id, entry.details["whose"][:SALT])
    ]


def _mark(session: Session, person_id: UUID, salt: str) -> str:
    vault: Vault = session.info["vault"]
    return salt + vault.fingerprint(session, f"protected place {salt} {person_id}")[:MARK]
