"""Opening hours, as days of the week with local times (HSDS schedule)."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified
from resources.records.sources import Sourced


class Schedule(Identified, Sourced, Base):
    """One block of opening hours of a service; closes at or before opening means the next day."""

    __tablename__ = "schedule"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    # Where the hours are those of one location only.
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    # Comma-separated, MO to SU, as in HSDS.
    byday: Mapped[str]
    # HH:MM, local time of the place.
    opens_at: Mapped[str]
    closes_at: Mapped[str]
    description: Mapped[str] = mapped_column(default="")

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the block, MO to SU."""
        return tuple(day.strip() for day in self.byday.split(",") if day.strip())
