"""The audit trail: who did what to which record, when, with what outcome; chained, so that tampering shows.

A change commits only together with its entry: a writing unit of work that changed a record and declared no event is
undone. CJIS Security Policy 5.8, section 5.4.1, names the content of an entry.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.database import Database
from agency.errors import UnauditedChangeError
from agency.events import EVENTS
from agency.tables import Base

Detail = str | int | bool | None
GENESIS = "0" * 64
_POSTGRES_LOCK = 7_310_042


class AuditEntry(Base):
    """One line of the trail; never changed, never removed."""

    __tablename__ = "audit_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    event: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    outcome: Mapped[str]
    # Keys as declared for the event; never a name, an address or anything else about a person.
    details: Mapped[dict[str, Any]]
    previous: Mapped[str]
    digest: Mapped[str]

    def computed_digest(self) -> str:
        """What the digest must be, from everything else in the row."""
        parts = [
            self.sequence,
            self.at.isoformat(),
            str(self.actor_id),
            self.event,
            str(self.subject_id),
            self.outcome,
            self.details,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Happening:
    """An event about to be written down."""

    event: str
    actor_id: UUID | None
    subject_id: UUID | None
    outcome: str
    details: dict[str, Any]


def record(
    session: Session,
    event: str,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    outcome: str = "done",
    **details: Detail,
) -> None:
    """Declare what this unit of work does; it is written when the unit commits, or nothing is.

    The event must be one of agency.events, with exactly its declared details.
    """
    declared = EVENTS[event]
    if set(details) != declared.details:
        raise ValueError(f"{event} takes the details {sorted(declared.details)}, not {sorted(details)}")
    session.info.setdefault("happenings", []).append(Happening(event, actor_id, subject_id, outcome, details))


def record_reading(
    database: Database,
    event: str,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    outcome: str = "done",
    **details: Detail,
) -> None:
    """Write down that something is about to be shown; where this fails, it is not shown."""
    with database.writing() as session:
        record(session, event, actor_id, subject_id, outcome, **details)


def faults(session: Session) -> Iterator[str]:
    """Every break in the chain, a sentence each; none where the trail is whole."""
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)):
        if entry.sequence != expected:
            yield f"entries {expected} to {entry.sequence - 1} are missing"
        if entry.previous != previous:
            yield f"entry {entry.sequence} does not follow the one before it"
        if entry.digest != entry.computed_digest():
            yield f"entry {entry.sequence} was altered"
        previous, expected = entry.digest, entry.sequence + 1


@event.listens_for(Session, "after_flush")
def _note_change(session: Session, _context: object) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if any(getattr(row, "__audited__", True) for row in rows if not isinstance(row, AuditEntry)):
        session.info["changed"] = True


@event.listens_for(Session, "before_commit")
def _write_down(session: Session) -> None:
    session.flush()
    happenings = session.info.pop("happenings", [])
    if session.info.pop("changed", False) and not happenings:
        raise UnauditedChangeError("A change without an entry in the audit trail is not kept.")
    if happenings:
        _append(session, happenings)


def _append(session: Session, happenings: list[Happening]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    last = session.scalar(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1))
    sequence, previous = (last.sequence, last.digest) if last else (0, GENESIS)
    at = session.info["clock"].now()
    for happening in happenings:
        sequence += 1
        entry = AuditEntry(sequence=sequence, at=at, previous=previous, **vars(happening))
        entry.digest = previous = entry.computed_digest()
        session.add(entry)
