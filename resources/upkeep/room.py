"""Room: how many places a provider says are free, day by day, and who said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from resources.records.capacity import Capacity
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceNeed

UNITS = {"beds": "Beds", "slots": "Slots", "places": "Places"}
# How many programs one page takes.
PROGRAMS = 50
# So many days are told; what was said before them is of no use to anybody.
DAYS = 14


@dataclass(frozen=True)
class Room:
    """What was said: how many are free, how many people wait, how many days one waits; None: it was not said."""

    unit: str = "slots"
    available: int | None = None
    waiting: int | None = None
    waiting_days: int | None = None

    @property
    def said(self) -> bool:
        """Whether anything was said at all."""
        return (self.available, self.waiting, self.waiting_days) != (None, None, None)


def say(session: Session, service: Service, room: Room, by: str, at: datetime, today: date) -> Capacity:
    """Keep what was said of a service's room; what was said before stays beside it."""
    said = Capacity(
        service_id=service.id,
        unit=room.unit,
        available=room.available,
        waiting=room.waiting,
        waiting_days=room.waiting_days,
        said_on=today,
        said_by=by,
        said_at=at,
    )
    service.capacities.insert(0, said)
    session.flush()
    return said


def programs(session: Session, need: str, page: int = 1) -> Sequence[Service]:
    """A page of the programs of a need whose room one asks about, by their providers' names; none for survivors."""
    rows = (
        select(Service)
        .join(Service.organization)
        .where(_asked_about(need))
        .order_by(func.lower(Organization.name), func.lower(Service.name), Service.id)
        .limit(PROGRAMS)
        .offset((page - 1) * PROGRAMS)
        .options(joinedload(Service.organization), selectinload(Service.capacities))
    )
    return session.scalars(rows).unique().all()


def programs_count(session: Session, need: str) -> int:
    """How many such programs there are on all pages."""
    return session.scalar(select(func.count()).select_from(Service).where(_asked_about(need))) or 0


def _asked_about(need: str) -> ColumnElement[bool]:
    return and_(
        Service.needs.any((ServiceNeed.need == need) & ServiceNeed.main),
        Service.held.is_(False),
        Service.victim_services.is_(False),
        Service.merged_into.is_(None),
        Service.status == "active",
    )


def by_day(said: Iterable[Capacity]) -> list[Capacity]:
    """The last word of each day, newest day first; takes them newest first."""
    days: dict[date, Capacity] = {}
    for each in said:
        days.setdefault(each.said_on, each)
    return list(days.values())[:DAYS]


def most(said: Iterable[Capacity]) -> int:
    """The highest number of free places among these, for a bar's full length; at least one."""
    return max((each.available or 0 for each in said), default=0) or 1
