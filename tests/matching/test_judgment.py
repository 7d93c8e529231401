"""One service judged for one person: status, reasons, and what would make it fit."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from matching.case import read_case
from matching.judgment import Judgment, judge
from tests.matching.strategies import CASES, REQUIREMENTS, odd_cases
from tests.matching.written import accepts, cannot, judged, must, reasons

Raw = dict[str, Any]
ADULT = must("minimum_age", 18)
LACKING: Raw = {
    "identification": False,
    "referral": False,
    "insurance": [],
    "sober_since": "2026-11-01",
    "veteran": False,
    "homeless": True,
    "open_warrant": True,
}


def judge_raw(raw: Raw) -> Judgment:
    case = read_case(raw)
    return judge(case.facts, case.conditions, case.offer, case.on)


class TestStatus:
    def test_nothing_against_it_is_eligible(self) -> None:
        assert judged(ADULT, facts={"birth_date": "1980-01-01"}).status == "eligible"

    def test_anything_unknown_is_possible(self) -> None:
        assert judged(ADULT, must("veteran"), facts={"birth_date": "1980-01-01"}).status == "possible"

    def test_anything_not_met_is_not_eligible_with_all_reasons_at_once(self) -> None:
        found = judged(ADULT, must("veteran"), must("homeless"), facts={"veteran": False, "homeless": False})

        assert found.status == "not_eligible"
        assert reasons(found) == [("homeless", "not_met"), ("minimum_age", "unknown"), ("veteran", "not_met")]


class TestWithheld:
    @pytest.mark.parametrize(
        ("facts", "conditions"),
        [({"offenses": {"domestic_violence": True}}, {}), ({}, {"no_contact": True})],
    )
    def test_survivors_services_are_withheld_without_reasons(self, facts: Raw, conditions: Raw) -> None:
        found = judged(ADULT, facts=facts, conditions=conditions, victim_services=True, residential=True)

        assert found == Judgment(found.status)
        assert found.status == "withheld"

    @pytest.mark.parametrize(
        "facts", [{}, {"offenses": {"domestic_violence": False}}, {"domestic_violence": True}]
    )
    def test_they_are_not_withheld_from_others(self, facts: Raw) -> None:
        assert (
            judged(facts=facts, conditions={"no_contact": False}, victim_services=True).status == "eligible"
        )

    @pytest.mark.parametrize("victim_services", [False, None])
    def test_other_services_are_not_withheld(self, victim_services: bool | None) -> None:
        found = judged(facts={"offenses": {"domestic_violence": True}}, victim_services=victim_services)

        assert found.status == "eligible"


class TestWouldQualifyIf:
    def test_what_a_person_can_change_is_named(self) -> None:
        found = judged(
            must("identification"),
            must("referral", "DSS"),
            must("insurance", "Medicaid"),
            must("insurance", "Medicare"),
            must("sober_days", 90),
            must("homeless"),
            facts=LACKING,
        )

        assert found.would_qualify_if == {"identification", "referral", "insurance", "sober_days"}

    @pytest.mark.parametrize("fixed", [must("veteran"), cannot("open_warrant")])
    def test_nothing_is_named_where_no_change_would_do(self, fixed: Raw) -> None:
        found = judged(must("identification"), fixed, facts=LACKING)

        assert found.would_qualify_if == frozenset()

    def test_conditions_cannot_be_changed(self) -> None:
        found = judged(
            must("identification"),
            facts=LACKING,
            conditions={"curfew": {"from": "20:00", "to": "06:00"}},
            schedule=[{"days": ["MO"], "opens": "22:00", "closes": "23:30"}],
        )

        assert (found.status, found.would_qualify_if) == ("not_eligible", frozenset())

    def test_what_is_only_unknown_is_not_named(self) -> None:
        assert judged(must("identification")).would_qualify_if == frozenset()
        assert judged(must("identification", confirmed=False), facts=LACKING).would_qualify_if == frozenset()


class TestPart:
    def test_a_requirement_of_one_part_decides_nothing_and_gives_no_reason(self) -> None:
        found = judged(must("veteran", part="classes"), facts=LACKING)

        assert (found.status, found.reasons) == ("eligible", ())

    @pytest.mark.parametrize("part", [None, "", " "])
    def test_without_the_name_of_a_part_it_binds_everyone(self, part: str | None) -> None:
        assert judged(must("veteran", part=part), facts=LACKING).status == "not_eligible"

    def test_a_part_that_cannot_be_read_is_asked(self) -> None:
        assert reasons(judged(must("veteran", part=5), facts=LACKING)) == [("veteran", "unknown")]


def test_a_null_requirement_is_as_absent() -> None:
    assert judged(None, must("justice_involved")).status == "eligible"


@pytest.mark.parametrize("odd", ["men only", 5, {}, ["minimum_age"]])
def test_a_requirement_that_cannot_be_read_is_asked(odd: object) -> None:
    assert reasons(judged(odd)) == [("other", "unknown")]


def test_the_labeled_cases_come_out_as_labeled(shared: Path) -> None:
    lines = (shared / "data/labels/cases_dev.jsonl").read_text(encoding="utf-8").splitlines()

    wrong = []
    for raw in map(json.loads, lines):
        found, expected = judge_raw(raw), raw["expect"]
        answer = (
            found.status.value,
            [list(reason) for reason in reasons(found)],
            sorted(found.would_qualify_if),
        )
        if answer != (expected["status"], expected["reasons"], sorted(expected["would_qualify_if"])):
            wrong.append(raw["id"])

    assert (len(lines), wrong) == (200, [])


@given(odd_cases())
def test_no_value_however_odd_stops_the_judgment(raw: Raw) -> None:
    found = judge_raw(raw)

    assert found.status in ("eligible", "possible", "not_eligible", "withheld")


@given(CASES)
def test_other_keys_change_nothing(raw: Raw) -> None:
    more = {key: value | {"note": "x"} if isinstance(value, dict) else value for key, value in raw.items()}

    assert judge_raw(more | {"expect": {"status": "eligible"}}) == judge_raw(raw)


@given(CASES)
def test_a_null_is_as_absent(raw: Raw) -> None:
    unknown = dict.fromkeys(("gender", "veteran", "offenses", "residence", "insurance", "birth_date"))
    service = dict.fromkeys(("place", "schedule", "residential", "open_to_all"))
    with_nulls = raw | {"facts": unknown | raw["facts"], "service": service | raw["service"]}

    assert judge_raw(with_nulls) == judge_raw(raw)


@given(CASES, REQUIREMENTS)
def test_one_more_requirement_never_turns_a_no_into_a_yes(raw: Raw, extra: Raw) -> None:
    plain = {key: value for key, value in extra.items() if key != "alt"}
    service = raw["service"] | {"requirements": [*raw["service"]["requirements"], plain]}

    before, after = judge_raw(raw), judge_raw(raw | {"service": service})

    assert before.status != "not_eligible" or after.status == "not_eligible"


@given(CASES)
def test_learning_a_fact_never_undoes_an_answer(raw: Raw) -> None:
    """What is met or not met of a person hardly known stays so, whatever else is learned."""
    hardly_known = judge_raw(raw | {"facts": {"gender": raw["facts"].get("gender")}})

    known = judge_raw(raw)

    assert known.status == "withheld" or settled(hardly_known) <= settled(known)


def settled(judgment: Judgment) -> set[tuple[object, ...]]:
    """The requirements that are answered for good, with the answer."""
    return {
        (reason.requirement, reason.status)
        for reason in judgment.reasons
        if reason.requirement and reason.requirement.rule == reason.rule and reason.status != "unknown"
    }


def test_the_order_of_requirements_does_not_matter() -> None:
    items = [ADULT, cannot("arson"), must("veteran", alt="a1"), must("homeless", alt="a2"), accepts("felony")]

    forward, backward = judged(*items, residential=True), judged(*reversed(items), residential=True)

    assert (forward.status, reasons(forward)) == (backward.status, reasons(backward))
