"""An officer's filters narrow the list, change no judgment and no rank, and hide nobody for want of a point."""

from datetime import date, time

import pytest

from matching.narrowing import open_at
from matching.offer import Opening
from resources.search.filters import Hour

TODAY = date(2026, 11, 21)
NINE_TO_FIVE = Opening(("MO", "TU"), time(9), time(17))
OVERNIGHT = Opening(("FR",), time(20), time(2))
UNREAD = Opening(("WE",), None, None)


@pytest.mark.parametrize(
    ("schedule", "day", "at", "is_open"),
    [
        ([NINE_TO_FIVE], "MO", "09:00", True),
        ([NINE_TO_FIVE], "MO", "17:00", False),
        ([NINE_TO_FIVE], "SA", "", False),
        ([NINE_TO_FIVE], "TU", "", True),
        ([OVERNIGHT], "FR", "23:00", True),
        ([OVERNIGHT], "SA", "01:59", True),
        ([OVERNIGHT], "FR", "01:00", False),
        ([], "MO", "09:00", None),
        ([UNREAD], "WE", "09:00", None),
        ([UNREAD], "WE", "", True),
        ([UNREAD], "TH", "09:00", False),
        ([UNREAD, NINE_TO_FIVE], "MO", "10:00", True),
    ],
)
def test_open_closed_or_not_known(
    schedule: list[Opening], day: str, at: str, *, is_open: bool | None
) -> None:
    assert open_at(schedule, Hour(day, at)) is is_open
