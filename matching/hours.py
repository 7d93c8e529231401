"""Hours: whether a person under curfew, or with fixed times in the week, can be there while the service is open."""

from collections.abc import Iterator
from datetime import time
from functools import lru_cache

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.conditions import Approved, Conditions, Curfew
from matching.fixed_times import WEEK, FixedTime
from matching.hours_beside import ALWAYS, ENOUGH, Spans, beside
from matching.minutes import DAY, lasting, minutes_of
from matching.offer import Offer, Opening
from matching.reasons import Reason


def hours(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason where there is a curfew or a fixed time and the person goes there and home again; else none."""
    if offer.residential:
        return []
    by_order, busy = _by_order(conditions, offer), in_the_way(conditions, offer)
    if not busy or any(each.status is not MET for each in by_order):
        return by_order
    out = time_out(conditions, windows_for(conditions, offer))
    return [beside(busy, out, conditions.travel_minutes, offer.schedule)]


def time_out(conditions: Conditions, windows: tuple[Approved, ...]) -> Spans:
    """When the person may be away from home, with these approved hours; at any time without a curfew."""
    return _out(conditions.curfew, windows) if conditions.curfew else ALWAYS


def in_the_way(conditions: Conditions, offer: Offer) -> tuple[FixedTime, ...]:
    """The fixed times that can keep somebody from there: not those spent there; nor is a call in anything's way."""
    if offer.reach == "telephone":
        return ()
    return tuple(each for each in conditions.fixed_times if each.at is None or each.at != offer.service_id)


def _by_order(conditions: Conditions, offer: Offer) -> list[Reason]:
    curfew = conditions.curfew
    if curfew is None:
        return []
    if curfew.start is None or curfew.end is None:
        return [Reason("hours", UNKNOWN, "curfew_unread")]
    if not offer.schedule:
        return [Reason("hours", UNKNOWN, "no_schedule")]
    usual = _within(*free_time(curfew.start, curfew.end, conditions.travel_minutes), offer.schedule)
    if usual.status is not MET and (windows := windows_for(conditions, offer)):
        return [_approved(curfew, windows, conditions.travel_minutes, offer.schedule) or usual]
    return [usual]


def windows_for(conditions: Conditions, offer: Offer) -> tuple[Approved, ...]:
    """The approved hours that can be read and are for such an errand."""
    return tuple(
        each
        for each in conditions.approved
        if each.start is not None and each.end is not None and each.serves(offer.needs)
    )


def free_time(curfew_start: time, curfew_end: time, travel_minutes: float) -> tuple[float, float]:
    """From when, in minutes after midnight, and for how many minutes the person can be somewhere else.

    From the curfew's end plus the way there until its start minus the way back. Nothing is left where the way
    eats it all, or where the curfew starts when it ends and so lasts all day.
    """
    start, end = minutes_of(curfew_start), minutes_of(curfew_end)
    return end + travel_minutes, (start - end) % DAY - 2 * travel_minutes


def longest_visit(opening: Opening, begins: float, lasts: float) -> float | None:
    """The most minutes together that a block of opening hours leaves; None where it could not be read."""
    if opening.opens is None or opening.closes is None or not opening.days:
        return None
    opens, closes = minutes_of(opening.opens), minutes_of(opening.closes)
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


def _approved(
    curfew: Curfew, windows: tuple[Approved, ...], travel_minutes: float, schedule: tuple[Opening, ...]
) -> Reason | None:
    """The reason where approved hours leave enough together with the time that the curfew leaves; else none."""
    out = _out(curfew, windows)
    for opening in schedule:
        if opening.opens is None or opening.closes is None:
            continue
        opens, lasts = minutes_of(opening.opens), lasting(opening.opens, opening.closes)
        for day in (WEEK.index(day) for day in opening.days if day in WEEK):
            begins = day * DAY + opens
            for start, end in out:
                visit = min(begins + lasts, end - travel_minutes) - max(begins, start + travel_minutes)
                if visit >= ENOUGH:
                    return Reason("hours", MET, "open_in_approved_hours", {"purpose": windows[0].purpose})
    return None


@lru_cache(maxsize=1024)
def _out(curfew: Curfew, windows: tuple[Approved, ...]) -> Spans:
    """When the person may be away from home, in minutes of the week and the days around it; what touches is one."""
    assert curfew.start is not None
    assert curfew.end is not None
    free = (minutes_of(curfew.start) - minutes_of(curfew.end)) % DAY
    spans = [(day * DAY + minutes_of(curfew.end), free) for day in range(-2, 10)] if free else []
    for each in windows:
        assert each.start is not None
        assert each.end is not None
        starts = [WEEK.index(day) * DAY + minutes_of(each.start) for day in each.days if day in WEEK]
        lasts = lasting(each.start, each.end)
        spans += [(start + shift, lasts) for start in starts for shift in (-7 * DAY, 0, 7 * DAY)]
    merged: list[tuple[float, float]] = []
    for start, lasts in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], start + lasts)
        else:
            merged.append((start, start + lasts))
    return tuple(merged)


def _every_day(begins: float, lasts: float) -> Iterator[tuple[float, float]]:
    # A block ends on the next day at the latest; free time begins at noon of the next day at the latest.
    for shift in range(-3 * DAY, 3 * DAY, DAY):
        yield begins + shift, begins + shift + lasts


def _clock(minutes: float) -> str:
    whole = round(minutes) % DAY
    return f"{whole // 60:02}:{whole % 60:02}"
