"""A residence where somebody lives with whom the person must not be placed is ruled out; no word says who or why."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.case import read_conditions
from matching.co_placement import co_placement
from matching.conditions import Conditions
from matching.engine import Question, match
from matching.kept_clear import KeptClear
from matching.offer import Offer
from matching.wording import english
from tests.matching.directories import NEED, TODAY, catalog, offers, questions
from tests.matching.strategies import JUDGED_CONDITIONS, KEPT_CLEAR

HOUSE, OTHER_HOUSE, STREET, OTHER_STREET = (UUID(int=number) for number in range(4))


def told(kept: list[KeptClear], **offer: Any) -> list[tuple[str, str]]:
    residence = replace(Offer(service_id=HOUSE, location_id=STREET, residential=True), **offer)
    return [
        (str(each.status), each.code) for each in co_placement(Conditions(kept_clear=tuple(kept)), residence)
    ]


def test_where_the_other_is_placed_is_not_met_and_where_proposed_unknown() -> None:
    assert told([KeptClear(HOUSE, STREET)]) == [("not_met", "kept_clear")]
    assert told([KeptClear(HOUSE, STREET, certain=False)]) == [("unknown", "to_confirm")]
    assert told([KeptClear(HOUSE, STREET, certain=False), KeptClear(HOUSE, STREET)]) == [
        ("not_met", "kept_clear")
    ]
    assert told([]) == []


@pytest.mark.parametrize(
    ("kept", "offer", "same"),
    [
        (KeptClear(HOUSE, STREET), {"service_id": OTHER_HOUSE}, True),
        (KeptClear(HOUSE, STREET), {"location_id": OTHER_STREET}, False),
        (KeptClear(HOUSE, None), {"location_id": OTHER_STREET}, True),
        (KeptClear(HOUSE, STREET), {"location_id": None}, True),
        (KeptClear(HOUSE, STREET), {"service_id": OTHER_HOUSE, "location_id": None}, False),
    ],
)
def test_it_is_about_one_roof_and_where_no_place_is_known_about_the_service(
    kept: KeptClear, offer: dict[str, Any], same: bool
) -> None:
    assert bool(told([kept], **offer)) is same


def test_where_nobody_lives_it_says_nothing() -> None:
    assert told([KeptClear(HOUSE, STREET)], residential=False) == []


def test_its_words_tell_neither_that_there_is_somebody_nor_why() -> None:
    residence = Offer(service_id=HOUSE, location_id=STREET, residential=True)
    said = [
        english().sentence(reason)
        for certain in (True, False)
        for reason in co_placement(Conditions(kept_clear=(KeptClear(HOUSE, STREET, certain),)), residence)
    ]

    assert said == [
        "The agency does not place this person here; ask the officer.",
        "Whether the agency places this person here is to be confirmed; ask the officer.",
    ]


def asked(question: Question, conditions: dict[str, Any]) -> Question:
    return Question(question.facts, read_conditions(conditions), question.place, question.on, TODAY)


def tiers(found: list[Offer], question: Question) -> list[list[UUID | None]]:
    matches = match(catalog(found), question, NEED)
    return [[each.offer.location_id for each in tier] for tier in (matches.eligible, matches.possible)]


@given(offers(), questions(), JUDGED_CONDITIONS, KEPT_CLEAR)
def test_one_more_never_adds_a_match_and_ending_it_brings_back_exactly_what_was(
    found: list[Offer], question: Question, order: dict[str, Any], one_more: dict[str, Any]
) -> None:
    kept = order.get("kept_clear", [])
    before = tiers(found, asked(question, order))
    more = tiers(found, asked(question, order | {"kept_clear": [*kept, one_more]}))

    assert set(more[0]) <= set(before[0])
    assert set(more[0]) | set(more[1]) <= set(before[0]) | set(before[1])
    assert tiers(found, asked(question, order | {"kept_clear": kept})) == before


@given(offers(), questions(), st.lists(KEPT_CLEAR, max_size=4), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_does_not_matter(
    found: list[Offer], question: Question, kept: list[Any], dice: Any
) -> None:
    mixed = list(kept)
    dice.shuffle(mixed)

    assert match(catalog(found), asked(question, {"kept_clear": kept}), NEED).not_eligible == (
        match(catalog(found), asked(question, {"kept_clear": mixed}), NEED).not_eligible
    )


def test_what_cannot_be_told_apart_is_no_place() -> None:
    raw = {"kept_clear": [{"service_id": "the house"}, {"certain": True}, None]}

    assert read_conditions(raw).kept_clear == ()
