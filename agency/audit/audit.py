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

from sqlalchemy import event, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.audit.events import EVENTS
from agency.database import Database
from agency.errors import TrailBrokenError, UnauditedChangeError
from agency.keys.vault import Vault
from agency.tables import Base

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
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    event: Mapped[str] = mapped_column(index=True)
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    outcome: Mapped[str]
    # Keys as declared for the event; never a name, an address or anything else about a person.
    details: Mapped[dict[str, Any]]
    previous: Mapped[str]
    digest: Mapped[str]
    # From where: the address of the browser, or who sat at the command line; entries of the first version have none.
    origin: Mapped[str | None]

    def computed_digest(self, key: bytes) -> str:
        """What the digest must be, from everything else in the row, under the key of the trail."""
        return _digest(key, self)


class AuditHead(Base):
    """Where the trail begins and ends: one row, kept in the same transaction as the entries."""

    __tablename__ = "audit_head"
    __audited__ = False

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    # Of the last entry.
    sequence: Mapped[int]
    digest: Mapped[str]
    seal: Mapped[str]
    # Of the last entry that was disposed of after its time; the oldest that is left follows it.
    disposed: Mapped[int] = mapped_column(default=0, server_default="0")
    disposed_digest: Mapped[str] = mapped_column(default="", server_default="")

    def computed_seal(self, key: bytes) -> str:
        """What the seal must be, under the key of the trail."""
        start = [self.disposed, self.disposed_digest]
        return _keyed(key, ["head", self.sequence, self.digest, *(start if start != [0, ""] else ())])


@dataclass(frozen=True)
class Happening:
    """An event about to be written down."""

    event: str
    actor_id: UUID | None
    subject_id: UUID | None
    outcome: str
    details: dict[str, Any]
    origin: str


def record(
    session: Session,
    event: str,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    outcome: str = "done",
    **details: Detail,
) -> None:
    """Declare what this unit of work does; it is written when the unit commits, or nothing is.

    The event must be one of agency.audit.events, with exactly its declared details.
    """
    declared = EVENTS[event]
    if set(details) != declared.details:
        raise ValueError(f"{event} takes the details {sorted(declared.details)}, not {sorted(details)}")
    happening = Happening(event, actor_id, subject_id, outcome, details, session.info.get("origin", ""))
    session.info.setdefault("happenings", []).append(happening)


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
    head = session.get(AuditHead, 1)
    found = _Walk(head.disposed, head.disposed_digest or GENESIS) if head else _Walk(0, GENESIS)
    yield from found.faults(session)
    yield from _faults_of_head(session, head, found)


def faults_of_entries(session: Session) -> tuple[list[str], "AuditHead"]:
    """Every break among the entries themselves, whatever the head says, and the head they should have."""
    first = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence).limit(1)).first()
    disposed, digest = (first.sequence - 1, first.previous) if first else (0, GENESIS)
    found = _Walk(disposed, digest)
    told = list(found.faults(session))
    before = digest if disposed else ""
    head = AuditHead(
        id=1, sequence=found.last, digest=found.digest, disposed=disposed, disposed_digest=before
    )
    seal(session, head)
    return told, head


@dataclass
class _Walk:
    """From one entry to the next; last and digest are of the entry that was reached."""

    last: int
    digest: str

    def faults(self, session: Session) -> Iterator[str]:
        key, table = _key(session), AuditEntry.__table__
        entries = select(table).order_by(AuditEntry.sequence).execution_options(yield_per=1000)
        # Closed also where nobody asks for the rest.
        with session.execute(entries) as rows:
            for entry in rows:
                yield from self._faults_of(entry, key)

    def _faults_of(self, entry: Any, key: bytes) -> Iterator[str]:  # noqa: ANN401 - a row of the table
        if entry.sequence <= self.last:
            yield f"entry {entry.sequence} was disposed of, and is there again"
        elif entry.sequence != self.last + 1:
            yield f"entries {self.last + 1} to {entry.sequence - 1} are missing"
        if entry.previous != self.digest:
            yield f"entry {entry.sequence} does not follow the one before it"
        if not hmac.compare_digest(entry.digest, _digest(key, entry)):
            yield f"entry {entry.sequence} was altered"
        self.last, self.digest = entry.sequence, entry.digest


def _faults_of_head(session: Session, head: AuditHead | None, found: _Walk) -> Iterator[str]:
    if head is None:
        if found.last:
            yield "the head of the trail is missing"
        return
    if not hmac.compare_digest(head.seal, head.computed_seal(_key(session))):
        yield "the head of the trail was altered"
    elif head.sequence > found.last:
        yield f"entries {found.last + 1} to {head.sequence} are missing"
    elif (head.sequence, head.digest) != (found.last, found.digest):
        yield f"the trail does not end with entry {head.sequence}, as its head says"


def end(session: Session) -> tuple[int, str]:
    """The number of the last entry and its digest; to be noted where nobody can change it."""
    last = select(AuditEntry.sequence, AuditEntry.digest).order_by(AuditEntry.sequence.desc()).limit(1)
    found = session.execute(last).first()
    return (found.sequence, found.digest) if found else (0, GENESIS)


def is_sound(session: Session) -> bool:
    """Whether the trail ends as its head says and can be gone on with; the whole chain is not walked."""
    head = session.get(AuditHead, 1)
    if head is None:
        return end(session)[0] == 0
    sealed = hmac.compare_digest(head.seal, head.computed_seal(_key(session)))
    return sealed and end(session) == (head.sequence, head.digest)


@event.listens_for(Session, "after_flush")
def _note_change(session: Session, _context: object) -> None:
    # A row that was given the value it has is called dirty too; nothing is written of it.
    changed = (row for row in session.dirty if session.is_modified(row))
    rows = [*session.new, *changed, *session.deleted]
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
    key, head = _key(session), hold_head(session)
    at = session.info["clock"].now()
    for happening in happenings:
        entry = AuditEntry(sequence=head.sequence + 1, at=at, previous=head.digest, **vars(happening))
        entry.digest = entry.computed_digest(key)
        session.add(entry)
        head.sequence, head.digest = entry.sequence, entry.digest
    seal(session, head)


def hold_head(session: Session) -> AuditHead:
    """The end to go on from, kept to this unit; TrailBrokenError where it is not ours: no break is written over."""
    hold_trail(session)
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        if session.scalar(select(AuditEntry.sequence).limit(1)) is not None:
            raise TrailBrokenError(BROKEN)
        head = AuditHead(sequence=0, digest=GENESIS, disposed=0, disposed_digest="")
        session.add(head)
    elif not hmac.compare_digest(head.seal, head.computed_seal(_key(session))):
        raise TrailBrokenError(BROKEN)
    return head


def hold_trail(session: Session) -> None:
    """Keep the trail to this unit of work until it ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def seal(session: Session, head: AuditHead) -> None:
    """Seal a head whose start or end was moved."""
    head.seal = head.computed_seal(_key(session))


def _key(session: Session) -> bytes:
    vault: Vault = session.info["vault"]
    return vault.house_key(session, "audit")


def _digest(key: bytes, entry: Any) -> str:  # noqa: ANN401 - an AuditEntry, or a row of its table
    parts = [
        entry.sequence,
        entry.at.isoformat(),
        str(entry.actor_id),
        entry.event,
        str(entry.subject_id),
        entry.outcome,
        entry.details,
        entry.previous,
    ]
    return _keyed(key, parts if entry.origin is None else [*parts, entry.origin])


def _keyed(key: bytes, parts: list[Any]) -> str:
    return hmac.new(key, json.dumps(parts, sort_keys=True).encode(), hashlib.sha256).hexdigest()
