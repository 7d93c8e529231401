"""What cannot be read is unknown; nothing stops the reading."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given

from matching import lenient
from matching.case import read_case
from tests.matching.strategies import ODD


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("09:00", time(9)), ("9:05", time(9, 5)), (" 09:00:59 ", time(9)), ("24:00", time(0)), ("24:01", None)],
)
def test_a_time_is_read_as_hours_and_minutes(raw: str, expected: time | None) -> None:
    assert lenient.moment(raw) == expected


@pytest.mark.parametrize("raw", ["25:00", "09:60", "9", "nine", "", None, 9, "09:00-17:00", "٠٩:٠٠"])
def test_anything_else_is_no_time(raw: object) -> None:
    assert lenient.moment(raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        ("2027-02-29", None),
        ("11/21/2026", None),
        (20261121, None),
        (None, None),
    ],
)
def test_a_date_must_exist(raw: object, expected: date | None) -> None:
    assert lenient.day(raw) == expected


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), 10**400, -1, True, "5", None, []])
def test_a_number_must_be_a_finite_one_within_limits(raw: object) -> None:
    assert lenient.number(raw) is None


def test_a_whole_number_is_whole_however_written() -> None:
    assert type(lenient.number(18.0)) is int


def test_a_list_with_something_else_in_it_is_not_known() -> None:
    assert lenient.names(["Medicaid", 5]) is None
    assert lenient.names(["Medicaid", None, ""]) == ("Medicaid",)
    assert lenient.names([]) == ()


@given(ODD, ODD, ODD, ODD)
def test_a_case_of_any_shape_is_read(facts: Any, conditions: Any, service: Any, on: Any) -> None:
    case = read_case({"facts": facts, "conditions": conditions, "service": service, "on": on})

    assert case.facts.offenses.sex_offense is None
    assert case.offer.residential is False
