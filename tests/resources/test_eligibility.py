"""The closed list of rules, and requirements as they are entered."""

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from resources.eligibility import VOCABULARY, Kind, Requirement, RequirementSchema, phrase

SOUND: dict[Kind, list[Any]] = {
    Kind.TRUE: [True],
    Kind.NUMBER: [0, 18],
    Kind.GENDER: ["female", "male"],
    Kind.TEXT: ["required", "Dept. of Social Services"],
    Kind.NAMES: [["Baltimore City", "Howard County"]],
    Kind.TEXT_OR_NAMES: ["Medicaid", ["Medicaid", "Medicare"]],
}
ODD: dict[Kind, list[Any]] = {
    Kind.TRUE: [False, "yes", 1, ["true"]],
    Kind.NUMBER: [-1, 17.5, "eighteen", True, [18], "٣"],
    Kind.GENDER: ["women", "other", True],
    Kind.TEXT: [5, True, ["DSS"]],
    Kind.NAMES: [[], [""], [5], ["Baltimore City", None], 5, True],
    Kind.TEXT_OR_NAMES: [[], [5], 5, True],
}
ALL = [(rule, mode) for rule, term in VOCABULARY.items() for mode in term.modes]


def refusal(raw: object) -> dict[str, Any]:
    with pytest.raises(ValidationError) as refused:
        RequirementSchema().load(raw)  # type: ignore[arg-type]
    return refused.value.messages_dict


@pytest.mark.parametrize(("rule", "mode"), ALL)
def test_each_rule_takes_its_own_values_and_no_others(rule: str, mode: str) -> None:
    kind = VOCABULARY[rule].kind
    for value in SOUND[kind]:
        requirement = RequirementSchema().load({"rule": rule, "mode": mode, "value": value})
        assert requirement.value == (tuple(value) if isinstance(value, list) else value)
    for value in ODD[kind]:
        assert list(refusal({"rule": rule, "mode": mode, "value": value})) == ["value"]


@pytest.mark.parametrize(("rule", "term"), VOCABULARY.items())
def test_each_rule_takes_its_own_modes_and_no_others(rule: str, term: Any) -> None:
    for mode in {"must", "cannot", "accepts"} - set(term.modes):
        raw = {"rule": rule, "mode": mode, "value": SOUND[term.kind][0]}
        assert refusal(raw) == {"mode": [f"This rule can only be: {', '.join(term.modes)}."]}


@pytest.mark.parametrize(
    ("rule", "modes"),
    [
        ("minimum_age", ("must",)),
        ("substance_use", ("must", "cannot")),
        ("other", ("must", "cannot")),
        ("sex_offense", ("cannot",)),
        ("medication", ("cannot",)),
        ("accepts_arson", ("accepts",)),
    ],
)
def test_the_modes_are_those_of_the_vocabulary(rule: str, modes: tuple[str, ...]) -> None:
    assert VOCABULARY[rule].modes == modes


def test_the_list_of_rules_is_closed() -> None:
    assert len(VOCABULARY) == 35
    assert refusal({"rule": "astrology", "mode": "must", "value": True}) == {
        "rule": ["This is not a rule we know."]
    }


def test_an_unknown_field_is_refused() -> None:
    raw = {"rule": "veteran", "mode": "must", "value": True, "note": "ask Dana"}

    assert refusal(raw) == {"note": ["Unknown field."]}


@pytest.mark.parametrize("missing", ["rule", "mode", "value"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_rule_mode_and_value_must_be_stated(missing: str, blank: object) -> None:
    raw: dict[str, object] = {"rule": "referral", "mode": "must", "value": "required"}

    assert list(refusal(raw | {missing: blank})) == [missing]


@pytest.mark.parametrize(
    ("field", "value"),
    [("basis", "whim"), ("alt", "1a"), ("alt", "aa1"), ("confirmed_on", "soon"), ("value", {})],
)
def test_a_mistake_is_told_beside_its_field(field: str, value: object) -> None:
    raw: dict[str, object] = {"rule": "referral", "mode": "must", "value": "required"}

    assert list(refusal(raw | {field: value})) == [field]


@pytest.mark.parametrize(
    ("rule", "entered", "kept"),
    [("minimum_age", "18", 18), ("veteran", "true", True), ("residence", "Kent County", ("Kent County",))],
)
def test_what_a_form_sends_as_words_is_kept_in_the_shape_of_its_rule(
    rule: str, entered: str, kept: object
) -> None:
    assert RequirementSchema().load({"rule": rule, "mode": "must", "value": entered}).value == kept


def test_a_requirement_is_unconfirmed_until_a_person_accepts_it() -> None:
    assert RequirementSchema().load({"rule": "veteran", "mode": "must", "value": True}) == Requirement(
        rule="veteran", mode="must", confirmed=False
    )


def test_the_words_it_rests_on_ride_along() -> None:
    requirement = Requirement(
        rule="residence",
        mode="must",
        value=("Baltimore City",),
        confirmed=True,
        basis="funding",
        alt="a10",
        part="classes",
        quote="Baltimore City residents",
        source="the provider's page",
        confirmed_by="Dana Example with the front desk",
        confirmed_on=date(2026, 11, 2),
    )

    written = RequirementSchema().dump(requirement)

    assert written["value"] == ["Baltimore City"]
    assert RequirementSchema().load(written) == requirement


@pytest.mark.parametrize(
    ("rule", "mode", "value", "says"),
    [
        ("minimum_age", "must", 18, "Must be 18 or older"),
        ("sober_days", "must", 0, "Must be sober"),
        ("sober_days", "must", 90, "Must be sober 90 days or more"),
        ("gender", "must", "female", "For women only"),
        ("referral", "must", "required", "Must have a referral"),
        ("referral", "must", "DSS", "Must be referred by DSS"),
        ("residence", "must", ("Howard County", "Virginia"), "Must live in Howard County or Virginia"),
        ("substance_use", "cannot", True, "No one with a substance-use need"),
        ("other", "cannot", "children", "Not for: children"),
        ("accepts_arson", "accepts", True, "Accepts people with an arson offense"),
        ("astrology", "must", True, "A rule this service cannot read: “astrology”"),
    ],
)
def test_a_requirement_reads_as_what_the_provider_asks(rule: str, mode: str, value: Any, says: str) -> None:
    assert phrase(Requirement(rule=rule, mode=mode, value=value), str) == says


def test_no_requirement_reads_as_an_empty_phrase() -> None:
    phrases = {phrase(Requirement(rule=rule, mode=mode), str) for rule, mode in ALL}

    assert len(phrases) == len(ALL)
