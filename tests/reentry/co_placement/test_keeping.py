"""Where the other has a place, a residence is ruled out; where one is proposed, to be confirmed; no more is told."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from agency.audit import audit
from agency.database import Database
from matching import snapshot
from reentry.access import apart, restriction
from reentry.co_placement import co_placements, keeping
from reentry.people.people import Person
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.victims import protected_places
from reentry.victims.protected_places import Terms
from resources.records.services import Service
from tests.reentry.co_placement.conftest import (
    Two,
    choose,
    conditions,
    keep_apart,
    refer,
    residences,
    settle,
)
from tests.reentry.plans.providers import provide

FREE = {"Gullwing House": "free", "Sandpiper Rooms": "free"}


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", "unknown"), ("submitted", "not_met"), ("approved", "not_met")]
)
def test_a_residence_of_a_standing_plan_is_ruled_out_and_one_of_a_draft_to_be_confirmed(
    database: Database, two: Two, status: str, expected: str
) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, status)

    assert residences(database, two.one) == FREE | {"Gullwing House": expected}
    # Nobody has to keep clear of their own home.
    assert residences(database, two.other) == FREE


def test_a_backup_is_to_be_confirmed_and_what_is_secured_certain(database: Database, two: Two) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    step_id = choose(database, two.other, two.rooms, two.second, "approved", "backup")
    assert residences(database, two.one) == {"Gullwing House": "not_met", "Sandpiper Rooms": "unknown"}

    with database.writing() as session:
        step = session.get_one(PlanStep, step_id)
        step.enter("met", "", two.second.staff_id, two.second.now)
        settle(session.get_one(Plan, step.plan_id), "draft", two.second)
        audit.record(session, "plan.updated", None, two.other, section="housing")
    assert residences(database, two.one) == {"Gullwing House": "unknown", "Sandpiper Rooms": "not_met"}


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), "unknown"),
        (("sent",), "unknown"),
        (("sent", "waitlisted"), "unknown"),
        (("sent", "accepted"), "not_met"),
        (("sent", "accepted", "enrolled"), "not_met"),
        (("sent", "declined"), "free"),
        (("sent", "accepted", "enrolled", "completed"), "free"),
    ],
)
def test_a_referral_counts_by_how_far_it_came(
    database: Database, two: Two, states: tuple[str, ...], expected: str
) -> None:
    keep_apart(database, two)
    refer(database, two.other, two.house, two.second, *states)

    assert residences(database, two.one) == FREE | {"Gullwing House": expected}


def test_ending_it_restores_exactly_what_was(database: Database, two: Two) -> None:
    choose(database, two.other, two.house, two.second, "approved")
    before = conditions(database, two.one), residences(database, two.one)
    keep_apart(database, two)
    assert conditions(database, two.one) != before[0]

    with database.writing() as session:
        (line,) = co_placements.of_people(session, [two.one])
        co_placements.end(
            session, session.get_one(Person, two.one), line.id, "The order was lifted.", two.clerk
        )

    assert (conditions(database, two.one), residences(database, two.one)) == before


@pytest.mark.parametrize("turned", [False, True])
def test_in_which_order_it_came_about_does_not_matter(database: Database, two: Two, turned: bool) -> None:
    steps: list[Callable[[], object]] = [
        lambda: keep_apart(database, two),
        lambda: choose(database, two.other, two.house, two.second, "approved"),
        lambda: refer(database, two.other, two.rooms, two.second),
    ]
    for step in steps[::-1] if turned else steps:
        step()

    assert [(each.service_id, each.certain) for each in conditions(database, two.one).kept_clear] == sorted(
        [(two.house, True), (two.rooms, False)], key=str
    )


def test_a_closed_case_keeps_nobody_away(database: Database, two: Two) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    with database.writing() as session:
        session.get_one(Person, two.other).status = "closed"
        audit.record(session, "person.updated", None, two.other, fields="status")

    assert residences(database, two.one) == FREE


def test_a_survivors_shelter_is_told_of_by_nobody_elses_matches(database: Database, two: Two) -> None:
    keep_apart(database, two)
    with database.writing() as session:
        shelter = provide(session, "Heron House", "housing", residential=True).id
        audit.record(session, "directory.edited", None, fields="all")
    refer(database, two.other, shelter, two.second, "sent", "accepted")
    assert residences(database, two.one)["Heron House"] == "not_met"
    with database.writing() as session:
        session.get_one(Service, shelter).victim_services = True
        audit.record(session, "directory.edited", None, fields="all")

    assert conditions(database, two.one).kept_clear == ()


def test_a_snapshot_keeps_it_and_gives_the_same_answer_again(database: Database, two: Two) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    asked = conditions(database, two.one)
    step_id = choose(database, two.one, two.house, two.clerk)
    refer(database, two.other, two.rooms, two.second)

    with database.reading() as session:
        kept = session.get_one(PlanStep, step_id).snapshot
    reasons = [(each.rule, str(each.status)) for each in snapshot.stored(kept).reasons]
    assert ("co_placement", "not_met") in reasons
    assert snapshot.recompute(kept) == snapshot.stored(kept)
    assert snapshot.case_of(kept).conditions == asked != conditions(database, two.one)


def restrict(database: Database, two: Two, person_id: UUID) -> None:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        restriction.begin(session, person, two.clerk, [person.holder_id], "A relative works here.")


def test_nothing_that_a_restricted_person_does_later_can_be_seen(database: Database, two: Two) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    before = conditions(database, two.one)

    restrict(database, two, two.other)
    assert conditions(database, two.one) == before
    choose(database, two.other, two.rooms, two.second, "approved")
    refer(database, two.other, two.rooms, two.second, "sent", "accepted")
    assert conditions(database, two.one) == before

    with database.writing() as session:
        restriction.end(session, session.get_one(Person, two.other), two.clerk)
    assert residences(database, two.one)["Sandpiper Rooms"] == "not_met"


@pytest.mark.parametrize("placed", ["draft", "approved"])
def test_a_separation_by_victim_services_changes_nothing(database: Database, two: Two, placed: str) -> None:
    keep_apart(database, two)
    choose(database, two.one, two.rooms, two.clerk, placed)
    choose(database, two.other, two.house, two.second, placed)

    def answers() -> list[object]:
        return [(conditions(database, each), residences(database, each)) for each in (two.one, two.other)]

    before = answers()
    with database.writing() as session:
        people = [session.get_one(Person, each) for each in (two.one, two.other)]
        apart.keep(session, people, two.clerk, "One is the other's survivor.")
    assert answers() == before

    with database.writing() as session:
        person = session.get_one(Person, two.other)
        place = Terms("home", address={"address_1": "12 Mulberry Ct", "city": "Baltimore", "state": "MD"})
        protected_places.enter(session, person, place, two.clerk)
    assert answers() == before


def test_a_whole_caseload_is_asked_about_at_once(database: Database, two: Two) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    caseload = [two.one, *(uuid4() for _ in range(70_000))]

    with database.reading() as session:
        kept = keeping.kept_clear(session, caseload)

    assert [person_id for person_id, places in kept.items() if places] == [two.one]
    assert len(kept) == len(caseload)
