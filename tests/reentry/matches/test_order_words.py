"""Why a service stands before the next one is said in words that are true of both."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.catalog import Catalog
from matching.columns.index import Index
from matching.conditions import Conditions
from matching.engine import METERS_PER_MILE, Match, Question, judged
from matching.evidence import Evidence
from matching.facts import Facts
from matching.offer import Offer, Place
from matching.ranking import WEIGHTS
from reentry.matches.order_words import parts, sent_before, why_here

TODAY = date(2026, 11, 21)
HOME = Place(39.29, -76.61)
MILE = 1 / 69.0
ASKED = Question(Facts(languages=("Spanish",)), Conditions(), HOME, TODAY, TODAY)


def match_of(offer: Offer, rank: int = 1) -> Match:
    return judged(offer, ASKED, "housing", WEIGHTS, rank)


def why(one: Offer, other: Offer) -> str:
    return why_here(match_of(one), match_of(other), WEIGHTS, "")


def test_what_speaks_for_it_is_told_with_its_figure_and_what_speaks_against_it_too() -> None:
    near = Offer(place=Place(HOME.latitude + MILE, HOME.longitude), cost_cents=5_000)
    far = Offer(place=Place(HOME.latitude + 3 * MILE, HOME.longitude), cost_cents=0)

    assert why(near, far) == "Before the next one: nearer by 2.0 miles. The next one, though: costs less."


def test_a_later_verification_is_told() -> None:
    fresh, stale = (Offer(verified_on=TODAY - timedelta(days=days)) for days in (10, 200))

    assert why(fresh, stale) == "Before the next one: verified more recently."


def test_nothing_is_said_of_a_language_that_nobody_named() -> None:
    told = why(Offer(), Offer(languages=("English",)))

    assert told == "Before the next one: language, as far as is known."


def test_level_ones_and_the_last_one_say_so() -> None:
    assert why(Offer(), Offer()).startswith("Level with the next one")
    assert why_here(match_of(Offer()), None, WEIGHTS, "") == "The last of this group."


def test_a_list_sorted_as_asked_tells_the_place_among_the_best() -> None:
    told = why_here(match_of(Offer(), rank=12), None, WEIGHTS, "cost")

    assert told == "Sorted by cost, as asked; best first it is number 12 of this group."


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (None, ""),
        (Evidence(finished=1), "fewer than 5 people sent so far"),
        (Evidence(finished=8, left=3), "11 people sent, 8 finished"),
        (Evidence(finished=8, partly=1, left=2), "11 people sent, 8 finished, 1 in part"),
    ],
)
def test_what_came_of_those_sent_before_is_told_with_its_count(known: Evidence | None, told: str) -> None:
    assert sent_before(known) == told


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_no_figure_and_no_word_tells_of_a_few_people(finished: int, partly: int, left: int) -> None:
    known = Evidence(finished, partly, left)
    match, other = match_of(Offer(evidence=known)), match_of(Offer(evidence=Evidence(0, 0, 300)))

    [shown] = [each for each in parts(match, WEIGHTS) if each.name.startswith("what came")]

    assert (shown.value is None) == (known.people < 5)
    assert ("did better" in why_here(match, other, WEIGHTS, "")) == (known.people >= 5)


def test_the_weights_shown_are_of_a_hundred_whatever_the_agency_set() -> None:
    own = dict.fromkeys(WEIGHTS, 0.0) | {"travel": 0.2, "cost": 0.2}

    shown = {each.name: each.weight for each in parts(judged(Offer(), ASKED, "housing", own), own)}

    assert (shown["the way there"], shown["cost"], sum(shown.values())) == (50, 50, 100)


@given(st.permutations(list(range(6))))
def test_an_agency_that_weighs_the_way_alone_gets_the_nearest_first(order: list[int]) -> None:
    offers = tuple(
        Offer(
            needs=("housing",),
            place=Place(HOME.latitude + miles * MILE, HOME.longitude),
            cost_cents=100 * miles,
        )
        for miles in order
    )
    own = {part: float(part == "travel") for part in WEIGHTS}
    index = Index(Catalog(1, {"housing": offers}), TODAY, own)
    scanned = index.scan("housing", index.crowd([ASKED], ["housing"]))

    rows = [row for status in (2, 1) for row in scanned.best(status).tolist()]

    distances = [scanned.distance_m[row] / METERS_PER_MILE for row in rows]
    assert distances == sorted(distances)
