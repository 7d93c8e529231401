"""Capacity: beds or slots said to be free, and how long ago somebody said so."""

from datetime import date
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
