"""Why a record is called about now reads as one says it to a colleague."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from resources.upkeep.budget import USUAL_CLOCKS
from resources.upkeep.due import Standing
from resources.upkeep.pace import Pace
from resources.upkeep.why import why

TODAY = date(2026, 11, 21)
PACE = Pace(4, 7, 12)
KEY = UUID(int=1)


def _ago(days: int) -> date:
    return TODAY - timedelta(days)


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing(KEY), "Never verified"),
        (
            Standing(KEY, verified=_ago(2220), overdue_part="phone", overdue_days=2190),
            "Phone last confirmed 6 years ago; due every 30 days",
        ),
        (
            Standing(KEY, plans=1, verified=_ago(200), overdue_part="cost", overdue_days=20),
            "Cost last confirmed 7 months ago; due every 6 months",
        ),
        (Standing(KEY, verified=_ago(400)), "Last verified 13 months ago; its turn has come"),
        (Standing(KEY, verified=_ago(20)), "Not due yet"),
        (Standing(KEY, next_try=TODAY), "To be tried again today"),
        (Standing(KEY, next_try=_ago(1)), "To be tried again since Nov 20, 2026"),
        (Standing(KEY, next_try=TODAY + timedelta(10)), "Wait until Dec 1, 2026"),
        (Standing(KEY, called_at=datetime(2026, 11, 20, tzinfo=UTC)), "Called in the last week"),
    ],
)
def test_the_reason_is_a_sentence_without_a_count_of_thousands_of_days(standing: Standing, told: str) -> None:
    assert why(standing, PACE, USUAL_CLOCKS, TODAY) == told
