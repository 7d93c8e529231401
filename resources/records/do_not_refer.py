"""Do not refer: the agency's own decision to send nobody to a service for a while, with its reason, author and end."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.staff.staff import Staff
from agency.tables import Base, Identified


class DoNotRefer(Identified, Base):
    """Nobody is referred to a service from one day to another, both local dates; never published."""

    __tablename__ = "do_not_refer"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    reason: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[date]
    # The last day it holds; None, of decisions made before an end was asked for: until somebody ends it.
    until: Mapped[date | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    author: Mapped[Staff | None] = relationship(foreign_keys=author_id)
    ender: Mapped[Staff | None] = relationship(foreign_keys=ended_by)

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def end(self, today: date, staff_id: UUID) -> None:
        """Let it hold no longer, from today on; one that began today then never held."""
        self.until, self.ended_by = today - timedelta(days=1), staff_id
