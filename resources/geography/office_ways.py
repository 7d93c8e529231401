"""How long the way from an office to an open place takes, as a routing server said; kept with the day it was asked."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.offices import Office
from agency.tables import Base
from resources.records.locations import Location


class Point(Protocol):
    """Whatever lies somewhere."""

    @property
    def latitude(self) -> float | None:
        """In degrees."""

    @property
    def longitude(self) -> float | None:
        """In degrees."""


class OfficeWay(Base):
    """One way by one means; of where either end lies it keeps nothing but a fingerprint, by which a move is known."""

    __tablename__ = "office_way"

    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), primary_key=True)
    # foot, bus or car.
    means: Mapped[str] = mapped_column(primary_key=True)
    minutes: Mapped[float]
    # Which kind of server said so.
    server: Mapped[str]
    asked_at: Mapped[datetime]
    between: Mapped[str]


def from_office(session: Session, office: Office, places: Sequence[Location]) -> dict[UUID, list[OfficeWay]]:
    """By place, what is known of the ways from an office, the shortest first; of a place that moved, nothing.

    places: open ones alone, which is for the caller to see to.
    """
    ends = {place.id: between(office, place) for place in places}
    rows = select(OfficeWay).where(OfficeWay.office_id == office.id, OfficeWay.location_id.in_(ends))
    found: dict[UUID, list[OfficeWay]] = {}
    for way in session.scalars(rows.order_by(OfficeWay.minutes, OfficeWay.means)):
        if way.between == ends[way.location_id]:
            found.setdefault(way.location_id, []).append(way)
    return found


def by_means(session: Session, office: Office, means: str) -> dict[UUID, OfficeWay]:
    """By place, every way from an office by one means; whether the place has moved since, `between` tells."""
    rows = select(OfficeWay).where(OfficeWay.office_id == office.id, OfficeWay.means == means)
    return {way.location_id: way for way in session.scalars(rows)}


def asked_on(ways: Sequence[OfficeWay], office: Office) -> date:
    """The day at the office on which the first of some ways was asked about."""
    return office.day(min(way.asked_at for way in ways))


def between(office: Office, place: Point) -> str:
    """What stands for the two ends: another one when one of them has moved."""
    ends = f"{office.latitude},{office.longitude};{place.latitude},{place.longitude}"
    return hashlib.sha256(ends.encode()).hexdigest()[:16]
