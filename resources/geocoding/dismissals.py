"""Alarms about points that a coordinator looked at and found to be none."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base


class AlarmDismissal(Base):
    """One kind of alarm about one location, found to be none while its point stays where it was."""

    __tablename__ = "alarm_dismissal"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    # The point it was dismissed for; another point is another alarm.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    note: Mapped[str] = mapped_column(default="")
    dismissed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    dismissed_at: Mapped[datetime]
