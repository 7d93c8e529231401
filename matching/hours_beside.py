"""Hours beside fixed times: whether work, reporting and the like leave an hour while a service is open.

What lies between home and a service lies before and after a fixed time too, unless the person goes straight from one to
the other; how long that way is, nobody has said, but it is no shorter than the two ways from home differ.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from functools import lru_cache

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.fixed_times import KINDS, WEEK, FixedTime
from matching.minutes import DAY, lasting, minutes_of
from matching.offer import Opening
from matching.reasons import Reason

ENOUGH = 60  # minutes together
Spans = tuple[tuple[float, float], ...]
# Somebody without a curfew may be out at any time, in minutes after midnight of Monday and the days around the week.
ALWAYS: Spans = ((-10 * DAY, 20 * DAY),)
Busy = tuple[FixedTime, ...]


def beside(busy: Busy, out: Spans, travel_minutes: float, schedule: tuple[Opening, ...]) -> Reason:
    """The reason where fixed times take hours of a week; out: when the person may be away from home.

    Not met only where not even going straight from a fixed time, and moving what can be moved, leaves an hour.
    """
    if not schedule:
        return Reason("hours", UNKNOWN, "no_schedule_beside")
    if not all(is_read(each) for each in busy):
        return Reason("hours", UNKNOWN, "fixed_unread")
    blocks, all_read = open_hours(schedule)

    def left(some: Busy, *, straight: bool = False) -> bool:
        return _enough(blocks, visits(some, out, travel_minutes, straight))

    if left(busy):
        return Reason("hours", MET, "open_beside")
    if not all_read:
        return Reason("hours", UNKNOWN, "schedule_unread_beside")
    if not left(()):
        return Reason("hours", UNKNOWN, "never_open_an_hour")
    if left(busy, straight=True):
        return _because("only_straight", busy, left)
    fixed = tuple(each for each in busy if not each.movable)
    if left(fixed, straight=True):
        return _because(
            "movable", tuple(each for each in busy if each.movable), lambda some: left((*fixed, *some))
        )
    return _because("taken", fixed, lambda some: left(some, straight=True))


def is_read(fixed: FixedTime) -> bool:
    """Whether its hours and at least one of its days could be read."""
    return fixed.start is not None and fixed.end is not None and _known(fixed.days)


def _because(code: str, some: Busy, left: Callable[[Busy], bool]) -> Reason:
    """Names each kind of fixed time without which there would be an hour; where no one alone is it, all of them."""
    kinds = [kind for kind in KINDS if any(each.kind == kind for each in some)]
    alone = [kind for kind in kinds if left(tuple(each for each in some if each.kind != kind))]
    status = NOT_MET if code == "taken" else UNKNOWN
    return Reason("hours", status, code, {"fixed": ",".join(alone or kinds)})


def _enough(blocks: Spans, visits: Spans) -> bool:
    return any(
        min(closes, end) - max(opens, start) >= ENOUGH for opens, closes in blocks for start, end in visits
    )


@lru_cache(maxsize=4096)
def open_hours(schedule: tuple[Opening, ...]) -> tuple[Spans, bool]:
    """The open hours of a week in minutes after midnight of Monday, and whether all of them could be read."""
    spans, all_read = list[tuple[float, float]](), True
    for opening in schedule:
        if opening.opens is None or opening.closes is None or not _known(opening.days):
            all_read = False
        else:
            spans += _weekly(opening.days, opening.opens, opening.closes)
    return tuple(spans), all_read


@lru_cache(maxsize=1024)
def visits(busy: Busy, out: Spans, travel_minutes: float, straight: bool) -> Spans:
    """When the person can be at a service; straight: coming from and going to a fixed time by the shortest way."""
    taken = []
    for each in busy:
        assert each.start is not None
        assert each.end is not None
        way = abs(each.travel_minutes - travel_minutes) if straight else each.travel_minutes + travel_minutes
        for begins, ends in _weekly(each.days, each.start, each.end):
            taken += [(begins + shift - way, ends + shift + way) for shift in (-7 * DAY, 0, 7 * DAY)]
    found = []
    for start, end in out:
        found += _without(start + travel_minutes, end - travel_minutes, sorted(taken))
    return tuple(found)


def _without(start: float, end: float, taken: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a span; taken: in order."""
    found = []
    for begins, ends in taken:
        if begins - start >= ENOUGH:
            found.append((start, min(begins, end)))
        start = max(start, ends)
    return [each for each in (*found, (start, end)) if each[1] - each[0] >= ENOUGH]


def _known(days: Sequence[str]) -> bool:
    return any(day in WEEK for day in days)


def _weekly(days: Iterable[str], start: time, end: time) -> list[tuple[float, float]]:
    begins, lasts = minutes_of(start), lasting(start, end)
    return [
        (WEEK.index(day) * DAY + begins, WEEK.index(day) * DAY + begins + lasts)
        for day in days
        if day in WEEK
    ]
