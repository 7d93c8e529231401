"""What stands in a form is read back as the value it came from; whoever touched nothing changes nothing."""

from typing import Any

import pytest

from resources.changes.boxes import Grid, fields_on
from resources.changes.meeting import Meeting, met
from resources.changes.typed import differing, flat, sent, value, written
from resources.changes.wording import lines

RULE = {
    "rule": "residence",
    "mode": "must",
    "value": ["Allegany", "Garrett"],
    "quote": "",
    "basis": "",
    "alt": "",
    "part": "",
    "confirmed_by": "",
    "confirmed_on": None,
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cost_cents", 12_050),
        ("cost_cents", 0),
        ("cost_cents", None),
        ("residential", None),
        ("residential", False),
        ("open_to_all", True),
        ("closed_until", "2027-01-04"),
        ("languages", ["Spanish", "French"]),
        ("requirements", [RULE]),
        ("requirements", [RULE | {"rule": "veteran", "value": True}]),
        ("requirements", [RULE | {"rule": "insurance", "value": "Medicaid"}]),
        ("needs", [{"need": "jobs", "main": False}]),
        (
            "schedules",
            [
                {
                    "byday": "MO,WE",
                    "opens_at": "09:00",
                    "closes_at": "17:00",
                    "description": "",
                    "location_id": None,
                }
            ],
        ),
    ],
)
def test_a_value_goes_through_the_form_and_back(name: str, said: Any) -> None:
    typed = written("service", _service(**{name: said}))
    form = {
        key: each if isinstance(each, list) else [each] for key, each in flat(typed).items() if each != ""
    }

    assert value("service", name, sent("service", form)[name]) == said


def _service(**more: Any) -> dict[str, Any]:
    return {each.name: [] if isinstance(each, Grid) else None for each in fields_on("service")} | more


def test_a_row_that_is_taken_away_is_none_and_empty_ones_are_dropped_when_all_is_done() -> None:
    form = {
        "phones.0.number": ["1"],
        "phones.2.number": ["2"],
        "phones.3.number": [""],
        "phones.3.type": ["voice"],
    }

    numbers = [row["number"] for row in sent("service", form, "phones.0")["phones"]]
    filling_in = [row["number"] for row in sent("service", form, blanks=True)["phones"]]

    assert (numbers, filling_in) == (["2"], ["1", "2", ""])


def test_how_a_browser_breaks_lines_is_no_change() -> None:
    assert differing({"a": "one\r\ntwo ", "b": "x"}, {"a": "one\ntwo", "b": "y"}) == ["b"]


@pytest.mark.parametrize(
    ("now", "typed", "expected"),
    [
        ({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, Meeting(("a",), (), ())),
        ({"a": "1", "b": "3"}, {"a": "2", "b": "1"}, Meeting(("a",), ("b",), ())),
        ({"a": "3", "b": "1"}, {"a": "2", "b": "1"}, Meeting(("a",), (), ("a",))),
        ({"a": "2", "b": "1"}, {"a": "2", "b": "1"}, Meeting((), (), ())),
    ],
)
def test_two_meet_only_where_they_want_different_things(
    now: dict[str, str], typed: dict[str, str], expected: Meeting
) -> None:
    assert met({"a": "1", "b": "1"}, now, typed) == expected


def test_what_the_form_cannot_show_meets_any_change() -> None:
    opened: dict[str, Any] = {"addresses": []}
    typed = {"addresses": [{"city": "Rockville"}]}

    assert met(opened, opened, typed).both == ()
    assert met(opened, opened, typed, frozenset(("addresses",))).both == ("addresses",)


@pytest.mark.parametrize(
    ("subject", "name", "said", "words"),
    [
        ("service", "cost_cents", 12_050, ["$120.50"]),
        ("service", "cost_cents", None, []),
        ("service", "residential", False, ["no"]),
        ("service", "status", "defunct", ["Closed for good"]),
        ("service", "season_from", "02-29", ["Feb 29"]),
        ("service", "closed_until", "2027-01-04", ["Jan 4, 2027"]),
        ("service", "requirements", [RULE], ["Must live in Allegany or Garrett"]),
        ("service", "needs", [{"need": "jobs", "main": True}], ["Jobs, what the service is for"]),
        ("service", "at_locations", [{"location_id": "7", "description": ""}], ["The hall"]),
        (
            "location",
            "point",
            {"latitude": 39.1, "longitude": -76.2},
            ["39.10000, -76.20000 (put there by hand)"],
        ),
    ],
)
def test_a_value_in_words(subject: str, name: str, said: Any, words: list[str]) -> None:
    assert lines(subject, name, said, {"7": "The hall"}) == words
