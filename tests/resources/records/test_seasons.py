"""A season comes every year, may run over New Year, and says nothing where half of it is missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.records.seasons import Season, in_any_year, is_month_day, season_of

MONTH_DAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"{day:%m-%d}")


@pytest.mark.parametrize(
    ("first", "last", "day", "holds"),
    [
        ("11-01", "03-31", date(2026, 11, 1), True),
        ("11-01", "03-31", date(2026, 12, 31), True),
        ("11-01", "03-31", date(2027, 1, 1), True),
        ("11-01", "03-31", date(2027, 3, 31), True),
        ("11-01", "03-31", date(2027, 4, 1), False),
        ("11-01", "03-31", date(2026, 10, 31), False),
        ("06-15", "08-31", date(2027, 6, 15), True),
        ("06-15", "08-31", date(2027, 9, 1), False),
        ("02-29", "02-29", date(2028, 2, 29), True),
    ],
)
def test_a_day_lies_in_a_season_or_not(first: str, last: str, day: date, holds: bool) -> None:
    assert Season(first, last).holds(day) is holds


@given(MONTH_DAYS, MONTH_DAYS, st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_is_in_a_season_or_in_the_rest_of_the_year(first: str, last: str, day: date) -> None:
    after = f"{in_any_year(last) + timedelta(days=1):%m-%d}"
    before = f"{in_any_year(first) - timedelta(days=1):%m-%d}"
    whole_year = after == first

    assert Season(first, last).holds(day) is not (not whole_year and Season(after, before).holds(day))


@pytest.mark.parametrize(
    ("first", "last"), [("", ""), ("11-01", ""), ("", "03-31"), ("02-30", "03-31"), ("11-01", "x")]
)
def test_half_a_season_is_none(first: str, last: str) -> None:
    assert season_of(first, last) is None


@pytest.mark.parametrize("text", ["1-1", "13-01", "02-30", "11-01 ", "1101", "\u0661\u0661-01-01"])
def test_what_is_no_day_of_a_year(text: str) -> None:
    assert not is_month_day(text)
