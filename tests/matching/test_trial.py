"""Written cases, one a line."""

import json

import pytest

from agency.errors import InvalidError
from matching.trial import judge_cases
from matching.wording import english
from tests.matching.written import must

CASE = {
    "id": "c1",
    "on": "2026-11-21",
    "facts": {"identification": False},
    "service": {"state": "MD", "requirements": [must("identification", quote="bring ID")]},
    "expect": {"status": "eligible"},
}


def test_each_case_is_answered_with_words_and_source() -> None:
    [answer] = judge_cases([json.dumps(CASE)], english())

    assert answer == {
        "id": "c1",
        "status": "not_eligible",
        "reasons": [
            {
                "rule": "identification",
                "status": "not_met",
                "text": "Must have identification — has none yet.",
                "source": "“bring ID”, confirmed",
            }
        ],
        "would_qualify_if": ["identification"],
    }


def test_blank_lines_are_passed_over() -> None:
    assert list(judge_cases(["\n", "  \n"], english())) == []


def test_an_empty_case_is_a_service_of_which_nothing_is_known() -> None:
    [answer] = judge_cases(["{}"], english())

    assert (answer["id"], answer["status"]) == (None, "possible")


UNREAD: list[tuple[dict[str, object], list[str]]] = [
    ({"on": "2026-13-21"}, ["on"]),
    ({"on": None}, ["on"]),
    (
        {"facts": {"birth_date": "yesterday", "sober_since": "2026-02-30"}},
        ["facts.birth_date", "facts.sober_since"],
    ),
    ({"facts": {"veteran": "yes", "gender": " "}}, ["facts.veteran"]),
    (
        {"facts": {"offenses": {"arson": "no"}, "residence": {"city": 3}}},
        ["facts.offenses.arson", "facts.residence.city"],
    ),
    ({"facts": {"shoe_size": "12", "veteran": None}}, []),
    ({"conditions": {"curfew": {"from": "8 pm", "to": "06:00"}}}, ["conditions.curfew"]),
    (
        {"service": {"requirements": [must("veteran"), {"rule": "homeless", "mode": "should"}]}},
        ["service.requirements, 2"],
    ),
]


@pytest.mark.parametrize(("changed", "unread"), UNREAD)
def test_what_cannot_be_read_is_named_instead_of_taken_for_unsaid(
    changed: dict[str, object], unread: list[str]
) -> None:
    [answer] = judge_cases([json.dumps({**CASE, **changed})], english())

    assert answer.get("unread", []) == unread


@pytest.mark.parametrize("line", ["{", "not json", "[" * 200_000, "1" * 5000, "[]", "null", '"c1"'])
def test_a_line_that_is_no_case_is_named_by_its_number(line: str) -> None:
    with pytest.raises(InvalidError, match=r"^Line 3 is not "):
        list(judge_cases([json.dumps(CASE), "", line], english()))
