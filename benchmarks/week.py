"""The week: seventeen activities put into a timetable, one that works out and one that does not."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from benchmarks.measure import Measured, measure
from matching.week.activities import HOME, Activity, Ways, Week, Window
from matching.week.arranging import arrange
from matching.week.clashes import Arranged
from matching.week.timetable import Effort

SECONDS = 2.0
MORNING, EVENING = 6 * 60, 20 * 60


def full_week() -> Week:
    """Work, reporting and fifteen appointments at eight places, home from 8 pm to 6 am."""
    places = [HOME, *(f"place {number}" for number in range(8))]
    travel = {
        (one, other): 10 + 5 * abs(first - second)
        for first, one in enumerate(places)
        for second, other in enumerate(places)
    }
    fixed = (
        _activity("work", 8 * 60, 5, range(5), 8 * 60, 16 * 60, places[1]),
        _activity("reporting", 30, 1, (1,), 9 * 60, 19 * 60, places[2]),
    )
    sessions = (
        _activity(
            f"appointment {number}",
            60 + 15 * (number % 3),
            1 + number % 2,
            [(number + step) % 7 for step in range(2 + number % 4)],
            (9 + number % 4) * 60,
            (18 + number % 3) * 60,
            places[1 + number % 8],
        )
        for number in range(15)
    )
    return Week(activities=(*fixed, *sessions), free=(MORNING, EVENING - MORNING), ways=Ways(travel))


def run() -> Iterator[Measured]:
    """With eight hours of work a day it clashes; with three hours it works out."""
    full = full_week()
    work = replace(
        full.activities[0],
        minutes=180,
        windows=tuple(Window(day, 8 * 60, 11 * 60) for day in range(5)),
    )
    light = replace(full, activities=(work, *full.activities[1:]))
    for name, week in (("fits", light), ("clashes", full)):
        yield measure("week", name, len(week.activities), partial(_arranged, week), times=15)


def _arranged(week: Week) -> Arranged:
    return arrange(week, Effort(SECONDS))


def _activity(
    key: str,
    minutes: int,
    times: int,
    days: range | list[int] | tuple[int, ...],
    begins: int,
    ends: int,
    place: str,
) -> Activity:
    windows = tuple(Window(day, begins, ends) for day in days)
    return Activity(key=key, minutes=minutes, times=times, windows=windows, place=place)
