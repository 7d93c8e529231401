"""Call-back batches: calls handed to one person for one sitting, in the order in which they are worth most."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from agency.audit import audit
from agency.tables import Base, Identified
from resources.upkeep.calls import Call

# After so many days a batch that was left lying keeps nobody else from the calls in it.
KEPT_DAYS = 14


class BatchedCall(Base):
    """One service of a batch; done once a call about it was logged."""

    __tablename__ = "batched_call"

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("call_batch.id"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_call.id"))


class CallBatch(Identified, Base):
    """A sitting's calls, made for a staff member."""

    __tablename__ = "call_batch"

    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]

    calls: Mapped[list[BatchedCall]] = relationship(
        cascade="all, delete-orphan", order_by=BatchedCall.position
    )

    @property
    def done(self) -> int:
        """How many of its calls were made, by whomever."""
        return sum(each.call_id is not None for each in self.calls)


def make(
    session: Session, services: Sequence[UUID], made_by: UUID, assigned_to: UUID, now: datetime
) -> CallBatch:
    """Hand out calls about these services, in this order."""
    batch = CallBatch(made_by=made_by, assigned_to=assigned_to, made_at=now)
    batch.calls = [BatchedCall(service_id=each, position=place) for place, each in enumerate(services)]
    session.add(batch)
    session.flush()
    audit.record(session, "directory.batch_made", made_by, batch.id, count=len(batch.calls))
    return batch


def handed_out(session: Session, now: datetime) -> frozenset[UUID]:
    """The services that stand uncalled in a batch somebody is at work on."""
    rows = (
        select(BatchedCall.service_id)
        .join(CallBatch, CallBatch.id == BatchedCall.batch_id)
        .where(BatchedCall.call_id.is_(None), CallBatch.made_at > now - timedelta(days=KEPT_DAYS))
    )
    return frozenset(session.scalars(rows))


def recent(session: Session, now: datetime) -> Sequence[CallBatch]:
    """The batches of the last weeks, newest first."""
    since = now - timedelta(days=KEPT_DAYS)
    rows = select(CallBatch).where(CallBatch.made_at > since).options(selectinload(CallBatch.calls))
    return session.scalars(rows.order_by(CallBatch.made_at.desc(), CallBatch.id)).all()


def done(session: Session, call: Call) -> None:
    """Tick the service off in every batch in which it stood uncalled: every call counts, whoever made it."""
    waiting = select(BatchedCall).where(
        BatchedCall.service_id == call.service_id, BatchedCall.call_id.is_(None)
    )
    for each in session.scalars(waiting):
        each.call_id = call.id
