"""Hours: whether a person under curfew can be there while the service is open."""

from collections.abc import Iterator
from datetime import time

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.conditions import Conditions
from matching.offer import Offer, Opening
from matching.reasons import Reason

DAY = 24 * 60
ENOUGH = 60  # minutes together


def hours(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason where there is a curfew and the person goes there and home again; else none."""
    curfew = conditions.curfew
    if curfew is None or offer.residential:
        return []
    if curfew.start is None or curfew.end is None:
        return [Reason("hours", UNKNOWN, "curfew_unread")]
    if not offer.schedule:
        return [Reason("hours", UNKNOWN, "no_schedule")]
    free = free_time(curfew.start, curfew.end, conditions.travel_minutes)
    return [_within(*free, offer.schedule)]


def free_time(curfew_start: time, curfew_end: time, travel_minutes: float) -> tuple[float, float]:
    """From when, in minutes after midnight, and for how many minutes the person can be somewhere else.

    From the curfew's end plus the way there until its start minus the way back. Nothing is left where the way
    eats it all, or where the curfew starts when it ends and so lasts all day.
    """
    start, end = _minutes(curfew_start), _minutes(curfew_end)
    return end + travel_minutes, (start - end) % DAY - 2 * travel_minutes


def longest_visit(opening: Opening, begins: float, lasts: float) -> float | None:
    """The most minutes together that a block of opening hours leaves; None where it could not be read."""
    if opening.opens is None or opening.closes is None or not opening.days:
        return None
    opens, closes = _minutes(opening.opens), _minutes(opening.closes)
    if closes <= opens:
        closes += DAY
    return max(min(closes, end) - max(opens, start) for start, end in _every_day(begins, lasts))


def _within(begins: float, lasts: float, schedule: tuple[Opening, ...]) -> Reason:
    if lasts <= 0:
        return Reason("hours", NOT_MET, "no_time")
    params = {"from": _clock(begins), "until": _clock(begins + lasts)}
    visits = [longest_visit(opening, begins, lasts) for opening in schedule]
    if any(visit is not None and visit >= ENOUGH for visit in visits):
        return Reason("hours", MET, "open_long_enough", params)
    if None in visits:
        return Reason("hours", UNKNOWN, "schedule_unread", params)
    return Reason("hours", NOT_MET, "never_open_long_enough", params)


def _every_day(begins: float, lasts: float) -> Iterator[tuple[float, float]]:
    # A block ends on the next day at the latest; free time begins at noon of the next day at the latest.
    for shift in range(-3 * DAY, 3 * DAY, DAY):
        yield begins + shift, begins + shift + lasts


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _clock(minutes: float) -> str:
    whole = round(minutes) % DAY
    return f"{whole // 60:02}:{whole % 60:02}"
