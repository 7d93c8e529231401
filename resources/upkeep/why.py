"""Why a record is called about now, said as one says it to a colleague."""

from collections.abc import Mapping
from datetime import date, timedelta

from agency.dates import ago, day, span
from resources.upkeep.calls import PARTS
from resources.upkeep.due import Standing
from resources.upkeep.pace import Pace


def why(each: Standing, pace: Pace, clocks: Mapping[str, int], today: date) -> str:
    """The reason for a record's place in the queue; clocks: the days after which each part is asked about again."""
    if each.is_to_try_again(today) and each.next_try:
        since = "today" if each.next_try == today else f"since {day(each.next_try)}"
        return f"To be tried again {since}"
    if each.rests(today):
        return f"Wait until {day(each.next_try)}" if each.next_try else "Called in the last week"
    if each.verified is None:
        return "Never verified"
    if not each.is_due(pace, today):
        return "Not due yet"
    return _overdue(each, clocks, today) or f"Last verified {ago(each.verified, today)}; its turn has come"


def _overdue(each: Standing, clocks: Mapping[str, int], today: date) -> str:
    if each.overdue_part not in clocks:
        return ""
    clock = clocks[each.overdue_part]
    confirmed = ago(today - timedelta(clock + each.overdue_days), today)
    return (
        f"{PARTS[each.overdue_part]} last confirmed {confirmed}; due every {span(clock).removeprefix('1 ')}"
    )
