"""The audit trail: who did what to which record, when, with what outcome; chained, so that tampering shows.

A change commits only together with its entry: a writing unit of work that changed a record and declared no event is
undone. CJIS Security Policy 5.8, section 5.4.1, names the content of an entry.

Every digest is keyed from the master key, and so is the head, which says how long the trail is: whoever can write to
the database but has no key can neither forge an entry nor cut off the last ones unseen. What remains possible is to put
back an older whole copy, trail and head together; the number that `audit verify` prints, noted elsewhere, shows it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.database import Database
from agency.errors import TrailBrokenError, UnauditedChangeError
from agency.events import EVENTS
from agency.tables import Base
from agency.vault import Vault

Detail = str | int | bool | None
GENESIS = "0" * 64
BROKEN = (
    "The end of the audit trail was changed past the service, or the master key is another one. Nothing can be shown "
    "or saved until the administrator has run: audit verify."
)
_POSTGRES_LOCK = 7_310_042


class AuditEntry(Base):
    """One line of the trail; never changed, never removed."""

    __tablename__ = "audit_entry"
    __audited__ = False

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

    def computed_digest(self, key: bytes) -> str:
        """What the digest must be, from everything else in the row, under the key of the trail."""
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
        return _keyed(key, parts)


class AuditHead(Base):
    """Where the trail ends: one row, kept in the same transaction as the entries."""

    __tablename__ = "audit_head"
    __audited__ = False

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    # Of the last entry.
    sequence: Mapped[int]
    digest: Mapped[str]
    seal: Mapped[str]

    def computed_seal(self, key: bytes) -> str:
        """What the seal must be, under the key of the trail."""
        return _keyed(key, ["head", self.sequence, self.digest])


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
    key, previous, expected = _key(session), GENESIS, 1
    entries = select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=1000)
    for entry in session.scalars(entries):
        if entry.sequence != expected:
            yield f"entries {expected} to {entry.sequence - 1} are missing"
        if entry.previous != previous:
            yield f"entry {entry.sequence} does not follow the one before it"
        if not hmac.compare_digest(entry.digest, entry.computed_digest(key)):
            yield f"entry {entry.sequence} was altered"
        previous, expected = entry.digest, entry.sequence + 1
    yield from _faults_at_the_end(session, expected - 1, previous)


def _faults_at_the_end(session: Session, last: int, digest: str) -> Iterator[str]:
    head = session.get(AuditHead, 1)
    if head is None:
        if last:
            yield "the head of the trail is missing"
        return
    if not hmac.compare_digest(head.seal, head.computed_seal(_key(session))):
        yield "the head of the trail was altered"
    elif head.sequence > last:
        yield f"entries {last + 1} to {head.sequence} are missing"
    elif (head.sequence, head.digest) != (last, digest):
        yield f"the trail does not end with entry {head.sequence}, as its head says"


def end(session: Session) -> tuple[int, str]:
    """How many entries the trail has, and the digest of the last one; to be noted where nobody can change it."""
    last = select(AuditEntry.digest).order_by(AuditEntry.sequence.desc()).limit(1)
    count = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    return count, session.scalar(last) or GENESIS


@event.listens_for(Session, "after_flush")
def _note_change(session: Session, _context: object) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if any(getattr(row, "__audited__", True) for row in rows):
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
    key, head = _key(session), _head(session)
    at = session.info["clock"].now()
    for happening in happenings:
        entry = AuditEntry(sequence=head.sequence + 1, at=at, previous=head.digest, **vars(happening))
        entry.digest = entry.computed_digest(key)
        session.add(entry)
        head.sequence, head.digest = entry.sequence, entry.digest
    head.seal = head.computed_seal(key)


def _head(session: Session) -> AuditHead:
    """The end to go on from; TrailBrokenError where it is not ours, so that no break is ever written over."""
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        if session.scalar(select(AuditEntry.sequence).limit(1)) is not None:
            raise TrailBrokenError(BROKEN)
        head = AuditHead(sequence=0, digest=GENESIS)
        session.add(head)
    elif not hmac.compare_digest(head.seal, head.computed_seal(_key(session))):
        raise TrailBrokenError(BROKEN)
    return head


def _key(session: Session) -> bytes:
    vault: Vault = session.info["vault"]
    return vault.derive("audit")


def _keyed(key: bytes, parts: list[Any]) -> str:
    return hmac.new(key, json.dumps(parts, sort_keys=True).encode(), hashlib.sha256).hexdigest()
