"""How a date and a moment are written."""

from datetime import UTC, date, datetime

import pytest

from agency import dates


@pytest.mark.parametrize("value", [date(2027, 2, 14), "2027-02-14"])
def test_a_date_is_written_as_americans_do(value: date | str) -> None:
    assert dates.day(value) == "Feb 14, 2027"


@pytest.mark.parametrize("value", [None, ""])
def test_no_date_is_written_as_nothing(value: str | None) -> None:
    assert dates.day(value) == ""


def test_a_day_of_each_year_may_be_the_leap_day() -> None:
    assert dates.month_day("02-29") == "Feb 29"


def test_a_moment_is_told_by_the_clock_of_the_office() -> None:
    moment = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)

    # Babel sets a narrow no-break space before AM and PM.
    assert dates.moment(moment, "America/New_York").replace("\u202f", " ") == "Nov 20, 2026, 10:30 PM"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (180, "6 months"),
        (365, "12 months"),
        (730, "2 years"),
        (1080, "2 years"),
        (2220, "6 years"),
        (40_000, "109 years"),
    ],
)
def test_a_span_is_told_in_the_unit_people_use(days: int, told: str) -> None:
    assert dates.span(days) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 20), "yesterday"),
        (date(2026, 11, 9), "12 days ago"),
        (date(2026, 5, 20), "6 months ago"),
        (date(2020, 11, 1), "6 years ago"),
        (date(2026, 12, 1), "on Dec 1, 2026"),
    ],
)
def test_how_long_ago_a_day_was_is_told_as_people_say_it(value: date, told: str) -> None:
    assert dates.ago(value, date(2026, 11, 21)) == told


def test_a_day_begins_by_the_clock_of_the_office() -> None:
    assert dates.begins(date(2026, 11, 21), "America/New_York") == datetime(2026, 11, 21, 5, tzinfo=UTC)
