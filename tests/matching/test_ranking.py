"""The order within a tier, and the parts it comes from."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.case import read_facts
from matching.evidence import Evidence
from matching.facts import Facts, Offenses
from matching.judgment import Status
from matching.offer import Capacity, Offer
from matching.ranking import NEUTRAL, WEIGHTS, Score, Search, order, score
from resources.eligibility import Requirement
from tests.matching.strategies import FACTS

TODAY = date(2026, 11, 21)
NEAR = Search(need="housing", distance_m=1000, today=TODAY)
PROTECTED = (
    "birth_date",
    "gender",
    "veteran",
    "homeless",
    "disability",
    "low_income",
    "pregnant_or_parenting",
    "substance_use",
    "mental_illness",
    "hiv",
    "domestic_violence",
    "able_to_work",
    "high_school_diploma",
    "i9_documents",
    "identification",
    "open_warrant",
    "registry",
    "sober_since",
    "residence",
    "referral",
    "insurance",
    "medication",
)
OFFERS = st.builds(
    Offer,
    needs=st.lists(st.sampled_from(["housing", "jobs", "family"]), max_size=3, unique=True).map(tuple),
    main_needs=st.lists(st.sampled_from(["housing", "jobs"]), max_size=2, unique=True).map(tuple),
    languages=st.none() | st.lists(st.sampled_from(["English", "Spanish"])).map(tuple),
    verified_on=st.none() | st.dates(),
    capacity=st.none() | st.builds(Capacity, st.integers(0, 9), st.dates()),
    waiting_days=st.none() | st.integers(0, 999),
    cost_cents=st.none() | st.integers(0, 10**6),
    evidence=st.none() | st.builds(Evidence, *[st.integers(0, 99)] * 3),
    requirements=st.just((Requirement(rule="accepts_arson", mode="accepts", confirmed=True),)),
)
DISTANCES = st.none() | st.floats(0, 10**6)


def parts(offer: Offer, facts: Facts | None = None, **search: Any) -> dict[str, float]:
    return dict(score(facts or Facts(), offer, replace(NEAR, **search), WEIGHTS).parts)


def test_what_is_not_known_is_neutral() -> None:
    unknown = parts(Offer(), distance_m=None)

    assert unknown.pop("freshness") == 0
    assert set(unknown.values()) == {NEUTRAL}


@pytest.mark.parametrize(("meters", "part"), [(0, 1.0), (8047, 0.5), (None, 0.5), (16_094, 1 / 3)])
def test_travel_halves_at_five_miles(meters: float | None, part: float) -> None:
    assert parts(Offer(), distance_m=meters)["travel"] == pytest.approx(part)


@pytest.mark.parametrize(
    ("needs", "main", "part"),
    [
        (("housing",), ("housing",), 1.0),
        (("housing", "jobs"), ("housing", "jobs"), 0.75),
        (("housing", "jobs"), ("jobs",), 0.25),
        (("jobs",), ("jobs",), 0.0),
        ((), (), NEUTRAL),
    ],
)
def test_a_service_for_this_need_alone_is_most_specific(
    needs: tuple[str, ...], main: tuple[str, ...], part: float
) -> None:
    assert parts(Offer(needs=needs, main_needs=main))["specificity"] == part


@pytest.mark.parametrize(
    ("available", "days_ago", "waiting_days", "part"),
    [
        (3, 0, None, 1.0),
        (0, 0, None, 0.0),
        (3, 15, None, 0.75),
        (0, 15, None, 0.25),
        (3, 90, None, NEUTRAL),
        (3, 0, 14, 0.5),
        (0, 0, 0, 0.0),
    ],
)
def test_what_was_said_of_room_fades_within_a_month(
    available: int, days_ago: int, waiting_days: int | None, part: float
) -> None:
    said = Capacity(available, TODAY - timedelta(days=days_ago))

    assert parts(Offer(capacity=said, waiting_days=waiting_days))["availability"] == pytest.approx(part)


def test_a_shorter_wait_ranks_higher() -> None:
    waits = [parts(Offer(waiting_days=days))["availability"] for days in (0, 7, 14, 60)]

    assert waits == sorted(waits, reverse=True)
    assert waits[0] == 1.0


def test_verification_fades_in_a_year_and_never_verified_is_not_fresh() -> None:
    ages = (0, 100, 364, 365, 4000)
    fresh = [parts(Offer(verified_on=TODAY - timedelta(days=age)))["freshness"] for age in ages]

    assert fresh == sorted(fresh, reverse=True)
    assert (fresh[0], fresh[-1], parts(Offer())["freshness"]) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(("confirmed", "part"), [(True, "sole"), (False, "silent")])
def test_stated_acceptance_counts_once_confirmed(confirmed: bool, part: str) -> None:
    accepts = Requirement(rule="accepts_arson", mode="accepts", confirmed=confirmed)
    facts = Facts(offenses=Offenses(arson=True))

    found = parts(Offer(requirements=(accepts,)), facts)["acceptance"]

    assert found == {"sole": 1.0, "silent": NEUTRAL}[part]


def test_acceptance_is_neutral_for_who_does_not_need_it() -> None:
    accepts = Requirement(rule="accepts_arson", mode="accepts", confirmed=True)

    assert parts(Offer(requirements=(accepts,)))["acceptance"] == NEUTRAL


@pytest.mark.parametrize(
    ("offered", "part"), [(("spanish ",), 1.0), (("English",), 0.0), ((), NEUTRAL), (None, NEUTRAL)]
)
def test_a_shared_language_counts(offered: tuple[str, ...] | None, part: float) -> None:
    assert parts(Offer(languages=offered), Facts(languages=("Spanish",)))["language"] == part


@pytest.mark.parametrize(("cents", "part"), [(0, 1.0), (10_000, 0.5), (None, NEUTRAL)])
def test_free_is_best_and_unknown_is_neutral(cents: int | None, part: float) -> None:
    assert parts(Offer(cost_cents=cents))["cost"] == part


@given(FACTS, FACTS, OFFERS, DISTANCES)
def test_protected_traits_give_no_points(
    one: dict[str, Any], other: dict[str, Any], offer: Offer, distance_m: float | None
) -> None:
    person = read_facts(one)
    flipped = replace(person, **{trait: getattr(read_facts(other), trait) for trait in PROTECTED})
    search = replace(NEAR, distance_m=distance_m)

    assert score(person, offer, search, WEIGHTS) == score(flipped, offer, search, WEIGHTS)


@given(FACTS, OFFERS, DISTANCES)
def test_parts_and_total_lie_between_0_and_1(
    raw: dict[str, Any], offer: Offer, distance_m: float | None
) -> None:
    scored = score(read_facts(raw), offer, replace(NEAR, distance_m=distance_m), WEIGHTS)

    assert scored.parts.keys() == WEIGHTS.keys()
    assert all(0 <= part <= 1 for part in (*scored.parts.values(), scored.total))


@given(OFFERS, st.floats(0, 10**6), st.floats(0, 10**6))
def test_moving_closer_never_lowers_the_score(offer: Offer, one: float, other: float) -> None:
    near, far = sorted((one, other))
    scores = [
        score(Facts(), offer, replace(NEAR, distance_m=meters), WEIGHTS).total for meters in (near, far)
    ]

    assert scores[0] >= scores[1]


def test_the_weights_are_a_table_that_cannot_be_changed_in_passing() -> None:
    with pytest.raises(TypeError):
        WEIGHTS["travel"] = 1.0  # type: ignore[index]

    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_only_the_parts_that_are_weighted_count() -> None:
    scored = score(Facts(), Offer(cost_cents=0), NEAR, {"cost": 2.0})

    assert scored.total == 1.0


def test_the_tier_comes_first_then_the_score_then_the_distance_then_the_ids() -> None:
    one = Offer(service_id=UUID(int=1), location_id=UUID(int=1))
    same_address = Offer(service_id=UUID(int=1), location_id=UUID(int=2))
    good, fair = Score({}, 0.9), Score({}, 0.5)
    expected = [
        order(Status.ELIGIBLE, good, None, one),
        order(Status.ELIGIBLE, fair, 10, same_address),
        order(Status.ELIGIBLE, fair, 20, one),
        order(Status.ELIGIBLE, fair, 20, same_address),
        order(Status.ELIGIBLE, fair, None, one),
        order(Status.POSSIBLE, good, 0, one),
        order(Status.NOT_ELIGIBLE, good, 0, one),
    ]

    shuffled = expected[::2] + expected[1::2]

    assert sorted(shuffled) == expected
