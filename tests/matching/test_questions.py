"""Open facts become a few questions; what may harm by being asked is never among them."""

from collections import Counter
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given

from matching.answers import UNKNOWN
from matching.case import read_case
from matching.conditions import Conditions
from matching.facts import Facts, Offenses, Residence
from matching.judgment import judge
from matching.offer import Offer
from matching.questions import MOST, open_rules, questions
from matching.topics import TOPICS
from matching.wording import english
from resources.eligibility import VOCABULARY, Kind, Requirement, Value
from tests.matching.strategies import CASES, Raw

TODAY = date(2026, 11, 21)
# Why a fact is never asked for the sake of the list.
HARMS = (
    "HIV",
    "violence suffered",
    "immigration",
    "pregnancy",
    "diagnosis",
    "gender identity",
)
# Every fact that matching may know of a person, the rules that ask for it, and why it is asked for, or what its asking
# would touch on. Where no rule asks for it there is nothing to decide by it.
FACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "birth_date": (("minimum_age", "maximum_age"), "stands on every order"),
    "gender": (("gender",), "gender identity"),
    "veteran": (("veteran",), "a record of service, with rights of its own"),
    "homeless": (("homeless",), "where to sleep is the first question of any plan"),
    "disability": (("disability",), "diagnosis"),
    "low_income": (("low_income",), "every benefit asks it"),
    "pregnant_or_parenting": (("pregnant_or_parenting",), "pregnancy"),
    "substance_use": (("substance_use",), "diagnosis"),
    "mental_illness": (("mental_illness",), "diagnosis"),
    "hiv": (("hiv",), "HIV"),
    "domestic_violence": (("domestic_violence",), "violence suffered"),
    "identification": (("identification",), "a document at hand"),
    "able_to_work": (("employed_or_able_to_work",), "whether, never why not"),
    "high_school_diploma": (("high_school_diploma",), "a document at hand"),
    "i9_documents": (("citizenship_or_work_authorization",), "immigration"),
    "open_warrant": (("open_warrant",), "comes before any other work"),
    "registry": (("lifetime_registry",), "a public record"),
    "sober_since": (("sober_days",), "a date that the person or a program gives, and no treatment"),
    "residence.city": (("residence",), "the address of the plan"),
    "residence.county": (("residence",), "the address of the plan"),
    "residence.state": (("residence",), "the address of the plan"),
    "referral": (("referral",), "what the officer does"),
    "insurance": (("insurance",), "a card at hand"),
    "languages": (("language",), "how to speak with the person"),
    "medication": (("medication",), "diagnosis"),
    "offenses.sex_offense": (("sex_offense",), "stands in the case record"),
    "offenses.violent_offense": (("violent_offense",), "stands in the case record"),
    "offenses.arson": (("arson",), "stands in the case record"),
    "offenses.felony": (("felony",), "stands in the case record"),
    "offenses.pending_charges": (("pending_charges",), "stands in the case record"),
    "offenses.domestic_violence": ((), "no rule asks for it; it withholds survivors' services"),
}
NEVER_ASKED = frozenset(rule for rules, why in FACTS.values() if why in HARMS for rule in rules)
PARTED = {"offenses": Offenses, "residence": Residence}
EVERY_FACT = frozenset(
    f"{fact.name}.{part.name}" if part else fact.name
    for fact in fields(Facts)
    for part in (fields(PARTED[fact.name]) if fact.name in PARTED else (None,))
)


MODES = {rule: sorted({*term.modes} - {"accepts"}) for rule, term in VOCABULARY.items()}


def of(rule: str, mode: str, alt: str | None = None) -> Requirement:
    """A confirmed requirement of a rule, with a value that fits it."""
    values: dict[Kind, Value] = {
        Kind.TRUE: True,
        Kind.NUMBER: 21,
        Kind.GENDER: "female",
        Kind.NAMES: ("Anywhere",),
        Kind.TEXT: "required",
        Kind.TEXT_OR_NAMES: ("Medicaid",),
    }
    return Requirement(rule=rule, mode=mode, value=values[VOCABULARY[rule].kind], confirmed=True, alt=alt)


def left_open(*requirements: Requirement) -> set[str]:
    """What would be asked about a person of whom nothing is known."""
    offer = Offer(requirements=requirements, open_to_all=True)
    reasons = judge(Facts(), Conditions(), offer, TODAY).reasons
    return {rule for reason in reasons for rule in open_rules(reason)}


def test_of_every_fact_it_is_said_whether_it_is_asked_for_and_why() -> None:
    assert set(FACTS) == EVERY_FACT
    assert all(why for _, why in FACTS.values())
    assert {why for _, why in FACTS.values()} >= set(HARMS)


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_fact_is_asked_for_unless_asking_touches_on_what_may_harm(fact: str) -> None:
    rules, why = FACTS[fact]

    for rule in rules:
        assert bool(TOPICS[rule].question) is (why not in HARMS)
        assert left_open(*(of(rule, mode) for mode in MODES[rule])) == (set() if why in HARMS else {rule})


@pytest.mark.parametrize("rule", sorted(NEVER_ASKED))
def test_what_is_never_asked_is_still_told_as_unknown_on_the_service(rule: str) -> None:
    for mode in MODES[rule]:
        offer = Offer(requirements=(of(rule, mode),), open_to_all=True)
        (reason,) = judge(Facts(), Conditions(), offer, TODAY).reasons

        assert (reason.status, reason.code) == (UNKNOWN, "not_recorded")
        assert (
            english()
            .sentence(reason)
            .rstrip(".")
            .endswith(("not on record yet", "not on record", "not asked yet"))
        )


@pytest.mark.parametrize("rule", sorted(NEVER_ASKED))
@pytest.mark.parametrize("alt", [None, "a1"])
def test_what_may_harm_by_being_asked_is_never_asked(rule: str, alt: str | None) -> None:
    for mode in MODES[rule]:
        assert left_open(of(rule, mode, alt)) == set()


@pytest.mark.parametrize("rule", sorted(TOPICS))
def test_no_topic_that_may_harm_has_a_question(rule: str) -> None:
    assert not (rule in NEVER_ASKED and TOPICS[rule].question)


@given(CASES)
def test_no_case_ever_asks_what_may_harm(raw: Raw) -> None:
    case = read_case(raw)

    reasons = judge(case.facts, case.conditions, case.offer, case.on).reasons

    assert not NEVER_ASKED & {rule for reason in reasons for rule in open_rules(reason)}


def test_a_fact_inside_a_list_of_ways_in_is_asked_while_the_list_is_open() -> None:
    veteran = Requirement(rule="veteran", mode="must", value=True, confirmed=True, alt="a1")
    proof = Requirement(rule="identification", mode="must", value=True, confirmed=True, alt="a2")

    assert left_open(veteran, proof) == {"veteran", "identification"}


def test_the_few_questions_that_would_decide_most_stand_first() -> None:
    counts = Counter(veteran=2, identification=9, homeless=2, low_income=1)

    asked = questions(counts, english())

    assert [(each.rule, each.services) for each in asked] == [
        ("identification", 9),
        ("homeless", 2),
        ("veteran", 2),
    ]
    assert len(asked) == MOST
