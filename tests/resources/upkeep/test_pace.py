"""The pace of calls: what the hours come to, exactly, and more hours never make the list older."""

import math

from hypothesis import given
from hypothesis import strategies as st

from resources.upkeep.pace import TURNS_RELIED_ON, WEEKS_PER_MONTH, Pace, outlook

minutes = st.integers(1, 60)
records = st.integers(0, 20_000)


def test_four_hours_a_week_go_over_1400_records_in_nine_and_a_half_months() -> None:
    found = outlook(Pace(4, 7, 12), records=1400, relied_on=0)

    assert (found.calls_per_week, round(found.cycle_months or 0, 1), found.oldest_days) == (34, 9.5, 289)
    assert found.on_time
    assert found.calls_needed == 27
    assert round(found.hours_needed, 2) == 3.15


def test_half_a_day_makes_about_35_calls() -> None:
    assert Pace(4.1, 7, 12).calls_per_week == 35


def test_without_hours_no_record_has_its_turn() -> None:
    found = outlook(Pace(0, 7, 12), records=3, relied_on=0)

    assert (found.cycle_months, found.oldest_days, found.on_time) == (None, None, False)


def test_an_empty_directory_needs_no_hours() -> None:
    found = outlook(Pace(0, 7, 12), records=0, relied_on=0)

    assert (found.oldest_days, found.hours_needed, found.on_time) == (0, 0, True)


@given(records, st.integers(1, 60), minutes, st.data())
def test_the_cycle_is_the_turns_by_the_calls(count: int, hours: int, each: int, data: st.DataObject) -> None:
    relied_on = data.draw(st.integers(0, count))
    found = outlook(Pace(hours, each, 12), count, relied_on)
    turns = count - relied_on + TURNS_RELIED_ON * relied_on

    assert found.calls_per_week == hours * 60 // each
    assert found.cycle_months is not None
    assert math.isclose(found.cycle_months * WEEKS_PER_MONTH * found.calls_per_week, turns, abs_tol=1e-6)


@given(records, st.floats(0, 80), st.floats(0, 80), minutes)
def test_more_hours_never_make_the_list_older(count: int, some: float, more: float, each: int) -> None:
    less, longer = sorted((some, more))
    before, after = (outlook(Pace(hours, each, 12), count, 0).oldest_days for hours in (less, longer))

    assert before is None or (after is not None and after <= before)


@given(records, minutes, st.integers(1, 60), st.data())
def test_the_hours_it_says_are_needed_are_enough_and_an_hour_less_of_a_call_is_not(
    count: int, each: int, months: int, data: st.DataObject
) -> None:
    relied_on = data.draw(st.integers(0, count))
    asked = outlook(Pace(0, each, months), count, relied_on)

    enough = outlook(Pace(asked.hours_needed, each, months), count, relied_on)
    short = outlook(Pace(max(0.0, asked.hours_needed - each / 60), each, months), count, relied_on)

    assert enough.on_time
    assert enough.cycle_months is not None
    assert enough.cycle_months <= months + 1e-9
    assert count == 0 or not short.on_time
