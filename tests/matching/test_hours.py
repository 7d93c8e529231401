"""Whether a person under curfew can be there while it is open."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.strategies import CLOCKS
from tests.matching.written import judged, reasons

NIGHT = {"from": "20:00", "to": "06:00"}
DAY = {"from": "06:00", "to": "20:00"}


def block(opens: object, closes: object, days: object = ("MO",)) -> dict[str, Any]:
    return {"days": list(days) if isinstance(days, tuple) else days, "opens": opens, "closes": closes}


def visit(
    *blocks: Any, curfew: object = NIGHT, travel: object = None, **service: Any
) -> list[tuple[str, str]]:
    conditions = {"curfew": curfew, "travel_minutes": travel}
    return reasons(judged(conditions=conditions, **({"schedule": list(blocks)} | service)))


def test_without_a_curfew_hours_do_not_matter() -> None:
    assert visit(block("02:00", "03:00"), curfew=None) == []


def test_where_the_person_lives_hours_do_not_matter() -> None:
    assert [rule for rule, _ in visit(block("02:00", "03:00"), residential=True)] == [
        "position_arson",
        "position_sex_offense",
        "position_violent_offense",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("09:00", "17:00", "met"),
        ("05:00", "07:00", "met"),
        ("05:00", "06:59", "not_met"),
        ("19:00", "20:00", "met"),
        ("19:01", "23:00", "not_met"),
        ("22:00", "06:00", "not_met"),
        ("22:00", "07:00", "met"),
        ("00:00", "00:00", "met"),
        ("18:00", "18:00", "met"),
    ],
)
def test_sixty_minutes_together_within_the_free_hours(opens: str, closes: str, expected: str) -> None:
    assert visit(block(opens, closes)) == [("hours", expected)]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("22:00", "06:00", "met"),
        ("20:00", "21:00", "met"),
        ("05:00", "06:00", "met"),
        ("05:01", "20:59", "not_met"),
    ],
)
def test_free_hours_may_pass_midnight_too(opens: str, closes: str, expected: str) -> None:
    assert visit(block(opens, closes), curfew=DAY) == [("hours", expected)]


@pytest.mark.parametrize(("travel", "expected"), [(0, "met"), (25, "met"), (60, "met"), (61, "not_met")])
def test_travel_shortens_both_ends(travel: int, expected: str) -> None:
    assert visit(block("05:00", "08:00"), travel=travel) == [("hours", expected)]
    assert visit(block("18:00", "21:00"), travel=travel) == [("hours", expected)]


@pytest.mark.parametrize("travel", [420, 500, 1440, 10**9])
def test_travel_that_eats_the_gap_is_not_met(travel: int) -> None:
    assert visit(block("00:00", "00:00"), travel=travel) == [("hours", "not_met")]


def test_a_gap_of_an_hour_is_enough_and_less_is_not() -> None:
    assert visit(block("00:00", "00:00"), travel=390) == [("hours", "met")]
    assert visit(block("00:00", "00:00"), travel=391) == [("hours", "not_met")]


def test_a_curfew_that_ends_when_it_begins_lasts_all_day() -> None:
    assert visit(block("09:00", "17:00"), curfew={"from": "20:00", "to": "20:00"}) == [("hours", "not_met")]


def test_blocks_are_not_merged() -> None:
    assert visit(block("06:00", "06:40"), block("06:40", "07:20")) == [("hours", "not_met")]


def test_one_block_that_fits_is_enough_on_any_listed_day() -> None:
    assert visit(block("02:00", "03:00"), block("09:00", "17:00", ("SU",))) == [("hours", "met")]


@pytest.mark.parametrize("schedule", [None, []])
@pytest.mark.parametrize("travel", [0, 800])
def test_without_a_schedule_it_is_unknown(schedule: object, travel: int) -> None:
    assert visit(schedule=schedule, travel=travel) == [("hours", "unknown")]


@pytest.mark.parametrize(
    "odd", [block("nine", "17:00"), block("09:00", None), block("09:00", "17:00", []), "9-5", 7]
)
def test_a_block_that_cannot_be_read_leaves_it_open(odd: object) -> None:
    assert visit(odd) == [("hours", "unknown")]
    assert visit(odd, block("02:00", "03:00")) == [("hours", "unknown")]
    assert visit(odd, block("09:00", "17:00")) == [("hours", "met")]


@pytest.mark.parametrize(
    "curfew", [{"from": "20:00"}, {"from": "20:00", "to": "25:00"}, "20:00-06:00", 5, []]
)
def test_a_curfew_that_cannot_be_read_is_unknown(curfew: object) -> None:
    assert visit(block("09:00", "17:00"), curfew=curfew) == [("hours", "unknown")]


@pytest.mark.parametrize("curfew", [{}, {"from": None, "to": None}])
def test_an_empty_curfew_is_none(curfew: object) -> None:
    assert visit(block("09:00", "17:00"), curfew=curfew) == []


@pytest.mark.parametrize("closes", ["24:00", "00:00"])
def test_midnight_closes_the_day(closes: str) -> None:
    assert visit(block("23:00", closes), curfew=DAY) == [("hours", "met")]


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _slow_visit(opens: int, closes: int, start: int, end: int, travel: int) -> bool:
    """Minute by minute: an unbroken hour that is open and outside the curfew with the way there and back."""
    open_until = closes if closes > opens else closes + 1440
    gap = (start - end) % 1440
    free = {(end + minute) % 1440 for minute in range(travel, gap - travel)}
    run = best = 0
    for minute in range(opens, open_until):
        # A new free time begins where the last one ended: the two do not make one visit.
        first = minute % 1440 == (end + travel) % 1440
        run = 0 if minute % 1440 not in free else 1 if first else run + 1
        best = max(best, run)
    return best >= 60


@given(CLOCKS, CLOCKS, CLOCKS, CLOCKS, st.integers(0, 760))
def test_the_arithmetic_agrees_with_counting_minutes(
    opens: str, closes: str, start: str, end: str, travel: int
) -> None:
    [(_, status)] = visit(block(opens, closes), curfew={"from": start, "to": end}, travel=travel)

    slow = _slow_visit(_minutes(opens), _minutes(closes), _minutes(start), _minutes(end), travel)

    assert status == ("met" if slow else "not_met")


def approved(
    start: str, end: str, *days: str, purpose: str = "work", needs: object = ("jobs",), travel: int = 0
) -> list[tuple[str, str]]:
    """A service open on Mondays from 9 pm to 11 pm, for somebody at home from 8 pm with some hours approved."""
    window = {"days": list(days), "from": start, "to": end, "purpose": purpose}
    conditions = {"curfew": NIGHT, "travel_minutes": travel, "approved": [window]}
    service = {"schedule": [block("21:00", "23:00")], "needs": list(needs)}  # type: ignore[call-overload]
    return reasons(judged(conditions=conditions, **service))


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (("21:00", "23:00", "MO"), "met"),
        (("19:00", "22:00", "MO"), "met"),
        (("20:00", "21:59", "MO"), "not_met"),
        (("21:00", "23:00", "TU"), "not_met"),
        (("22:00", "02:00", "MO"), "met"),
        (("22:30", "02:00", "MO"), "not_met"),
        (("23:00", "22:30", "SU"), "met"),
    ],
)
def test_approved_hours_add_to_the_free_time_of_their_days(
    window: tuple[str, str, str], expected: str
) -> None:
    assert approved(*window) == [("hours", expected)]


@pytest.mark.parametrize(
    ("purpose", "needs", "expected"),
    [
        ("work", ("jobs",), "met"),
        ("work", ("housing", "jobs"), "met"),
        ("any", (), "met"),
        ("work", ("health_care",), "not_met"),
        ("medical", ("health_care",), "met"),
        ("fun", ("jobs",), "not_met"),
    ],
)
def test_hours_are_approved_for_an_errand_and_for_no_other(
    purpose: str, needs: tuple[str, ...], expected: str
) -> None:
    assert approved("21:00", "23:00", "MO", purpose=purpose, needs=needs) == [("hours", expected)]


def test_the_way_shortens_approved_hours_only_where_they_end() -> None:
    # They join the free time, so that nobody goes home in between.
    assert approved("20:00", "22:30", "MO", travel=30) == [("hours", "met")]
    assert approved("20:00", "22:29", "MO", travel=30) == [("hours", "not_met")]
    assert approved("20:45", "23:00", "MO", travel=30) == [("hours", "met")]
    assert approved("21:00", "23:00", "MO", travel=31) == [("hours", "not_met")]


def test_a_person_kept_home_all_day_may_go_in_approved_hours() -> None:
    window = {"days": ["MO"], "from": "09:00", "to": "12:00", "purpose": "any"}
    conditions = {"curfew": {"from": "00:00", "to": "00:00"}, "approved": [window]}

    assert reasons(judged(conditions=conditions, schedule=[block("09:00", "17:00")])) == [("hours", "met")]
    assert reasons(judged(conditions=conditions, schedule=[block("09:00", "17:00", ("TU",))])) == [
        ("hours", "not_met")
    ]


@given(CLOCKS, CLOCKS, CLOCKS, CLOCKS, st.integers(0, 300))
def test_hours_approved_every_day_leave_what_counting_minutes_leaves(
    opens: str, closes: str, start: str, end: str, travel: int
) -> None:
    window = {"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "from": start, "to": end, "purpose": "any"}
    conditions = {"curfew": NIGHT, "travel_minutes": travel, "approved": [window]}
    judgment = judged(conditions=conditions, schedule=[block(opens, closes)])

    lasts = (_minutes(end) - _minutes(start) - 1) % 1440 + 1
    out = {minute for minute in range(-1440, 4 * 1440) if 360 <= minute % 1440 < 1200}
    out |= {day * 1440 + _minutes(start) + minute for day in range(-2, 5) for minute in range(lasts)}
    closing = _minutes(closes) + (1440 if _minutes(closes) <= _minutes(opens) else 0)
    there = [
        all(away in out for away in (minute - travel, minute, minute + travel))
        and set(range(minute - travel, minute + travel + 1)) <= out
        for minute in range(_minutes(opens), closing)
    ]
    assert (longest_run(there) >= 60) == (reasons(judgment) == [("hours", "met")])


def longest_run(there: list[bool]) -> int:
    run = best = 0
    for each in there:
        run = run + 1 if each else 0
        best = max(best, run)
    return best
