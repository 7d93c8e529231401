"""Open facts become a few questions; what may harm by being asked is never among them."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given

from matching.case import read_case
from matching.conditions import Conditions
from matching.facts import Facts
from matching.judgment import judge
from matching.offer import Offer
from matching.questions import MOST, open_rules, questions
from matching.topics import TOPICS
from matching.wording import english
from resources.eligibility import VOCABULARY, Requirement
from tests.matching.strategies import CASES, Raw

TODAY = date(2026, 11, 21)
# HIV, violence suffered, immigration, pregnancy, diagnosis, gender identity.
NEVER_ASKED = frozenset(
    {
        "hiv",
        "domestic_violence",
        "citizenship_or_work_authorization",
        "pregnant_or_parenting",
        "disability",
        "mental_illness",
        "gender",
    }
)


def left_open(*requirements: Requirement) -> set[str]:
    """What would be asked about a person of whom nothing is known."""
    offer = Offer(requirements=requirements, open_to_all=True)
    reasons = judge(Facts(), Conditions(), offer, TODAY).reasons
    return {rule for reason in reasons for rule in open_rules(reason)}


@pytest.mark.parametrize("rule", sorted(NEVER_ASKED))
@pytest.mark.parametrize("alt", [None, "a1"])
def test_what_may_harm_by_being_asked_is_never_asked(rule: str, alt: str | None) -> None:
    assert rule in VOCABULARY
    for mode in VOCABULARY[rule].modes:
        value = "female" if rule == "gender" else True
        assert left_open(Requirement(rule=rule, mode=mode, value=value, confirmed=True, alt=alt)) == set()


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
