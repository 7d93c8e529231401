"""What fills a person's week keeps them from services open at the same hours, and the reason says what it is."""

from collections.abc import Callable
from datetime import time
from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from matching import engine
from matching.catalog import load
from matching.columns.index import Index
from matching.fixed_times import FixedTime
from matching.offer import Place
from matching.snapshot import recompute, stored
from matching.wording import english
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.commitments import Commitment
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.conflicts import conflicts
from reentry.plans.steps import PlanStep
from reentry.week import fixed_times, offers
from reentry.week.fixed_times import FixedTimeForm
from reentry.week.taken_hours import floating_hours, taken_hours
from tests.browser import Browser
from tests.conftest import NOW, PASSWORD
from tests.reentry.touched.conftest import choose
from tests.reentry.week.test_week import WORK, enter, services

__all__ = ["services"]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


def nowhere(_: object) -> Place | None:
    return None


def told(**changes: Any) -> tuple[FixedTime, ...]:
    """What matching is told of somebody with one fixed time."""
    commitment = Commitment(
        kind="work", days=[0, 1, 2, 3, 4], begins="09:00", ends="17:00", travel_minutes=20
    )
    for name, value in changes.items():
        setattr(commitment, name, value)
    return taken_hours(Person(travel_minutes=None, commitments=[commitment]), nowhere)


def test_work_is_told_with_its_days_hours_and_way() -> None:
    assert told() == (FixedTime("work", WEEKDAYS, time(9), time(17), 20),)


def floating(*some: dict[str, Any]) -> list[str]:
    """What is told of the hours that may lie anywhere."""
    usual = {"kind": "school", "days": [0, 2, 4], "begins": "08:00", "ends": "17:00"}
    commitments = [Commitment(**(usual | each)) for each in some]
    return [each.told for each in floating_hours(Person(commitments=commitments))]


def test_what_may_lie_anywhere_in_its_hours_is_told_as_left_to_the_week() -> None:
    assert floating({"minutes": 60}) == ["3 hours of class or training"]
    assert floating({"minutes": 45, "times": 1}, {"kind": "work", "minutes": 90}) == [
        "4 hours 30 minutes of work",
        "45 minutes of class or training",
    ]
    assert floating({"times": 1, "begins": "09:00", "ends": "10:00"}) == ["1 hour of class or training"]
    # Of treatment no list tells.
    assert floating({"kind": "treatment", "minutes": 60}) == ["3 hours of appointments"]


def test_what_has_hours_of_its_own_is_not_left_to_the_week() -> None:
    assert floating({}, {"minutes": 9 * 60}) == []


def test_the_matches_say_what_their_hours_leave_out(
    browser: Browser, database: Database, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    pages = [f"/people/{person_id}/matches/housing", f"/people/{person_id}/matches"]
    assert all("may lie anywhere" not in browser.get(page).text for page in pages)

    enter(browser, person_id, kind="school", begins="08:00", ends="17:00", minutes="60", days=["0", "2", "4"])

    for page in pages:
        text = " ".join(browser.get(page).text.split())
        assert "The hours below leave out 3 hours of class or training a week, which may lie anywhere" in text


def test_what_tells_of_health_or_private_life_is_an_appointment() -> None:
    kinds = ("treatment", "testing", "family", "worship", "other")

    assert {each.kind for kind in kinds for each in told(kind=kind)} == {"appointment"}


@pytest.mark.parametrize(
    ("changes", "movable"),
    [({}, False), ({"movable": 30}, True), ({"kind": "worship"}, True), ({"kind": "court"}, False)],
)
def test_what_nobody_ordered_gives_way_as_does_what_can_be_moved(
    changes: dict[str, Any], movable: bool
) -> None:
    assert [each.movable for each in told(**changes)] == [movable]


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({"minutes": 60}, 0),
        ({"times": 2}, 0),
        ({"times": 5}, 1),
        ({"minutes": 480}, 1),
        ({"ends": "09:00"}, 1),
    ],
)
def test_what_may_lie_anywhere_within_its_hours_takes_none_of_them(
    changes: dict[str, Any], taken: int
) -> None:
    assert len(told(**changes)) == taken


def test_a_way_that_nobody_knows_is_the_usual_one() -> None:
    assert [each.travel_minutes for each in told(travel_minutes=None)] == [30]
    assert told(ended_at=NOW) == ()


def take(database: Database, person_id: UUID, clerk: Clerk, **changes: Any) -> None:
    form = {key: value for key, value in {**WORK, **changes}.items() if value is not None}
    with database.writing() as session:
        fixed_times.enter(session, session.get_one(Person, person_id), FixedTimeForm().load(form), clerk)


def judged(database: Database, person_id: UUID, need: str = "jobs") -> dict[str, tuple[str, list[str]]]:
    with database.reading() as session:
        person = session.get_one(Person, person_id)
        found = engine.match(load(session), matches.question(person, None, NOW.date()), need)
        every = (*found.best, *found.not_eligible)
        return {
            each.offer.organization: (
                str(each.judgment.status),
                [english().sentence(reason) for reason in each.judgment.reasons if reason.rule == "hours"],
            )
            for each in every
        }


TAKEN = "No hour is left while it is open; in the way, with the way there and back: work."


@pytest.mark.usefixtures("services")
def test_a_center_open_at_work_hours_alone_does_not_fit_and_says_so(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    assert judged(database, person_id)["Day Center"][1] == []

    take(database, person_id, clerk)

    assert judged(database, person_id)["Day Center"] == ("not_eligible", [TAKEN])
    assert judged(database, person_id)["Evening Center"][1] == [
        "Open for an hour or more in the time that the order and the fixed times of the week leave."
    ]


@pytest.mark.usefixtures("services")
def test_what_the_employer_could_move_is_to_be_asked(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    take(database, person_id, clerk, movable="60")

    assert judged(database, person_id)["Day Center"][0] == "possible"


def test_the_sessions_of_a_step_are_not_in_the_way_of_the_service_they_are_at(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk, services: dict[str, UUID]
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    step_id = choose(database, person_id, "jobs", services["day"], clerk)

    take(database, person_id, clerk, kind="school", step=str(step_id))

    assert judged(database, person_id)["Day Center"][1] == []
    with database.reading() as session:
        step = session.get_one(PlanStep, step_id)
        assert recompute(step.snapshot) == stored(step.snapshot)
        assert not [each for each in conflicts(step.plan, NOW.date(), english()) if "match again" in each]


def test_a_choice_made_before_work_began_is_to_be_matched_again_where_it_takes_a_visit(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk, services: dict[str, UUID]
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    step_id = choose(database, person_id, "jobs", services["day"], clerk)

    take(database, person_id, clerk)

    with database.reading() as session:
        plan = session.get_one(PlanStep, step_id).plan
        assert [each for each in conflicts(plan, NOW.date(), english()) if "match again" in each]


@pytest.mark.usefixtures("services")
def test_what_is_proposed_beside_work_keeps_a_snapshot_that_gives_the_same_answer_again(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    take(database, person_id, clerk)

    with database.writing() as session:
        person, index = session.get_one(Person, person_id), Index(load(session), NOW.date())
        proposed = offers.offers(person, None, index, NOW.date(), health=True)
        assert [each.match.offer.organization for each in proposed.offered if each.match] == [
            "Evening Center"
        ]
        offers.accept(session, person, proposed.offered, index, clerk, NOW.date())
        (step,) = plans.chosen(session, person, "jobs")
        assert recompute(step.snapshot) == stored(step.snapshot)
        assert [each.rule for each in stored(step.snapshot).reasons if each.code == "open_beside"] == [
            "hours"
        ]


@pytest.mark.usefixtures("services")
def test_the_page_of_matches_says_what_is_in_the_way(
    log_in: Callable[..., Browser], take_in: Callable[..., UUID]
) -> None:
    person_id = take_in(conditions={}, needs=["jobs"])
    desk = log_in("supervisor")
    enter(desk, person_id)

    text = desk.get(f"/people/{person_id}/matches/jobs").text

    assert "Hours clash with the curfew or the week" in text
    assert TAKEN in text
