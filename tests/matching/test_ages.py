"""Ages count whole birthdays on the day of service."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ages import age_on
from tests.matching.written import answer, must


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-11-20", "not_met"), ("2026-11-21", "met"), ("2026-11-22", "met")]
)
def test_the_minimum_is_reached_on_the_birthday(on: str, expected: str) -> None:
    assert answer(must("minimum_age", 18), on=on, birth_date="2008-11-21") == expected


@pytest.mark.parametrize(
    ("on", "expected"), [("2033-11-20", "met"), ("2034-11-20", "met"), ("2034-11-21", "not_met")]
)
def test_the_maximum_is_inclusive_until_the_day_before_the_next_birthday(on: str, expected: str) -> None:
    assert answer(must("maximum_age", 25), on=on, birth_date="2008-11-21") == expected


@pytest.mark.parametrize(("on", "age"), [("2026-02-28", 17), ("2026-03-01", 18), ("2028-02-29", 20)])
def test_february_29_turns_on_march_1_in_other_years(on: str, age: int) -> None:
    assert age_on(date.fromisoformat(on), date(2008, 2, 29)) == age


def test_without_a_birth_date_the_age_is_unknown() -> None:
    assert answer(must("minimum_age", 18)) == "unknown"


def test_without_a_day_of_service_the_age_is_unknown() -> None:
    assert answer(must("minimum_age", 18), on=None, birth_date="1980-01-01") == "unknown"


@pytest.mark.parametrize("value", ["eighteen", True, None, [18], 17.5, {}])
def test_an_age_limit_that_is_no_whole_number_is_unknown(value: object) -> None:
    assert answer(must("minimum_age", value), birth_date="1980-01-01") == "unknown"
    assert answer(must("maximum_age", value), birth_date="1980-01-01") == "unknown"


@given(st.dates(), st.dates(max_value=date(2000, 1, 1)))
def test_a_day_later_nobody_is_younger(day: date, birth_date: date) -> None:
    assert age_on(date(9999, 12, 31), birth_date) >= age_on(day, birth_date)
    assert age_on(birth_date, birth_date) == 0
