"""Retention: how long the trail is kept, and what stands in the way of disposing of its oldest part.

What is disposed of leaves the number and the digest of its last entry in the sealed head, so that the rest still
verifies from there and nobody can cut off more unseen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.errors import ConflictError
from agency.keys.vault import Sealed, SealedField
from agency.staff.staff import Staff
from agency.tables import Base


class LegalHold(Sealed, Base):
    """An order or a matter for which everything is kept; while one stands, nothing is disposed of."""

    __tablename__ = "legal_hold"

    placed_at: Mapped[datetime] = mapped_column(index=True)
    placed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # What it is for: it may name people, and lies under a key of its own.
    reason = SealedField[str]("")

    placed_by: Mapped[Staff | None] = relationship(foreign_keys=placed_by_id)
    lifted_by: Mapped[Staff | None] = relationship(foreign_keys=lifted_by_id)

    @property
    def record_id(self) -> UUID:
        """Its own key."""
        return self.id


@dataclass(frozen=True)
class Disposal:
    """What is past its time: so many entries, up to this number."""

    count: int
    through: int


def holds(session: Session) -> list[LegalHold]:
    """Every hold, those that stand first, then the newest."""
    found = session.scalars(select(LegalHold).order_by(LegalHold.placed_at.desc())).all()
    return sorted(found, key=lambda hold: hold.lifted_at is not None)


def place(session: Session, reason: str, by_id: UUID | None, now: datetime) -> LegalHold:
    """Keep everything from now on, for this reason."""
    hold = LegalHold(placed_at=now, placed_by_id=by_id)
    hold.reason = reason
    session.add(hold)
    session.flush()
    audit.record(session, "hold.placed", by_id, hold.id)
    return hold


def lift(session: Session, hold: LegalHold, by_id: UUID | None, now: datetime) -> None:
    """Let go of it; ConflictError where somebody did already."""
    if hold.lifted_at is not None:
        raise ConflictError("This hold was lifted already.")
    hold.lifted_at, hold.lifted_by_id = now, by_id
    audit.record(session, "hold.lifted", by_id, hold.id)


def due(session: Session, kept_for: timedelta, now: datetime) -> Disposal:
    """What is past its time, whether or not a hold stands; an entry is never past it before an older one is."""
    oldest = session.scalar(select(AuditEntry.sequence).order_by(AuditEntry.sequence).limit(1))
    within = select(AuditEntry.sequence).where(AuditEntry.at >= now - kept_for)
    first_kept = session.scalar(within.order_by(AuditEntry.sequence).limit(1))
    last = audit.end(session)[0]
    # The last entry stays, whatever its age: it is what the next one follows.
    through = min(first_kept or last, last) - 1
    return Disposal(max(through - oldest + 1, 0), through) if oldest else Disposal(0, 0)


def dispose(session: Session, kept_for: timedelta, now: datetime) -> Disposal:
    """Remove the entries that are past their time, and write that down; ConflictError while a hold stands.

    The caller has verified the trail: what is broken is kept as it is. TrailBrokenError where its end is not ours.
    """
    require_no_hold(session)
    head, past = audit.hold_head(session), due(session, kept_for, now)
    if past.count:
        head.disposed = past.through
        head.disposed_digest = session.scalars(
            select(AuditEntry.digest).where(AuditEntry.sequence == past.through)
        ).one()
        audit.seal(session, head)
        session.execute(delete(AuditEntry).where(AuditEntry.sequence <= past.through))
        audit.record(session, "audit.disposed", None, count=past.count, through=past.through)
    return past


def require_no_hold(session: Session) -> None:
    """ConflictError while a hold stands."""
    standing = sum(hold.lifted_at is None for hold in holds(session))
    if standing:
        raise ConflictError(
            f"{standing} legal hold{'s stand' if standing > 1 else ' stands'}: nothing was disposed of."
        )


def reseal(session: Session, reason: str) -> int:
    """Seal the head of a trail anew where every entry verifies and the head alone is broken; the last number.

    ConflictError where an entry is broken, which no seal may cover up, or where nothing is broken at all.
    """
    audit.hold_trail(session)
    faults, right = audit.faults_of_entries(session)
    if faults:
        raise ConflictError(f"The entries themselves are broken: {faults[0]}. A seal would cover that up.")
    if audit.is_sound(session) and not list(audit.faults(session)):
        raise ConflictError("The trail is whole: there is nothing to seal anew.")
    last = right.sequence
    session.merge(right)
    audit.record(session, "audit.resealed", None, reason=reason, last=last)
    return last
