"""Call-back batches: calls handed to one person for one sitting, in the order in which they are worth most."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.tables import Base, Identified


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
