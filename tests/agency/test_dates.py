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
