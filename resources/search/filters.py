"""Filters of the directory's list that are more than a word: open at a moment, and near a place."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from resources.records.locations import Location
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MILES_PER_DEGREE = 69.06  # of latitude, on the sphere the earth nearly is


@dataclass(frozen=True)
class Hour:
    """A time of the week, local to the place: a day (MO to SU) and a time, "HH:MM", or "" for any time of that day."""

    day: str
    time: str = ""


@dataclass(frozen=True)
class Moment:
    """A day of the calendar and a time, "HH:MM", or "" for any time of that day; local to the place."""

    on: date
    time: str = ""

    @classmethod
    def of(cls, now: datetime) -> "Moment":
        """The moment that a local time is."""
        return cls(now.date(), f"{now:%H:%M}")

    @classmethod
    def coming(cls, hour: Hour, today: date) -> "Moment":
        """The next day of that name, today where today is one."""
        return cls(today + timedelta((DAYS.index(hour.day) - today.weekday()) % len(DAYS)), hour.time)

    @property
    def day(self) -> str:
        """The day of the week, MO to SU."""
        return DAYS[self.on.weekday()]


@dataclass(frozen=True)
class Circle:
    """The surroundings of a point: degrees, and miles as the crow flies."""

    latitude: float
    longitude: float
    miles: float


def open_at(moment: Moment) -> ColumnElement[bool]:
    """Services with a block of hours then that begins on a day on which they are given.

    One whose hours, or their end, nobody recorded is not among them, nor one that may be closed or out of season.
    """
    that_day, day_before = (Schedule.byday.contains(day) for day in (moment.day, _before(moment.day)))
    if not moment.time:
        return and_(_given_on(moment.on), Service.schedules.any(that_day))
    known = and_(Schedule.opens_at != "", Schedule.closes_at != "")
    past_midnight = Schedule.closes_at <= Schedule.opens_at
    ends_later = or_(Schedule.closes_at > moment.time, past_midnight)
    begun = and_(known, that_day, Schedule.opens_at <= moment.time, ends_later)
    from_yesterday = and_(known, day_before, past_midnight, Schedule.closes_at > moment.time)
    return or_(
        and_(_given_on(moment.on), Service.schedules.any(begun)),
        and_(_given_on(moment.on - timedelta(1)), Service.schedules.any(from_yesterday)),
    )


def _given_on(on: date) -> ColumnElement[bool]:
    """Neither closed on the day nor out of season; a season of which only one end is known says nothing."""
    never_closed = and_(Service.status == "active", Service.closed_until.is_(None))
    open_again = and_(Service.status.in_(("active", "temporarily closed")), Service.closed_until <= on)
    return and_(or_(never_closed, open_again), _in_season(f"{on:%m-%d}"))


def _in_season(day: str) -> ColumnElement[bool]:
    first, last = Service.season_from, Service.season_to
    all_year, both_ends = and_(first == "", last == ""), and_(first != "", last != "")
    within_a_year = and_(first <= last, first <= day, last >= day)
    over_new_year = and_(first > last, or_(first <= day, last >= day))
    return or_(all_year, and_(both_ends, or_(within_a_year, over_new_year)))


def within(circle: Circle) -> ColumnElement[bool]:
    """Services given at a place in the circle that may be told; on a plane, which errs by a foot in a hundred."""
    north = Location.latitude - circle.latitude
    east = (Location.longitude - circle.longitude) * math.cos(math.radians(circle.latitude))
    inside = north * north + east * east <= (circle.miles / MILES_PER_DEGREE) ** 2
    told = and_(Location.confidential.is_(False), Service.victim_services.is_(False), inside)
    return Service.at_locations.any(ServiceAtLocation.location.has(told))


def _before(day: str) -> str:
    return DAYS[DAYS.index(day) - 1]
