"""A place check: one request for each chosen place, answered by a person, told as a state and a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError
from matching.wording import english
from reentry.people.clerk import Clerk
from reentry.plans import place_checks
from reentry.plans.conflicts import conflicts
from reentry.plans.copies import COPIES, ON_SCREEN
from reentry.plans.coverage import gaps
from reentry.plans.place_checks import MOVED, OPEN, REFUSED, standing
from reentry.plans.steps import PlanStep
from reentry.victims import clearances
from reentry.victims.clearances import AskedPlace, Clearance
from tests.conftest import NOW
from tests.reentry.plans.test_draft import TODAY
from tests.reentry.victims.conftest import Choice


def step_of(session: Session, chosen: Choice) -> PlanStep:
    """The step the residence stands in."""
    return session.get_one(PlanStep, chosen.step_id)


def answered(database: Database, chosen: Choice, clerk: Clerk, outcome: str) -> None:
    """Asks about the place, and answers."""
    with database.writing() as session:
        made = place_checks.ask(session, step_of(session, chosen), clerk)
        clearances.decide(session, made, outcome, "Wrenfeather lives there.", clerk)


def test_a_chosen_place_is_asked_about_once_and_answered_with_a_state(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    with database.writing() as session:
        made = place_checks.ask(session, step_of(session, chosen), clerk)

        assert made.state == "asked"
        assert [each.id for each in clearances.waiting(session)] == [made.id]
        with pytest.raises(ConflictError):
            place_checks.ask(session, step_of(session, chosen), clerk)

        clearances.decide(session, made, "cleared", "", clerk)
        assert (made.state, made.since) == ("cleared", NOW)
        assert clearances.waiting(session) == []
        with pytest.raises(ConflictError):
            place_checks.withdraw(session, step_of(session, chosen), clerk)


def test_what_is_only_proposed_or_has_no_place_cannot_be_asked_about(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    with database.writing() as session:
        step = step_of(session, chosen)
        backup = next(each for each in step.plan.steps if each.rank == "backup")
        no_place = next(each for each in step.plan.steps if not each.service_id and not each.rank)

        for each in (backup, no_place):
            with pytest.raises(ConflictError):
                place_checks.ask(session, each, clerk)


def test_a_request_taken_back_may_be_made_again_and_both_count(
    database: Database, chosen: Choice, clerk: Clerk, clock: FixedClock
) -> None:
    with database.writing() as session:
        place_checks.ask(session, step_of(session, chosen), clerk)
        place_checks.withdraw(session, step_of(session, chosen), clerk)
        assert standing(step_of(session, chosen)) is None

        place_checks.ask(session, step_of(session, chosen), clerk)

        counted = clearances.counts(session, clock.now())
        assert (counted.person[chosen.person_id], counted.officer[clerk.staff_id]) == (2, 2)
        later = clearances.counts(session, clock.now() + timedelta(days=31))
        assert (dict(later.person), dict(later.officer)) == ({}, {})


def test_a_place_that_moves_is_asked_about_anew(database: Database, chosen: Choice, clerk: Clerk) -> None:
    answered(database, chosen, clerk, "cleared")
    with database.writing() as session:
        step = step_of(session, chosen)
        assert step.location is not None
        step.location.addresses[0].address_1 = "9 Sandbar Row"

        assert standing(step) is None
        assert f"Primary residence: {MOVED}." in conflicts(step.plan, TODAY, english())
        made = place_checks.ask(session, step, clerk)
        assert made.place.address.startswith("9 Sandbar Row")


def test_a_request_about_the_old_address_is_taken_back_by_the_new_one(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    with database.writing() as session:
        step = step_of(session, chosen)
        old = place_checks.ask(session, step, clerk)
        assert step.location is not None
        step.location.addresses[0].address_1 = "9 Sandbar Row"

        new = place_checks.ask(session, step, clerk)

        assert (old.state, new.state) == ("withdrawn", "asked")


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (AskedPlace("", "12  mulberry CT", 39.30, -76.6, 50), True),
        (AskedPlace("", "12 Mulberry Ct", 39.3004, -76.6, 10), True),
        (AskedPlace("", "12 Mulberry Ct", 39.31, -76.6, 10), False),
        (AskedPlace("", "12 Mulberry Ct"), True),
        (AskedPlace("", "14 Mulberry Ct", 39.30, -76.6, 50), False),
    ],
)
def test_an_answer_holds_for_the_same_address_until_its_point_proves_wrong(
    now: AskedPlace, holds: bool
) -> None:
    assert AskedPlace("", "12 Mulberry Ct", 39.30, -76.6, 50).is_still(now) is holds


def test_victim_services_may_answer_anew_and_the_last_answer_counts(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    answered(database, chosen, clerk, "cleared")
    with database.writing() as session:
        (made,) = clearances.of_person(session, chosen.person_id)
        clearances.decide(session, made, "not_approved", "She moved.", clerk)

        assert made.state == "not_approved"
        assert [line["outcome"] for line in made.log] == ["cleared", "not_approved"]


def test_a_primary_residence_without_a_check_is_told_to_the_officer_and_holds_nothing_up(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    def told(outcome: str = "") -> bool:
        with database.reading() as session:
            plan = step_of(session, chosen).plan
            assert not [gap for gap in gaps(plan) if "place check" in gap.words]
            return f"Primary residence: {OPEN[outcome]}." in conflicts(plan, TODAY, english())

    assert told()
    answered(database, chosen, clerk, "not_approved")
    assert told("not_approved")
    with database.writing() as session:
        clearances.decide(session, session.scalars(select(Clearance)).one(), "cleared", "", clerk)
    assert not any(map(told, OPEN))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("asked", {"file": "asked, Nov 21, 2026", "board": "asked", "person": ""}),
        ("cleared", {"file": "cleared, Nov 21, 2026", "board": "cleared", "person": ""}),
        ("not_approved", {"file": "not approved, Nov 21, 2026", "board": "not approved", "person": REFUSED}),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_copy_says_as_much_as_its_reader_may_know(
    database: Database, chosen: Choice, clerk: Clerk, state: str, told: dict[str, str]
) -> None:
    with database.writing() as session:
        made = place_checks.ask(session, step_of(session, chosen), clerk)
        if state != "asked":
            clearances.decide(session, made, state, "Wrenfeather lives there.", clerk)
        step = step_of(session, chosen)

        said = {
            name: place_checks.told(step, COPIES[name], lambda day: f"{day:%b %d, %Y}")[1] for name in told
        }

        assert said == told
        assert place_checks.told(step, ON_SCREEN, str) == ("", "")


def test_the_trail_says_that_a_person_was_asked_about_and_not_what_was_answered(
    database: Database, chosen: Choice, clerk: Clerk
) -> None:
    answered(database, chosen, clerk, "not_approved")

    with database.reading() as session:
        asked = select(AuditEntry).where(AuditEntry.event.startswith("clearance."))
        entries = session.scalars(asked.order_by(AuditEntry.sequence)).all()
        assert [(each.event, each.subject_id, each.outcome, each.details) for each in entries] == [
            ("clearance.asked", chosen.person_id, "done", {}),
            ("clearance.decided", chosen.person_id, "done", {}),
        ]
