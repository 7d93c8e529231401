"""Who fits what in a dry run is what the readable engine says of each person and each service, in its order."""

from collections.abc import Collection
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matching import engine
from matching.engine import METERS_PER_MILE, Match, Question
from matching.offer import Offer
from matching.ranking import WEIGHTS
from reentry.allocation import options
from tests.matching.directories import NEED, TODAY, catalog, offers, questions

OWN_WEIGHTS = st.fixed_dictionaries({part: st.sampled_from([0.0, 0.2, 1.0]) for part in WEIGHTS})


def readable(
    found: list[Offer], counted: Collection[UUID], asked: Question, weights: dict[str, float], *, those: bool
) -> list[Match]:
    """The services with (or without) a count that can be offered at all, best first, by the readable engine."""
    some = [each for each in found if (each.service_id in counted) is those]
    return list(engine.match(catalog(some), asked, NEED, weights).best)


@given(
    offers(most=12),
    st.lists(questions(), max_size=3),
    st.sets(st.integers(0, 6).map(lambda number: UUID(int=number))),
    st.just(dict(WEIGHTS)) | OWN_WEIGHTS,
)
def test_the_quick_way_finds_what_the_readable_engine_finds(
    found: list[Offer], asked: list[Question], counted: set[UUID], weights: dict[str, float]
) -> None:
    people = {UUID(int=number): each for number, each in enumerate(asked)}
    quick = options.find(found, NEED, counted, people, TODAY, weights)

    assert quick.counted.keys() == people.keys()
    for who, each in people.items():
        sure = readable(found, counted, each, weights, those=True)
        told = [(option.service_id, option.status) for option in quick.counted[who]]
        assert told == [(match.offer.service_id, match.judgment.status) for match in sure]

        nearest = readable(found, counted, each, weights, those=False)[:1]
        found_nearest = [quick.nearest[who].offer] if who in quick.nearest else []
        assert found_nearest == [match.offer for match in nearest]
        for match in nearest:
            assert quick.nearest[who].status is match.judgment.status
            assert (quick.nearest[who].miles is None) is (match.distance_m is None)
            if match.distance_m is not None:
                assert abs((quick.nearest[who].miles or 0) - match.distance_m / METERS_PER_MILE) < 1e-6
