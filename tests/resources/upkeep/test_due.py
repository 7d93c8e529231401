"""Whose turn it is: what protects most plans first, what was just called last, and always the same order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.upkeep.due import REST_DAYS, Standing, in_order
from resources.upkeep.pace import Pace, outlook

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)
PACE = Pace(4, 7, 12)


def key(number: int) -> UUID:
    """A record's key."""
    return UUID(int=number)


def ago(days: int) -> date:
    """A day so long before today."""
    return TODAY - timedelta(days=days)


standings = st.lists(
    st.builds(
        Standing,
        service_id=st.uuids(),
        plans=st.integers(0, 3),
        verified=st.none() | st.dates(ago(900), TODAY),
        overdue_days=st.integers(0, 900),
        called_at=st.none() | st.integers(0, 400).map(lambda days: NOON - timedelta(days=days, minutes=1)),
        next_try=st.none() | st.dates(ago(30), ago(-30)),
    ),
    unique_by=lambda each: each.service_id,
    max_size=12,
)


def test_the_order_is_plans_then_next_try_then_overdue_then_never_verified() -> None:
    wanted = [
        Standing(key(9), plans=3, verified=ago(100)),
        Standing(key(8), plans=1),
        Standing(key(7), verified=ago(10), called_at=NOON - timedelta(days=3), next_try=ago(1)),
        Standing(key(6), verified=ago(800), overdue_part="phone", overdue_days=770),
        Standing(key(5), verified=ago(400), overdue_part="phone", overdue_days=370),
        Standing(key(4)),
        Standing(key(3), verified=ago(300), overdue_part="phone", overdue_days=270),
        Standing(key(2), verified=ago(3)),
        Standing(key(1), called_at=NOON - timedelta(days=1)),
    ]

    assert in_order(reversed(wanted), PACE, TODAY) == wanted


@given(standings, st.randoms())
def test_the_order_is_total_and_does_not_depend_on_the_order_before(
    found: list[Standing], chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    ordered = in_order(found, PACE, TODAY)

    assert in_order(shuffled, PACE, TODAY) == ordered
    assert {each.service_id for each in ordered} == {each.service_id for each in found}
    assert len(ordered) == len(found)


@given(standings.filter(bool), st.data())
def test_a_record_just_called_goes_to_the_back(found: list[Standing], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    called = replace(found[place], called_at=NOON, next_try=None)

    order = in_order([*found[:place], called, *found[place + 1 :]], PACE, TODAY)

    assert order[-1] == called


@given(standings.filter(bool), st.data())
def test_one_more_open_plan_never_moves_a_record_back(found: list[Standing], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    before = in_order(found, PACE, TODAY).index(found[place])
    needed = replace(found[place], plans=found[place].plans + 1)

    after = in_order([*found[:place], needed, *found[place + 1 :]], PACE, TODAY).index(needed)

    assert after <= before


@pytest.mark.parametrize(
    ("standing", "due"),
    [
        (Standing(key(1)), True),
        (Standing(key(1), verified=ago(366)), True),
        (Standing(key(1), verified=ago(365)), False),
        (Standing(key(1), plans=1, verified=ago(92)), True),
        (Standing(key(1), plans=1, verified=ago(91)), False),
        (Standing(key(1), called_at=NOON - timedelta(days=REST_DAYS - 1)), False),
        (Standing(key(1), called_at=NOON - timedelta(days=REST_DAYS)), True),
        (Standing(key(1), called_at=NOON - timedelta(days=90), next_try=ago(-1)), False),
        (Standing(key(1), called_at=NOON, next_try=TODAY), True),
    ],
)
def test_a_record_is_due_when_its_turn_has_come_or_somebody_said_so(standing: Standing, due: bool) -> None:
    assert standing.is_due(PACE, TODAY) is due


@settings(max_examples=25)
@given(st.integers(1, 120), st.integers(0, 10), st.integers(2, 12))
def test_with_the_hours_it_says_it_needs_no_record_outgrows_the_cycle(
    count: int, relied_on: int, months: int
) -> None:
    relied_on = min(relied_on, count)
    pace = Pace(0, 6, months)
    needed = outlook(pace, count, relied_on).calls_needed
    found = {key(each): Standing(key(each), plans=int(each < relied_on)) for each in range(count)}
    oldest, weeks = 0, round(months * 4.35)

    for week in range(3 * weeks):
        day = TODAY + timedelta(weeks=week)
        if week > weeks:
            oldest = max(
                oldest, *((day - each.verified).days if each.verified else 10**6 for each in found.values())
            )
        moment = datetime.combine(day, datetime.min.time(), UTC)
        for each in in_order(found.values(), pace, day)[:needed]:
            found[each.service_id] = replace(each, verified=day, called_at=moment)

    # A week is the grain of the work: the last of a cycle may wait for the end of it.
    assert oldest <= months * 30.44 + 14
