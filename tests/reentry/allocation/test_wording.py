"""Why somebody gets a place or is left is told in sentences, in English and in Spanish with nothing left over."""

import re
from datetime import date
from uuid import UUID

import pytest

from matching.allocation.allotment import Outcome
from matching.allocation.candidate import Candidate
from matching.allocation.rule import RULE
from matching.judgment import Status
from matching.offer import Offer
from reentry.allocation.options import Nearest
from reentry.allocation.wording import in_language

SOMEBODY = Candidate(id=UUID(int=1), on=date(2026, 12, 1))
HOUSE = UUID(int=100)
EN, ES = in_language("en"), in_language("es")
ENGLISH = re.compile(r"\b(the|is|are|of|with|and|must|has|have|place|person|people|miles|services?)\b", re.I)
OUTCOMES = [
    Outcome(SOMEBODY, 1, HOUSE, Status.ELIGIBLE, choice=1),
    Outcome(SOMEBODY, 1, HOUSE, Status.POSSIBLE, choice=3),
    Outcome(SOMEBODY, 1, HOUSE, kept=True),
    Outcome(SOMEBODY, 1),
    *(Outcome(SOMEBODY, 1, barred=count) for count in (1, 4)),
    *(
        Outcome(SOMEBODY, 1, before={name: count}, full=count)
        for name in (*RULE, "qualifies")
        for count in (1, 4)
    ),
]
ASKED = [
    None,
    Nearest(Offer(organization="Casa", service="Cuartos"), Status.ELIGIBLE, 2.0),
    Nearest(Offer(organization="Casa", service="Cuartos"), Status.POSSIBLE, None),
]


def test_whoever_is_left_learns_how_many_came_first_and_by_what() -> None:
    left = Outcome(SOMEBODY, 9, before={"release": 4, "lot": 1}, full=2)

    assert EN.why(left) == (
        "4 people are released earlier; 1 person released on the same day came first by lot; "
        "2 services that fit have no free place."
    )


def test_a_house_that_is_not_proposed_because_of_who_would_live_there_is_told_without_anybody() -> None:
    left = Outcome(SOMEBODY, 9, before={"release": 1}, barred=2)

    assert EN.why(left) == (
        "1 person is released earlier; "
        "2 services that fit are not proposed, for it matters who is housed together."
    )


def test_a_search_cut_short_is_told_only_where_it_was() -> None:
    assert EN.not_all_tried(0) == ""
    assert "1 more person might get a place" in EN.not_all_tried(1)


def test_whom_to_ask_is_named_with_the_miles() -> None:
    assert EN.ask(ASKED[1]) == (
        "Fits, but nobody has counted its places: ask Casa: Cuartos, 2.0 miles away whether there is room."
    )


@pytest.mark.parametrize(
    "told",
    [*map(ES.why, OUTCOMES), *map(ES.ask, ASKED), *ES.rule(), *map(ES.not_all_tried, (1, 4))],
)
def test_in_spanish_nothing_is_left_in_english(told: str) -> None:
    assert not ENGLISH.search(told)
    assert "%" not in told
