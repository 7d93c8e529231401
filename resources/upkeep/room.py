"""Room: how many places a provider says are free, day by day, and who said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from resources.records.capacity import Capacity
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceNeed

BEDS, WAITING, WAITING_DAYS = "beds", "waiting", "waiting_days"
UNITS = {BEDS: "Beds", "slots": "Slots", "places": "Places"}
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


@dataclass(frozen=True)
class Word:
    """The newest word on one count: one of UNITS, the people who wait, or the days one waits; said: when, by whom."""

    of: str
    count: int
    said: Capacity

    def __str__(self) -> str:
        """The word as one says it."""
        if self.of == WAITING:
            return f"{self.count} waiting"
        if self.of == WAITING_DAYS:
            return (
                f"wait of {self.count:,} {'day' if self.count == 1 else 'days'}" if self.count else "no wait"
            )
        return f"{self.count:,} {self.of.removesuffix('s') if self.count == 1 else self.of} free"


def words(said: Iterable[Capacity]) -> list[Word]:
    """The newest word on each count, what is free before who waits; takes what was said newest first.

    Whoever tells of the waiting list says nothing of the beds: each count stands until somebody tells it anew.
    """
    newest: dict[str, Word] = {}
    for each in said:
        counts = ((each.unit, each.available), (WAITING, each.waiting), (WAITING_DAYS, each.waiting_days))
        for of, count in counts:
            if count is not None:
                newest.setdefault(of, Word(of, count, each))
    return sorted(newest.values(), key=lambda each: (each.of == WAITING_DAYS, each.of == WAITING))


def told(said: Iterable[Capacity]) -> list[list[Word]]:
    """The newest words, those together that were said at one time."""
    together: dict[Capacity, list[Word]] = {}
    for each in words(said):
        together.setdefault(each.said, []).append(each)
    return list(together.values())


def free(service: Service) -> Word | None:
    """How many are free by the newest word; where people sleep, a word on beds goes before any other."""
    free = [each for each in words(service.capacities) if each.of not in (WAITING, WAITING_DAYS)]
    beds = [each for each in free if each.of == BEDS and service.residential]
    return next(iter([*beds, *free]), None)


def waiting_days(service: Service) -> int | None:
    """How many days one waits by the newest word."""
    return next((each.count for each in words(service.capacities) if each.of == WAITING_DAYS), None)


def full_since(service: Service) -> date | None:
    """The first day since which nothing is free without a better word; None where it is not full."""
    newest, since = free(service), None
    for each in service.capacities:
        if newest and each.unit == newest.of and each.available is not None:
            if each.available:
                break
            since = each.said_on
    return since


def by_day(said: Iterable[Capacity]) -> list[tuple[date, list[Word]]]:
    """The last word of each day on each count, newest day first; takes them newest first."""
    days: dict[date, list[Capacity]] = {}
    for each in said:
        days.setdefault(each.said_on, []).append(each)
    return [(day, words(of_day)) for day, of_day in list(days.items())[:DAYS]]


def most(said: Iterable[Capacity]) -> int:
    """The highest number of free places among these, for a bar's full length; at least one."""
    return max((each.available or 0 for each in said), default=0) or 1
