"""Two who must not be housed together never come under one roof, and nobody pays more for it than must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.allocation import search
from matching.allocation.allotment import Allotment, Outcome, allot
from matching.allocation.candidate import Candidate, Option
from matching.allocation.rule import in_order
from matching.judgment import Status

E, P = Status.ELIGIBLE, Status.POSSIBLE
HOUSE, HOSTEL, FARM = (UUID(int=100 + number) for number in range(3))
# The house has two roofs, and one of them is the hostel's too; at the farm nobody lives.
FRONT, BACK = UUID(int=200), UUID(int=201)
PLACES = [(HOUSE, FRONT), (HOUSE, BACK), (HOSTEL, BACK), (FARM, None)]
ANN, BEN, CAM, DOT = (UUID(int=number) for number in range(1, 5))

Way = Mapping[UUID, Option]


@dataclass(frozen=True)
class Round:
    """Some people, the free places and who must be kept apart."""

    candidates: list[Candidate]
    places: dict[UUID, int]
    apart: frozenset[tuple[UUID, UUID]]

    def allot(self) -> Allotment:
        """The places given out."""
        return allot(self.candidates, self.places, None, self.apart)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    candidates = []
    for number in range(draw(st.integers(1, 5))):
        order = draw(st.permutations(PLACES))
        fits = draw(st.lists(st.sampled_from([E, P, None]), min_size=len(PLACES), max_size=len(PLACES)))
        options = [Option(*at, roof=roof) for (at, roof) in _fitting(order, fits)]
        options.sort(key=lambda each: each.status is P)
        on = date(2026, 12, draw(st.integers(1, 3)))
        candidates.append(Candidate(id=UUID(int=number + 1), on=on, options=tuple(options)))
    ids = [each.id for each in candidates]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    apart = draw(st.frozensets(st.sampled_from(pairs), max_size=6)) if pairs else frozenset()
    free = {service: draw(st.integers(0, 3)) for service in (HOUSE, HOSTEL, FARM)}
    return Round(candidates, free, apart)


def _fitting(
    order: Sequence[tuple[UUID, UUID | None]], fits: Sequence[Status | None]
) -> list[tuple[tuple[UUID, Status], UUID | None]]:
    return [((service, status), roof) for (service, roof), status in zip(order, fits, strict=True) if status]


def clashes(way: Way, apart: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether two are housed together who must not be."""
    return any(
        one in way and other in way and way[one].roof is not None and way[one].roof == way[other].roof
        for one, other in apart
    )


def ways(wants: Mapping[UUID, Sequence[Option]], round_: Round) -> list[Way]:
    """Every way to give the places out that keeps everybody apart: slow, and plainly right."""
    found = []
    for chosen in product(*([None, *options] for options in wants.values())):
        way = {who: option for who, option in zip(wants, chosen, strict=True) if option}
        held = [each.service_id for each in way.values()]
        if all(held.count(service) <= round_.places[service] for service in held):
            found.append(way)
    return [way for way in found if not clashes(way, round_.apart)]


def turns(way: Way, wants: Mapping[UUID, object]) -> tuple[int, list[int]]:
    """As many as can be, then whoever comes first; less is better."""
    return -len(way), [turn for turn, who in enumerate(wants) if who in way]


def steps(way: Way, wants: Mapping[UUID, Sequence[Option]]) -> int:
    """How far down their lists they come, all together."""
    return sum(
        list(dict.fromkeys(each.service_id for each in wants[who])).index(option.service_id)
        for who, option in way.items()
    )


def by_hand(round_: Round) -> tuple[set[UUID], set[UUID], int]:
    """Who gets a place they qualify for, who gets one at all, and how far down their lists they come."""
    order = in_order(round_.candidates)
    sure_wants = {who.id: list(who.at(E)) for who in order}
    sure = min(ways(sure_wants, round_), key=lambda way: turns(way, sure_wants))
    first = {who.id: list(who.at(E)) for who in order if who.id in sure}
    wants = first | {who.id: list(who.at(P)) for who in order if who.id not in sure}
    keeping = [way for way in ways(wants, round_) if way.keys() >= sure.keys()]
    best = min(keeping, key=lambda way: (turns(way, wants), steps(way, wants)))
    return set(sure), set(best), steps(best, wants)


def options_given(outcomes: Sequence[Outcome]) -> dict[UUID, Option]:
    """Who was given which option."""
    return {
        each.candidate.id: Option(each.service_id, each.status, each.roof)
        for each in outcomes
        if each.service_id and each.status
    }


@given(rounds())
def test_it_finds_what_trying_every_way_finds(round_: Round) -> None:
    found = round_.allot()
    sure, placed, walked = by_hand(round_)

    given_out = options_given(found.outcomes)
    assert {who for who, option in given_out.items() if option.status is E} == sure
    assert set(given_out) == placed
    wants = {
        each.id: list(each.at(E if each.id in sure else P)) for each in round_.candidates if each.id in placed
    }
    assert steps(given_out, wants) == walked
    assert found.missed == 0


@given(rounds(), st.integers(0, 4))
def test_however_short_the_search_nobody_is_housed_with_whom_they_must_not_be(
    round_: Round, asked: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "ASKED", asked)
        found = round_.allot()

    given_out = options_given(found.outcomes)
    assert not clashes(given_out, round_.apart)
    for each in round_.candidates:
        assert each.id not in given_out or given_out[each.id] in each.options
    # What was searched in full is the most there is.
    placed = [each for each in round_.allot().outcomes if each.service_id]
    assert len(given_out) + found.missed >= len(placed)


@given(rounds())
def test_whoever_is_left_is_told_of_each_service_what_stood_in_the_way(round_: Round) -> None:
    outcomes = round_.allot().outcomes
    given_out = options_given(outcomes)

    for left in (each for each in outcomes if each.service_id is None):
        wanted = {each.service_id for each in left.candidate.at(E)}
        status = E if wanted else P
        barred = 0
        for service in {each.service_id for each in left.candidate.at(status)}:
            first = [
                each
                for each in outcomes
                if each.service_id == service
                and (each.turn < left.turn or (status is P and each.status is E))
                and (status is P or each.status is E)
            ]
            if len(first) < round_.places[service]:
                barred += 1
                for option in (each for each in left.candidate.at(status) if each.service_id == service):
                    assert clashes({**given_out, left.candidate.id: option}, round_.apart)
        assert left.barred == barred
        # Of a house that is open to others alone, nobody there is counted.
        assert sum(left.before.values()) <= sum(
            len(held) for held in _full_of(given_out, round_.places).values()
        )


@given(rounds(), st.randoms())
def test_the_order_of_what_comes_in_does_not_matter(round_: Round, dice: object) -> None:
    shuffled = list(round_.candidates)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = frozenset((other, one) for one, other in round_.apart)

    assert replace(round_, candidates=shuffled, apart=turned).allot() == round_.allot()


def _full_of(given_out: Way, places: Mapping[UUID, int]) -> dict[UUID, list[UUID]]:
    """Who has the places of each service that has no room left."""
    held = {
        service: [who for who, each in given_out.items() if each.service_id == service] for service in places
    }
    return {service: there for service, there in held.items() if len(there) == places[service]}


def someone(who: UUID, day: int, *options: tuple[UUID, UUID | None], status: Status = E) -> Candidate:
    """A candidate released on that day of December, with what fits, best first."""
    return Candidate(
        id=who,
        on=date(2026, 12, day),
        options=tuple(Option(service, status, roof) for service, roof in options),
    )


def got(found: Allotment) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Who got what, under which roof."""
    return {each.candidate.id: (each.service_id, each.roof) for each in found.outcomes}


def test_of_two_who_both_fit_a_house_one_goes_to_another_so_that_both_have_a_place() -> None:
    one, other = someone(ANN, 1, (HOUSE, FRONT), (HOSTEL, BACK)), someone(BEN, 2, (HOUSE, FRONT))

    found = allot([one, other], {HOUSE: 2, HOSTEL: 1}, None, [(ANN, BEN)])

    assert got(found) == {ANN: (HOSTEL, BACK), BEN: (HOUSE, FRONT)}


def test_a_service_with_two_roofs_takes_both_under_one_each() -> None:
    people = [someone(who, 1, (HOUSE, FRONT), (HOUSE, BACK)) for who in (ANN, BEN)]

    found = allot(people, {HOUSE: 2}, None, [(BEN, ANN)])

    assert sorted(got(found).values(), key=str) == [(HOUSE, FRONT), (HOUSE, BACK)]


def test_two_services_under_one_roof_are_one_house() -> None:
    found = allot(
        [someone(ANN, 1, (HOUSE, BACK)), someone(BEN, 2, (HOSTEL, BACK))],
        {HOUSE: 1, HOSTEL: 1},
        None,
        [(ANN, BEN)],
    )

    assert got(found) == {ANN: (HOUSE, BACK), BEN: (None, None)}
    assert (found.outcomes[1].barred, found.outcomes[1].before, found.outcomes[1].full) == (1, {}, 0)


def test_where_nobody_lives_nobody_is_kept_apart() -> None:
    found = allot(
        [someone(ANN, 1, (FARM, None)), someone(BEN, 2, (FARM, None))], {FARM: 2}, None, [(ANN, BEN)]
    )

    assert got(found) == {ANN: (FARM, None), BEN: (FARM, None)}


def test_as_many_as_can_be_get_a_place_although_the_first_is_left_for_it() -> None:
    people = [someone(who, day, (HOUSE, FRONT)) for day, who in enumerate((ANN, BEN, CAM), start=1)]

    found = allot(people, {HOUSE: 3}, None, [(ANN, BEN), (ANN, CAM)])

    assert got(found) == {ANN: (None, None), BEN: (HOUSE, FRONT), CAM: (HOUSE, FRONT)}
    assert (found.outcomes[0].barred, dict(found.outcomes[0].before)) == (1, {})


def test_whoever_qualifies_is_not_left_for_two_who_must_be_asked_about() -> None:
    sure = someone(DOT, 9, (HOUSE, FRONT))
    asked = [someone(who, 1, (HOUSE, FRONT), status=P) for who in (ANN, BEN)]

    found = allot([*asked, sure], {HOUSE: 3}, None, [(DOT, ANN), (DOT, BEN)])

    assert got(found) == {ANN: (None, None), BEN: (None, None), DOT: (HOUSE, FRONT)}


def test_what_fits_but_is_not_to_be_proposed_is_given_to_nobody_and_counted() -> None:
    barred = Candidate(id=ANN, on=date(2026, 12, 1), options=(Option(HOUSE, P, FRONT, barred=True),))

    found = allot([barred], {HOUSE: 1})

    assert got(found) == {ANN: (None, None)}
    assert found.outcomes[0].barred == 1


def test_a_search_cut_short_says_how_many_more_might_have_a_place() -> None:
    people = [someone(who, day, (HOUSE, FRONT)) for day, who in enumerate((ANN, BEN, CAM, DOT), start=1)]
    apart = [(ANN, BEN), (ANN, CAM), (ANN, DOT)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "ASKED", 1)
        found = allot(people, {HOUSE: 4}, None, apart)

    placed = sum(each.service_id is not None for each in found.outcomes)
    assert placed + found.missed >= 3
    assert found.missed > 0
