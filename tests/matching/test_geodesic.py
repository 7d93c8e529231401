"""The engine orders as the geodesic on the ellipsoid does, but where a meter more or less decides."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from matching.case import read_conditions, read_facts
from matching.columns.index import Index
from matching.engine import Match, Question, match
from matching.offer import Offer, Place
from matching.ranking import HALF_TRAVEL_M, WEIGHTS, Search, score
from tests.matching.directories import NEED, TODAY, catalog, offers, questions

# Within sixty miles the chord is shorter than the way over the ground by less than a meter.
NEAR = st.builds(Place, st.floats(38.9, 39.7), st.floats(-77.1, -76.1))
FAR = st.builds(Place, st.floats(37.5, 41), st.floats(-79, -75))
HERE = Place(39.29, -76.61)


def geodesic_m(one: Place, other: Place) -> float:
    meters: float = geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).meters
    return meters


def placed(places: list[Place]) -> list[Offer]:
    return [
        Offer(service_id=UUID(int=number), location_id=UUID(int=number), place=place, needs=(NEED,))
        for number, place in enumerate(places)
    ]


def somebody(on: date = TODAY) -> Question:
    return Question(read_facts({}), read_conditions({}), HERE, on, TODAY)


@given(st.lists(FAR, min_size=2, max_size=25))
def test_by_distance_alone_none_stands_before_one_that_is_a_meter_nearer(places: list[Place]) -> None:
    found = match(catalog(placed(places)), somebody(), NEED, {"travel": 1.0}).best

    ways = [geodesic_m(HERE, each.offer.place) for each in found if each.offer.place]
    assert len(ways) == len(places)
    assert all(way - min(ways[number:]) < 1 for number, way in enumerate(ways))


@given(offers(), questions(), st.lists(NEAR, min_size=30, max_size=30))
def test_with_all_that_ranks_none_stands_before_one_that_a_meter_could_not_put_there(
    found: list[Offer], asking: Question, places: list[Place]
) -> None:
    near = [replace(each, place=each.place and place) for each, place in zip(found, places, strict=False)]
    asking = replace(asking, place=asking.place and HERE)
    a_meter = 2 * WEIGHTS["travel"] / sum(WEIGHTS.values()) / HALF_TRAVEL_M

    matches = match(catalog(near), asking, NEED)

    for tier in (matches.eligible, matches.possible, matches.not_eligible):
        totals = [over_ground(each, asking) for each in tier]
        assert all(max(totals[number:]) - total <= a_meter for number, total in enumerate(totals))


def over_ground(each: Match, asking: Question) -> float:
    """What it scores where distance is reckoned over the ground."""
    here, there = asking.place, each.offer.place
    away = geodesic_m(here, there) if here and there else None
    search = Search(need=NEED, distance_m=away, today=asking.today)
    return score(asking.facts, each.offer, search, WEIGHTS).total


@given(st.lists(FAR, min_size=1, max_size=25))
def test_the_index_measures_what_the_engine_measures(places: list[Place]) -> None:
    index = Index(catalog(placed(places)), TODAY)
    crowd = index.crowd([somebody()], [NEED])

    nearest = index.best(NEED, crowd, 10).places[0]["meters"].ravel()
    best = match(catalog(placed(places)), somebody(), NEED).best[:10]

    assert sorted(nearest[nearest < 1e9]) == sorted(
        each.distance_m for each in best if each.distance_m is not None
    )
