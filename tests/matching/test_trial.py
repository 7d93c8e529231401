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


@pytest.mark.parametrize("line", ["{", "not json", "[" * 200_000, "1" * 5000, "[]", "null", '"c1"'])
def test_a_line_that_is_no_case_is_named_by_its_number(line: str) -> None:
    with pytest.raises(InvalidError, match=r"^Line 3 is not "):
        list(judge_cases([json.dumps(CASE), "", line], english()))
