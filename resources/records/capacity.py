"""Capacity: beds or slots said to be free, and how long ago somebody said so."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class Capacity(Identified, Base):
    """What a provider said about room on one day; the newest counts, the older ones stay."""

    __tablename__ = "capacity"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    said_on: Mapped[date]
    said_by: Mapped[str] = mapped_column(default="")
    # beds, slots, places; None where they did not give a number.
    unit: Mapped[str] = mapped_column(default="slots")
    available: Mapped[int | None]
    waiting_days: Mapped[int | None]
    # How many people wait, where there is a list.
    waiting: Mapped[int | None]
    # The moment it was said; a file tells the day alone.
    said_at: Mapped[datetime | None]
