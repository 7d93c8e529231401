"""Places are given out by the stated rule and by nothing else, to as many as can be, whoever asks and in any order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matching.allocation.allotment import Outcome, allot
from matching.allocation.candidate import Candidate, Option
from matching.allocation.rule import in_order
from matching.judgment import Status

E, P = Status.ELIGIBLE, Status.POSSIBLE
SERVICES = [UUID(int=100 + number) for number in range(5)]
HOUSE, HOSTEL, FARM = SERVICES[:3]


@dataclass(frozen=True)
class Round:
    """Some people, the free places and who has one already."""

    candidates: list[Candidate]
    places: dict[UUID, int]
    locked: dict[UUID, UUID]

    def allot(self) -> list[Outcome]:
        """The places given out."""
        return allot(self.candidates, self.places, self.locked).outcomes


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    candidates = []
    for number in range(draw(st.integers(0, 9))):
        order = draw(st.permutations(SERVICES))
        fits = draw(st.lists(st.sampled_from([E, P, None]), min_size=5, max_size=5))
        options = [Option(service, status) for service, status in zip(order, fits, strict=True) if status]
        options.sort(key=lambda each: each.status is P)
        candidates.append(
            Candidate(
                id=UUID(int=number + 1),
                on=date(2026, 12, draw(st.integers(1, 3))),
                no_residence=draw(st.booleans()),
                homeless=draw(st.sampled_from([True, False, None])),
                options=tuple(options),
            )
        )
    places = draw(st.dictionaries(st.sampled_from(SERVICES), st.integers(0, 3)))
    locked = draw(
        st.dictionaries(
            st.sampled_from([each.id for each in candidates]), st.sampled_from(SERVICES), max_size=3
        )
        if candidates
        else st.just({})
    )
    return Round(candidates, places, locked)


def someone(number: int, day: int, *options: tuple[UUID, Status], **more: bool | None) -> Candidate:
    """A candidate released on that day of December."""
    return Candidate(
        id=UUID(int=number),
        on=date(2026, 12, day),
        options=tuple(Option(*each) for each in options),
        **more,  # type: ignore[arg-type]
    )


def served_one_by_one(wants: Mapping[UUID, Sequence[UUID]], places: Mapping[UUID, int]) -> set[UUID]:
    """Whoever can be served beside everybody before them, found by moving people about: slow, and plainly right."""
    holding: dict[UUID, list[UUID]] = {service: [] for service in places}

    def make_room(who: UUID, tried: set[UUID]) -> bool:
        for service in wants[who]:
            if service not in places or service in tried:
                continue
            tried.add(service)
            if len(holding[service]) < places[service]:
                holding[service].append(who)
                return True
            for other in holding[service]:
                if make_room(other, tried):
                    holding[service][holding[service].index(other)] = who
                    return True
        return False

    return {who for who in wants if make_room(who, set())}


def free(round_: Round) -> dict[UUID, int]:
    """The places that are left beside those locked."""
    held = list(round_.locked.values())
    return {service: max(0, count - held.count(service)) for service, count in round_.places.items()}


def at(who: Candidate, status: Status) -> list[UUID]:
    """The services where somebody is judged so."""
    return [each.service_id for each in who.options if each.status is status]


def got(outcomes: Iterable[Outcome]) -> dict[UUID, UUID | None]:
    """Who got what."""
    return {each.candidate.id: each.service_id for each in outcomes}


@given(rounds())
def test_as_many_as_can_be_get_a_place_they_qualify_for_and_then_as_many_others(round_: Round) -> None:
    open_to = [each for each in in_order(round_.candidates) if each.id not in round_.locked]
    sure = served_one_by_one({each.id: at(each, E) for each in open_to}, free(round_))
    first = {each.id: at(each, E) for each in open_to if each.id in sure}
    rest = {each.id: at(each, P) for each in open_to if each.id not in sure}

    outcomes = [each for each in round_.allot() if not each.kept]

    assert {each.candidate.id for each in outcomes if each.status is E} == sure
    assert {each.candidate.id for each in outcomes if each.service_id} == served_one_by_one(
        first | rest, free(round_)
    )


@given(rounds())
def test_nobody_is_left_out_while_one_who_comes_later_gets_what_they_qualify_for(round_: Round) -> None:
    outcomes = round_.allot()
    given_out = [each for each in outcomes if each.service_id and not each.kept]

    for left in (each for each in outcomes if each.service_id is None):
        for service in at(left.candidate, E):
            if service not in round_.places:
                continue
            holders = [each for each in given_out if each.service_id == service]
            assert len(holders) == free(round_)[service]
            assert all(each.turn < left.turn and each.status is E for each in holders)
        for service in at(left.candidate, P):
            if service in round_.places:
                holders = [each for each in given_out if each.service_id == service]
                assert len(holders) == free(round_)[service]
                assert all(each.turn < left.turn or each.status is E for each in holders)


@given(rounds(), st.randoms())
def test_the_order_of_what_comes_in_does_not_matter(round_: Round, dice: object) -> None:
    shuffled = list(round_.candidates)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    places = dict(sorted(round_.places.items(), reverse=True))
    locked = dict(sorted(round_.locked.items(), reverse=True))

    assert allot(shuffled, places, locked).outcomes == round_.allot()


@given(rounds())
def test_whoever_has_a_place_keeps_it_and_no_place_is_given_twice(round_: Round) -> None:
    outcomes = round_.allot()

    for who, service in round_.locked.items():
        assert got(outcomes)[who] == service
    for service in SERVICES:
        given_out = sum(each.service_id == service and not each.kept for each in outcomes)
        assert given_out <= free(round_).get(service, 0)
    for each in outcomes:
        if each.service_id and not each.kept:
            assert each.status in (E, P)
            assert Option(each.service_id, each.status) in each.candidate.options


@given(rounds(), st.sampled_from(SERVICES))
def test_one_more_place_takes_nobodys_away(round_: Round, service: UUID) -> None:
    before = {each.candidate.id for each in round_.allot() if each.status is E}
    more = {**round_.places, service: round_.places.get(service, 0) + 1}

    after = {each.candidate.id for each in replace(round_, places=more).allot() if each.status is E}

    assert before <= after


@given(rounds())
def test_every_one_left_is_told_what_stood_in_the_way_at_each_service(round_: Round) -> None:
    for left in (each for each in round_.allot() if each.service_id is None):
        reachable = [each for each in left.candidate.options if each.service_id in round_.places]
        assert bool(reachable) == bool(left.before or left.full)
        assert set(left.before) <= {"release", "no_residence", "homeless", "lot", "qualifies"}


def test_the_day_of_release_decides_and_the_one_left_learns_that() -> None:
    late, early = someone(1, 20, (HOUSE, E), homeless=True), someone(2, 3, (HOUSE, E))

    outcomes = allot([late, early], {HOUSE: 1}).outcomes

    assert got(outcomes) == {early.id: HOUSE, late.id: None}
    assert outcomes[1].before == {"release": 1}


def test_whoever_qualifies_comes_before_whoever_must_be_asked_about_although_released_later() -> None:
    asked, sure = someone(1, 1, (HOUSE, P)), someone(2, 20, (HOUSE, E))

    outcomes = allot([asked, sure], {HOUSE: 1}).outcomes

    assert got(outcomes) == {asked.id: None, sure.id: HOUSE}
    assert outcomes[0].before == {"qualifies": 1}


def test_one_who_has_a_choice_makes_way_for_one_who_has_none() -> None:
    choosy, bound = someone(1, 1, (HOUSE, E), (HOSTEL, E)), someone(2, 20, (HOUSE, E))

    outcomes = allot([choosy, bound], {HOUSE: 1, HOSTEL: 1}).outcomes

    assert got(outcomes) == {choosy.id: HOSTEL, bound.id: HOUSE}
    assert (outcomes[0].choice, outcomes[1].choice) == (2, 1)


def test_each_gets_the_best_of_their_own_list_where_nobody_is_in_the_way() -> None:
    one, other = someone(1, 1, (HOSTEL, E), (HOUSE, E)), someone(2, 2, (HOUSE, E), (HOSTEL, E))

    assert got(allot([one, other], {HOUSE: 1, HOSTEL: 1}).outcomes) == {one.id: HOSTEL, other.id: HOUSE}


def test_on_one_day_whoever_has_no_residence_comes_first_then_the_homeless_then_the_lot() -> None:
    housed = someone(1, 1, (HOUSE, E), no_residence=False, homeless=True)
    unknown, homeless = someone(2, 1, (HOUSE, E)), someone(4, 1, (HOUSE, E), homeless=True)
    by_lot = someone(3, 1, (HOUSE, E))

    outcomes = allot([housed, unknown, homeless, by_lot], {HOUSE: 1}).outcomes

    assert [each.candidate for each in outcomes] == [homeless, unknown, by_lot, housed]
    assert [dict(each.before) for each in outcomes[1:]] == [
        {"homeless": 1},
        {"homeless": 1},
        {"no_residence": 1},
    ]


def test_not_knowing_whether_somebody_is_homeless_is_not_a_no() -> None:
    known_not, unknown = someone(1, 1, (HOUSE, E), homeless=False), someone(2, 1, (HOUSE, E))

    assert got(allot([known_not, unknown], {HOUSE: 1}).outcomes) == {unknown.id: HOUSE, known_not.id: None}


def test_a_service_without_a_counted_place_gives_none() -> None:
    outcomes = allot([someone(1, 1, (FARM, E))], {}).outcomes

    assert got(outcomes) == {UUID(int=1): None}
    assert (outcomes[0].before, outcomes[0].full) == ({}, 0)


def test_a_full_house_is_told_as_full() -> None:
    assert allot([someone(1, 1, (HOUSE, E))], {HOUSE: 0}).outcomes[0].full == 1
    held = allot([someone(1, 1, (HOUSE, E)), someone(2, 9)], {HOUSE: 1}, {UUID(int=2): HOUSE}).outcomes
    assert (held[0].service_id, held[0].full, dict(held[0].before)) == (None, 1, {})
