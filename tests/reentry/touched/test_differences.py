"""What is told of a change is worse than before, and nothing is told where nothing got worse."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching import snapshot
from matching.answers import MET
from matching.case import Case, read_case
from matching.engine import Question
from matching.judgment import Status, judge
from matching.offer import Capacity, Offer, Place
from reentry.touched import differences
from tests.matching.strategies import CASES

ON = date(2027, 2, 14)
ORDER = (Status.ELIGIBLE, Status.POSSIBLE, Status.NOT_ELIGIBLE)
READ = CASES.map(read_case)
PLACES = st.none() | st.builds(
    Place,
    st.floats(39.0, 39.5),
    st.floats(-77.0, -76.0),
    st.sampled_from([0.0, 50.0, 3000.0]),
)


def asked_of(case: Case, place: Place | None = None) -> Question:
    """The person of a case, asking for a day."""
    return Question(case.facts, case.conditions, place, case.on or ON, ON)


def reasons(case: Case, then: Offer) -> list[str]:
    """What is told when the offer of then became that of the case."""
    asked = asked_of(case)
    return [
        differences.mark(each)
        for each in differences.worse(asked, then, asked.on, differences.judge(asked, case.offer))
    ]


@given(READ)
def test_an_offer_that_stayed_the_same_differs_in_nothing(case: Case) -> None:
    assert reasons(case, case.offer) == []


@given(READ)
def test_an_offer_that_was_stored_and_read_again_differs_in_nothing(case: Case) -> None:
    asked = asked_of(case)
    day = replace(case, on=asked.on)
    taken = snapshot.take(day, judge(day.facts, day.conditions, day.offer, day.on))

    assert snapshot.describes(taken, case.offer)
    assert (
        differences.worse(
            asked, snapshot.offer_of(taken), snapshot.day_of(taken), differences.judge(asked, case.offer)
        )
        == []
    )


@given(READ, READ)
def test_where_a_person_fits_less_something_is_told(case: Case, other: Case) -> None:
    asked = asked_of(case)
    before, now = differences.judge(asked, other.offer), differences.judge(asked, case.offer)

    if Status.WITHHELD not in (before.status, now.status) and ORDER.index(now.status) > ORDER.index(
        before.status
    ):
        assert reasons(case, other.offer)


@given(READ, READ)
def test_everything_told_speaks_against_the_offer_of_now_and_did_not_before(case: Case, other: Case) -> None:
    asked = asked_of(case)
    now = differences.judge(asked, case.offer)
    told = differences.worse(asked, other.offer, asked.on, now)
    before = [differences.mark(each) for each in differences.judge(asked, other.offer).reasons]

    for each in told:
        assert each in now.reasons
        assert each.status is not MET
        same = [mark for mark in before if mark == differences.mark(each)]
        assert len(same) < [differences.mark(reason) for reason in now.reasons].count(differences.mark(each))


@given(PLACES, PLACES, PLACES)
def test_a_place_moves_only_by_more_than_its_points_may_be_off(
    home: Place | None, then: Place | None, now: Place | None
) -> None:
    asked = Question(read_case({}).facts, read_case({}).conditions, home, ON, ON)
    told = list(differences.moved(asked, Offer(place=then), Offer(place=now)))

    assert list(differences.moved(asked, Offer(place=then), Offer(place=then))) == []
    if told:
        assert then is not None
        assert now is not None
        assert float(told[0].params["distance_m"]) >= then.precision_m + now.precision_m
    if told and told[0].code in ("farther", "nearer"):
        # Nobody gets nearer or farther by more than the place has moved.
        assert float(told[0].params["away_m"]) <= float(told[0].params["distance_m"]) + 1


def test_a_place_without_a_point_that_is_another_place_is_told() -> None:
    asked = asked_of(read_case({}))
    here, there = Offer(location_id=None), Offer(place=Place(39.3, -76.6))

    assert list(differences.moved(asked, here, here)) == []
    assert list(differences.moved(asked, here, there)) == []


def test_room_is_told_when_it_is_gone_and_not_when_it_never_was_there() -> None:
    none, some = Capacity(0, ON), Capacity(2, ON)

    def full(then: Capacity | None, now: Capacity | None) -> bool:
        return bool(list(differences.filled(Offer(capacity=then), Offer(capacity=now), None)))

    assert full(some, none)
    assert full(None, none)
    assert not full(none, none)
    assert not full(some, some)
    assert not full(some, None)
