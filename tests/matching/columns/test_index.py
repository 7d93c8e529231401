"""The fast path answers as the readable one does, to the last bit, whatever is asked of whatever directory."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.case import read_conditions, read_facts
from matching.columns.index import Index
from matching.engine import NeedMatches, Question, match
from matching.offer import Offer
from tests.matching.directories import NEED, TODAY, catalog, offers, questions, several_offers


def told(matches: NeedMatches, limit: int) -> list[tuple[str, Offer, float]]:
    return [(str(each.judgment.status), each.offer, each.score.total) for each in matches.best[:limit]]


def fast(index: Index, people: list[Question], limit: int) -> list[list[tuple[str, Offer, float]]]:
    crowd = index.crowd(people, [NEED])
    found, rows = index.best(NEED, crowd, limit), index.offers(NEED)
    answers = []
    for number in range(len(people)):
        eligible, possible = found.of(number)
        scores = {int(each["row"]): float(each["score"]) for each in found.places[number].ravel()}
        answers.append(
            [("eligible", rows[row], scores[row]) for row in eligible]
            + [("possible", rows[row], scores[row]) for row in possible]
        )
    return answers


@given(offers(), st.lists(questions(), min_size=1, max_size=4), st.integers(1, 12))
def test_the_best_rows_are_those_of_the_reference(
    found: list[Offer], people: list[Question], limit: int
) -> None:
    here = catalog(found)

    answers = fast(Index(here, TODAY), people, limit)

    assert answers == [told(match(here, person, NEED), limit) for person in people]


@given(offers(), questions())
def test_going_through_all_columns_finds_the_tiers_of_the_reference(
    found: list[Offer], person: Question
) -> None:
    index = Index(catalog(found), TODAY)
    crowd = index.crowd([person], [NEED])
    scanned, rows = index.scan(NEED, crowd), index.columns(NEED).offers
    reference = match(catalog(found), person, NEED)

    for status, tier in ((2, reference.eligible), (1, reference.possible), (0, reference.not_eligible)):
        assert [rows[row] for row in scanned.best(status)] == [each.offer for each in tier]
        assert [float(scanned.score[row]) for row in scanned.best(status)] == [
            each.score.total for each in tier
        ]


@settings(max_examples=50)
@given(
    several_offers(30, 10),
    st.sets(st.integers(0, 14)),
    st.lists(questions(), min_size=1, max_size=3),
    st.integers(1, 12),
)
def test_a_changed_directory_answers_as_one_read_anew(
    several: list[list[Offer]], changed: set[int], people: list[Question], limit: int
) -> None:
    before, fresh = several
    ids = {UUID(int=number) for number in changed}
    kept = [each for each in before if each.service_id not in ids]
    new = [each for each in fresh if each.service_id in ids]
    now = catalog(kept + new)
    old = Index(catalog(before), TODAY)
    fast(old, people, limit)

    answers = fast(old.renewed(now, ids, new), people, limit)

    assert answers == [told(match(now, person, NEED), limit) for person in people]


@given(offers(), questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_directory_does_not_matter(found: list[Offer], person: Question, dice: Any) -> None:
    mixed = list(found)
    dice.shuffle(mixed)

    assert fast(Index(catalog(found), TODAY), [person], 5) == fast(Index(catalog(mixed), TODAY), [person], 5)


@pytest.mark.parametrize("people", [0, 1])
def test_an_empty_directory_answers_nothing(people: int) -> None:
    nobody = Question(read_facts({}), read_conditions({}), None, TODAY, TODAY)

    assert fast(Index(catalog([]), TODAY), [nobody] * people, 5) == [[]] * people
