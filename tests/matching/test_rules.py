"""Which fact answers which requirement."""

import pytest

from matching.rules import OTHER_RULES, YES_OR_NO_FACTS
from resources.eligibility import VOCABULARY
from tests.matching.written import accepts, answer, cannot, judged, must, reasons

FACT_OF = {
    "employed_or_able_to_work": "able_to_work",
    "citizenship_or_work_authorization": "i9_documents",
}
OFFENSES = ("sex_offense", "violent_offense", "arson", "felony", "pending_charges")
PLAIN = sorted(set(YES_OR_NO_FACTS) - set(OFFENSES) - {"lifetime_registry"})


@pytest.mark.parametrize("rule", PLAIN)
def test_must_wants_the_fact_true_and_cannot_wants_it_false(rule: str) -> None:
    fact = FACT_OF.get(rule, rule)

    assert [answer(must(rule), **{fact: value}) for value in (True, False, None)] == [
        "met",
        "not_met",
        "unknown",
    ]
    assert [answer(cannot(rule), **{fact: value}) for value in (True, False, None)] == [
        "not_met",
        "met",
        "unknown",
    ]


@pytest.mark.parametrize("rule", OFFENSES)
def test_an_offense_is_looked_up_among_the_offenses(rule: str) -> None:
    known = [answer(cannot(rule), offenses={rule: value}) for value in (True, False, None)]

    assert known == ["not_met", "met", "unknown"]
    assert answer(cannot(rule)) == "unknown"
    assert answer(cannot(rule), offenses=None) == "unknown"


def test_surviving_domestic_violence_is_not_the_offense() -> None:
    assert answer(must("domestic_violence"), offenses={"domestic_violence": True}) == "unknown"
    assert answer(must("domestic_violence"), domestic_violence=True) == "met"


@pytest.mark.parametrize(
    ("registry", "expected"),
    [
        ("lifetime", "not_met"),
        ("Lifetime", "not_met"),
        ("none", "met"),
        ("registered", "met"),
        (None, "unknown"),
    ],
)
def test_only_the_registry_for_life_excludes(registry: str | None, expected: str) -> None:
    assert answer(cannot("lifetime_registry"), registry=registry) == expected


@pytest.mark.parametrize(
    ("gender", "expected"),
    [("female", "met"), ("FEMALE", "met"), ("male", "not_met"), ("other", "unknown"), (None, "unknown")],
)
def test_gender_is_equal_or_not_and_other_is_asked(gender: str | None, expected: str) -> None:
    assert answer(must("gender", "female"), gender=gender) == expected


@pytest.mark.parametrize("value", ["Female", " FEMALE "])
def test_the_gender_asked_for_is_read_whatever_its_case(value: str) -> None:
    assert answer(must("gender", value), gender="female") == "met"
    assert answer(must("gender", value), gender="male") == "not_met"


@pytest.mark.parametrize("value", ["women", None, True, ["female"]])
def test_a_gender_outside_the_vocabulary_is_unknown(value: object) -> None:
    assert answer(must("gender", value), gender="male") == "unknown"


def test_everyone_here_is_justice_involved() -> None:
    assert answer(must("justice_involved")) == "met"


@pytest.mark.parametrize("requirement", [must("other", "orientation"), cannot("other", "orientation")])
def test_other_is_asked(requirement: dict[str, object]) -> None:
    assert answer(requirement) == "unknown"


def test_acceptance_gives_no_reason_of_its_own() -> None:
    assert judged(accepts("felony"), accepts("arson", confirmed=False)).reasons == ()
    assert judged(accepts("felony") | {"rule": "Accepts_Pets"}).reasons == ()


@pytest.mark.parametrize("rule", ["astrology", "Veterans", ""])
def test_a_rule_not_listed_is_unknown(rule: str) -> None:
    assert answer(must(rule), veteran=True) == "unknown"


def test_a_rule_not_listed_keeps_its_name() -> None:
    assert reasons(judged(must("astrology"))) == [("astrology", "unknown")]


def test_the_words_of_a_requirement_ignore_case_and_spaces() -> None:
    assert reasons(judged(must(" Veteran", mode="MUST "), facts={"veteran": False})) == [
        ("veteran", "not_met")
    ]


@pytest.mark.parametrize("mode", [None, "should", "accepts", 5, ""])
def test_a_mode_that_cannot_be_read_is_unknown(mode: object) -> None:
    assert answer(must("veteran", mode=mode), veteran=True) == "unknown"
    assert answer(must("minimum_age", 18, mode=mode), birth_date="1980-01-01") == "unknown"


@pytest.mark.parametrize("value", [False, "yes", 5, [], {}])
def test_a_value_that_is_not_true_is_unknown(value: object) -> None:
    assert answer(must("veteran", value), veteran=True) == "unknown"


@pytest.mark.parametrize("fact", ["yes", 1, 0, [], {}, "no"])
def test_a_fact_that_is_neither_true_nor_false_is_unknown(fact: object) -> None:
    assert answer(must("veteran"), veteran=fact) == "unknown"


def test_a_null_value_is_as_absent() -> None:
    assert answer(must("veteran", None), veteran=True) == "met"


class TestWhatNobodyConfirmed:
    @pytest.mark.parametrize("confirmed", [False, None, "yes", 1])
    def test_not_met_counts_as_unknown(self, confirmed: object) -> None:
        assert answer(must("veteran", confirmed=confirmed), veteran=False) == "unknown"

    def test_met_stays_met(self) -> None:
        assert answer(must("veteran", confirmed=False), veteran=True) == "met"

    def test_the_reason_says_why(self) -> None:
        [reason] = judged(must("veteran", confirmed=False), facts={"veteran": False}).reasons

        assert (reason.caveat, reason.code) == ("unconfirmed", "no")


class TestWhatMayBeUnlawful:
    @pytest.mark.parametrize("confirmed", [True, False])
    def test_not_met_counts_as_unknown_even_when_confirmed(self, confirmed: bool) -> None:
        requirement = must("language", ["English"], basis="Doubtful", confirmed=confirmed)

        [reason] = judged(requirement, facts={"languages": ["Spanish"]}).reasons

        assert (reason.status, reason.caveat) == ("unknown", "doubtful")

    @pytest.mark.parametrize("basis", ["statute", "funding", "stated_policy", None, "whim"])
    def test_any_other_basis_excludes(self, basis: str | None) -> None:
        assert answer(must("veteran", basis=basis), veteran=False) == "not_met"


def test_every_rule_of_the_vocabulary_has_its_answer() -> None:
    answered = {*YES_OR_NO_FACTS, *(rule for rule, _ in OTHER_RULES)}

    assert answered == {rule for rule in VOCABULARY if not rule.startswith("accepts_")}
