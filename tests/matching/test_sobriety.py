"""Days sober count from sober_since to the day of service."""

import pytest

from tests.matching.written import answer, must


@pytest.mark.parametrize(
    ("since", "expected"), [("2026-08-23", "met"), ("2026-08-24", "not_met"), ("2026-01-01", "met")]
)
def test_ninety_days_are_enough_on_the_ninetieth_day(since: str, expected: str) -> None:
    assert answer(must("sober_days", 90), sober_since=since) == expected


def test_must_be_sober_is_met_on_the_first_day() -> None:
    assert answer(must("sober_days", 0), sober_since="2026-11-21") == "met"


def test_sober_only_after_the_day_of_service_is_not_sober_then() -> None:
    assert answer(must("sober_days", 0), sober_since="2026-11-22") == "not_met"


def test_not_knowing_since_when_is_unknown() -> None:
    assert answer(must("sober_days", 0)) == "unknown"
    assert answer(must("sober_days", 0), sober_since=None) == "unknown"
    assert answer(must("sober_days", 0), on=None, sober_since="2020-01-01") == "unknown"


@pytest.mark.parametrize("value", ["90", True, None, [90]])
def test_days_that_are_no_whole_number_are_unknown(value: object) -> None:
    assert answer(must("sober_days", value), sober_since="2020-01-01") == "unknown"
