"""Filters of the directory's list that are more than a word: open at an hour, and near a place."""

import math
from dataclasses import dataclass
from datetime import datetime

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

    @classmethod
    def of(cls, moment: datetime) -> "Hour":
        """The hour of the week of a local time."""
        return cls(DAYS[moment.weekday()], f"{moment:%H:%M}")


@dataclass(frozen=True)
class Circle:
    """The surroundings of a point: degrees, and miles as the crow flies."""

    latitude: float
    longitude: float
    miles: float


def open_at(hour: Hour) -> ColumnElement[bool]:
    """Services with a block of hours then; one whose hours nobody recorded is not among them."""
    that_day, day_before = (Schedule.byday.contains(day) for day in (hour.day, _before(hour.day)))
    if not hour.time:
        return Service.schedules.any(that_day)
    past_midnight = Schedule.closes_at <= Schedule.opens_at
    begun = and_(that_day, Schedule.opens_at <= hour.time, or_(Schedule.closes_at > hour.time, past_midnight))
    from_yesterday = and_(day_before, past_midnight, Schedule.closes_at > hour.time)
    return Service.schedules.any(and_(Schedule.opens_at != "", or_(begun, from_yesterday)))


def within(circle: Circle) -> ColumnElement[bool]:
    """Services given at a place in the circle that may be told; on a plane, which errs by a foot in a hundred."""
    north = Location.latitude - circle.latitude
    east = (Location.longitude - circle.longitude) * math.cos(math.radians(circle.latitude))
    inside = north * north + east * east <= (circle.miles / MILES_PER_DEGREE) ** 2
    told = and_(Location.confidential.is_(False), Service.victim_services.is_(False), inside)
    return Service.at_locations.any(ServiceAtLocation.location.has(told))


def _before(day: str) -> str:
    return DAYS[DAYS.index(day) - 1]
