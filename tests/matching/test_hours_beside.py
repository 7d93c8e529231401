"""Whether work, reporting and other fixed times leave an hour while a service is open, and which is in the way."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.answers import MET, NOT_MET, UNKNOWN, Answer
from matching.case import read_conditions, read_offer
from matching.hours import hours
from matching.offer import Offer
from matching.wording import english
from tests.matching.strategies import CONDITIONS, FIXED_TIMES, SERVICES

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]
OFFICE_HOURS = {"days": WEEKDAYS, "opens": "09:00", "closes": "17:00"}
EVENING = {"days": ["TU"], "opens": "17:00", "closes": "19:00"}
ORDER = {MET: 2, UNKNOWN: 1, NOT_MET: 0}


def fixed(
    start: str, end: str, kind: str = "work", days: list[str] = WEEKDAYS, **more: Any
) -> dict[str, Any]:
    return {"kind": kind, "days": days, "from": start, "to": end} | more


def visit(
    *blocks: Any, times: list[Any], service: Any = None, **conditions: Any
) -> tuple[str, str, str] | None:
    """Status, code and what is in the way."""
    offer = read_offer({"schedule": list(blocks)} | (service or {}))
    found = hours(read_conditions({"fixed_times": times} | conditions), offer)
    if not found:
        return None
    (reason,) = found
    return str(reason.status), reason.code, str(reason.params.get("fixed", ""))


def test_work_through_all_open_hours_is_said_to_be_in_the_way() -> None:
    assert visit(OFFICE_HOURS, times=[fixed("09:00", "17:00")]) == ("not_met", "taken", "work")


def test_it_does_not_take_a_curfew() -> None:
    assert visit(OFFICE_HOURS, times=[fixed("09:00", "15:00")]) == ("met", "open_beside", "")
    assert visit(OFFICE_HOURS, times=[]) is None


@pytest.mark.parametrize(
    ("ends", "way", "travel", "expected"),
    [
        ("16:00", 0, 0, ("met", "open_beside", "")),
        ("16:01", 0, 0, ("not_met", "taken", "work")),
        ("15:00", 30, 30, ("met", "open_beside", "")),
        # Home and back there is no hour left; straight from work there may be.
        ("15:01", 30, 30, ("unknown", "only_straight", "work")),
        ("16:00", 30, 30, ("unknown", "only_straight", "work")),
        ("16:01", 30, 30, ("not_met", "taken", "work")),
        # Straight on it cannot be less than the two ways differ.
        ("15:20", 60, 20, ("unknown", "only_straight", "work")),
        ("15:21", 60, 20, ("not_met", "taken", "work")),
    ],
)
def test_the_way_home_and_there_again_counts_unless_one_goes_straight(
    ends: str, way: int, travel: int, expected: tuple[str, str, str]
) -> None:
    times = [fixed("08:00", ends, travel_minutes=way)]

    assert visit(OFFICE_HOURS, times=times, travel_minutes=travel) == expected


def test_what_can_be_moved_rules_nothing_out() -> None:
    assert visit(OFFICE_HOURS, times=[fixed("09:00", "17:00", movable=True)]) == (
        "unknown",
        "movable",
        "work",
    )


def test_what_would_have_to_give_way_is_named_and_nothing_else() -> None:
    day = {"days": ["MO"], "opens": "09:00", "closes": "12:00"}
    court = fixed("10:00", "12:00", "court", ["MO"])

    assert visit(day, times=[court, fixed("09:00", "09:30", "reporting")]) == (
        "not_met",
        "taken",
        "reporting,court",
    )
    assert visit(day, times=[court, fixed("09:00", "12:00")]) == ("not_met", "taken", "work")
    both = [fixed("09:00", "12:00", "court"), fixed("09:00", "12:00")]
    assert visit(day, times=both) == ("not_met", "taken", "work,court")


def test_a_free_day_is_enough() -> None:
    assert visit(OFFICE_HOURS, times=[fixed("00:00", "00:00", days=WEEKDAYS[1:])]) == (
        "met",
        "open_beside",
        "",
    )


def test_a_night_shift_lasts_into_the_next_day_and_week() -> None:
    monday = {"days": ["MO"], "opens": "05:00", "closes": "08:00"}

    assert visit(monday, times=[fixed("22:00", "07:30", days=["SU"])]) == ("not_met", "taken", "work")
    assert visit(monday, times=[fixed("22:00", "07:00", days=["SU"])]) == ("met", "open_beside", "")


def test_the_curfew_alone_is_told_as_before() -> None:
    night = {"from": "16:00", "to": "09:00"}

    assert visit(EVENING, times=[fixed("01:00", "02:00")], curfew=night) == (
        "not_met",
        "never_open_long_enough",
        "",
    )


def test_curfew_and_work_together_leave_no_hour() -> None:
    night = {"from": "18:30", "to": "06:00"}

    assert visit(EVENING, times=[fixed("08:00", "17:00")], curfew=night) == ("met", "open_beside", "")
    assert visit(EVENING, times=[fixed("08:00", "17:31")], curfew=night) == ("not_met", "taken", "work")


def test_approved_hours_count_beside_work() -> None:
    night = {"from": "17:00", "to": "06:00"}
    approved = [{"days": ["TU"], "from": "17:00", "to": "20:00", "purpose": "any"}]
    times = [fixed("08:00", "17:00")]

    assert visit(EVENING, times=times, curfew=night, approved=approved) == ("met", "open_beside", "")
    assert visit(EVENING, times=[fixed("08:00", "18:30")], curfew=night, approved=approved) == (
        "not_met",
        "taken",
        "work",
    )


@pytest.mark.parametrize(
    ("block", "times", "code"),
    [
        (None, [fixed("09:00", "17:00")], "no_schedule_beside"),
        (OFFICE_HOURS | {"closes": "late"}, [fixed("09:00", "17:00")], "schedule_unread_beside"),
        (OFFICE_HOURS, [fixed("nine", "17:00")], "fixed_unread"),
        (OFFICE_HOURS, [fixed("09:00", "17:00", days=["weekdays"])], "fixed_unread"),
        (OFFICE_HOURS | {"closes": "09:30"}, [fixed("20:00", "21:00")], "never_open_an_hour"),
    ],
)
def test_what_nobody_knows_stays_unknown(block: Any, times: list[Any], code: str) -> None:
    assert visit(*([block] if block else []), times=times) == ("unknown", code, "")


def test_the_sessions_at_a_service_are_not_in_their_own_way() -> None:
    here = UUID(int=7)
    times = [fixed("09:00", "17:00", "appointment", at=str(here))]
    conditions = read_conditions({"fixed_times": times})
    elsewhere = read_offer({"schedule": [OFFICE_HOURS]})

    assert hours(conditions, Offer(service_id=here, schedule=elsewhere.schedule)) == []
    assert [each.status for each in hours(conditions, elsewhere)] == [NOT_MET]


def test_where_one_lives_or_calls_fixed_times_do_not_matter() -> None:
    times = [fixed("09:00", "17:00")]
    call = Offer(reach="telephone", schedule=read_offer({"schedule": [OFFICE_HOURS]}).schedule)

    assert visit(OFFICE_HOURS, times=times, service={"residential": True}) is None
    assert hours(read_conditions({"fixed_times": times}), call) == []


def test_the_sentence_says_what_is_in_the_way() -> None:
    offer = read_offer({"schedule": [OFFICE_HOURS]})
    times = [fixed("09:00", "17:00", travel_minutes=30), fixed("09:00", "17:00", "reporting")]
    (reason,) = hours(read_conditions({"fixed_times": times}), offer)

    assert english().sentence(reason) == (
        "No hour is left while it is open; in the way, with the way there and back: work, reporting."
    )


def answer(conditions: dict[str, Any], service: dict[str, Any]) -> Answer | None:
    return next((each.status for each in hours(read_conditions(conditions), read_offer(service))), None)


@given(CONDITIONS, st.lists(FIXED_TIMES, max_size=3), FIXED_TIMES, SERVICES)
def test_one_more_fixed_time_never_makes_a_service_fit_better(
    order: dict[str, Any], times: list[Any], one_more: dict[str, Any], service: dict[str, Any]
) -> None:
    before = answer(order | {"fixed_times": times}, service)
    after = answer(order | {"fixed_times": [*times, one_more]}, service)

    assert (after is None) <= (before is None)
    assert ORDER[after or MET] <= ORDER[before or MET]


@given(CONDITIONS, st.lists(FIXED_TIMES, max_size=4), SERVICES, st.randoms(use_true_random=False))
def test_the_order_in_which_they_were_entered_does_not_matter(
    order: dict[str, Any], times: list[Any], service: dict[str, Any], dice: Any
) -> None:
    mixed = list(times)
    dice.shuffle(mixed)

    found = [
        hours(read_conditions(order | {"fixed_times": each}), read_offer(service)) for each in (times, mixed)
    ]

    assert found[0] == found[1]


@given(CONDITIONS, SERVICES)
def test_without_fixed_times_the_answer_is_that_of_the_order(
    order: dict[str, Any], service: dict[str, Any]
) -> None:
    assert answer(order | {"fixed_times": []}, service) == answer(order, service)
