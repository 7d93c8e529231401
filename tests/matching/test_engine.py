"""The engine: three tiers, best first, nobody hidden for want of a point, the same order whatever comes first."""

import random
from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching import engine
from matching.case import read_requirement
from matching.catalog import Catalog
from matching.conditions import Conditions, Curfew
from matching.engine import NeedMatches, Question
from matching.facts import Facts, Offenses
from matching.offer import Offer, Opening, Place
from resources.eligibility import Requirement
from resources.records.seasons import Season
from tests.matching import directories
from tests.matching.strategies import REQUIREMENTS

TODAY = date(2026, 11, 21)
HOME = Place(39.29, -76.61)
NEED = "housing"


def offer(number: int, **fields: object) -> Offer:
    """An offer of housing that qualifies anybody, unless the test says otherwise."""
    usual = {"needs": (NEED,), "main_needs": (NEED,), "open_to_all": True, "place": Place(39.3, -76.6)}
    return Offer(service_id=UUID(int=number), location_id=UUID(int=number), **{**usual, **fields})  # type: ignore[arg-type]


def asked(
    facts: Facts | None = None,
    conditions: Conditions | None = None,
    place: Place | None = HOME,
    on: date = TODAY,
    today: date = TODAY,
) -> Question:
    """Somebody of whom nothing is known but the home, unless the test says otherwise."""
    return Question(facts or Facts(), conditions or Conditions(), place, on, today)


def matches(*offers: Offer, facts: Facts | None = None, place: Place | None = HOME) -> NeedMatches:
    """What the engine makes of these offers."""
    return engine.match(Catalog(1, {NEED: offers}), asked(facts, place=place), NEED)


def ids(found: NeedMatches) -> list[int]:
    """Every match, tier by tier."""
    return [
        m.offer.service_id.int
        for m in (*found.eligible, *found.possible, *found.not_eligible)
        if m.offer.service_id
    ]


def test_each_offer_stands_in_the_tier_it_was_judged_into() -> None:
    minimum = Requirement(rule="minimum_age", mode="must", value=30, confirmed=True)
    found = matches(
        offer(1),
        offer(2, requirements=(minimum,)),
        offer(3, requirements=(replace(minimum, value=60),)),
        facts=Facts(birth_date=date(1980, 1, 1)),
    )

    assert [m.offer.service_id for m in found.eligible] == [UUID(int=1), UUID(int=2)]
    assert found.possible == ()
    assert [m.offer.service_id for m in found.not_eligible] == [UUID(int=3)]


def test_a_service_without_a_point_is_listed_with_its_distance_unknown() -> None:
    found = matches(offer(1, place=None, reach="statewide"), offer(2))

    assert sorted(ids(found)) == [1, 2]
    assert [m.distance_miles for m in found.eligible if m.offer.place is None] == [None]


def test_a_person_without_an_address_still_gets_every_service() -> None:
    found = matches(offer(1), offer(2), place=None)

    assert sorted(ids(found)) == [1, 2]
    assert {m.distance_miles for m in found.eligible} == {None}


def test_survivors_services_are_nowhere_for_a_person_with_a_domestic_violence_offense() -> None:
    shelter = offer(1, victim_services=True)

    hidden = matches(shelter, offer(2), facts=Facts(offenses=Offenses(domestic_violence=True)))

    assert ids(hidden) == [2]
    assert [m.rank for m in hidden.eligible] == [1]


def test_two_services_at_one_address_keep_their_order() -> None:
    twins = [offer(number) for number in (7, 3, 5)]

    assert ids(matches(*twins)) == ids(matches(*reversed(twins))) == [3, 5, 7]


def test_moving_closer_never_lowers_the_rank() -> None:
    others = [offer(number, place=Place(39.29 + number / 100, -76.61)) for number in range(2, 8)]
    far, near = offer(1, place=Place(39.60, -76.61)), offer(1, place=Place(39.291, -76.61))

    def rank(moved: Offer) -> int:
        return next(m.rank for m in matches(moved, *others).eligible if m.offer.service_id == UUID(int=1))

    assert rank(near) <= rank(far)
    assert rank(near) == 1


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    east = matches(offer(1, place=Place(39.29, -75.61))).eligible[0].distance_miles
    north = matches(offer(1, place=Place(40.29, -76.61))).eligible[0].distance_miles

    assert east is not None
    assert north is not None
    assert 53.4 < east < 53.9
    assert 68.8 < north < 69.1


@given(st.lists(st.sampled_from([None, 39.30, 39.35, 39.31]), min_size=1, max_size=9), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_catalog(
    latitudes: list[float | None], shuffler: random.Random
) -> None:
    offers = [
        offer(number, place=None if latitude is None else Place(latitude, -76.6))
        for number, latitude in enumerate(latitudes)
    ]
    shuffled = list(offers)
    shuffler.shuffle(shuffled)

    assert ids(matches(*offers)) == ids(matches(*shuffled))


# One of what is asked, changed at a time, and a service for which that makes the difference.
INPUTS: dict[str, tuple[Question, Question, dict[str, object]]] = {
    "facts": (
        asked(facts=Facts(veteran=True)),
        asked(facts=Facts(veteran=False)),
        {"requirements": (Requirement(rule="veteran", mode="must", value=True, confirmed=True),)},
    ),
    "conditions": (
        asked(),
        asked(conditions=Conditions(curfew=Curfew(time(20), time(6)))),
        {"schedule": (Opening(("MO",), time(20), time(23)),)},
    ),
    "place": (asked(), asked(place=Place(39.9, -76.61)), {}),
    "no place": (asked(), asked(place=None), {}),
    "the day of service": (asked(), asked(on=date(2027, 7, 1)), {"season": Season("11-01", "03-31")}),
    "today": (asked(), asked(today=date(2027, 7, 1)), {"verified_on": TODAY}),
}


@pytest.mark.parametrize("changed", INPUTS)
def test_everything_that_is_asked_changes_the_result(changed: str) -> None:
    before, after, fields = INPUTS[changed]
    here = Catalog(1, {NEED: (offer(1, **fields),)})

    assert engine.match(here, before, NEED).find(UUID(int=1), UUID(int=1)) != engine.match(
        here, after, NEED
    ).find(UUID(int=1), UUID(int=1))


def test_the_need_and_the_weights_change_the_result() -> None:
    here = Catalog(1, {NEED: (offer(1),), "jobs": (offer(2),)})

    assert ids(engine.match(here, asked(), NEED)) != ids(engine.match(here, asked(), "jobs"))
    assert engine.match(here, asked(), NEED).best != engine.match(here, asked(), NEED, {"travel": 1.0}).best


@given(directories.offers(), directories.questions(), st.data())
def test_a_service_that_comes_closer_never_falls_behind(
    found: list[Offer], asking: Question, data: st.DataObject
) -> None:
    # An order's zones and a state line are about places; what comes closer may come into one.
    asking = replace(asking, place=HOME, conditions=Conditions())
    movable = [each for each in found if each.place]
    assume(movable)
    moved = data.draw(st.sampled_from(movable))
    share = data.draw(st.floats(0, 1))
    nearer = replace(moved, place=_between(HOME, moved.place or HOME, share))
    others = [each for each in found if each is not moved]

    before = engine.match(directories.catalog([*others, moved]), asking, NEED)
    after = engine.match(directories.catalog([*others, nearer]), asking, NEED)

    was, now = (
        before.find(moved.service_id, moved.location_id),
        after.find(moved.service_id, moved.location_id),
    )
    assert (was is None) == (now is None)
    if was and now:
        assert now.rank <= was.rank


def _between(one: Place, other: Place, share: float) -> Place:
    return Place(
        one.latitude + share * (other.latitude - one.latitude),
        one.longitude + share * (other.longitude - one.longitude),
        other.precision_m,
    )


@given(directories.offers(), directories.questions(), st.lists(REQUIREMENTS, min_size=1, max_size=3))
def test_one_more_requirement_never_adds_a_match(
    found: list[Offer], asking: Question, extra: list[dict[str, object]]
) -> None:
    more = tuple(read_requirement(each) for each in extra if not each.get("alt"))
    stricter = [replace(each, requirements=each.requirements + more) for each in found]

    def best(offers: list[Offer]) -> set[UUID | None]:
        return {
            each.offer.location_id for each in engine.match(directories.catalog(offers), asking, NEED).best
        }

    assert best(stricter) <= best(found)
