"""The draft: a step for each need and condition, two residences, dates counted back, and nothing twice."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from agency.audit import audit
from agency.database import Database
from matching import catalog, engine, snapshot
from matching.columns.index import Index
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from resources.changes.editing import Author
from resources.duplicates.merging import merge
from resources.records.services import Service
from tests.reentry.plans.providers import home, provide, provide_all

TODAY = date(2026, 11, 21)


def drafted(database: Database, person_id: UUID, clerk: Clerk) -> UUID:
    """Builds the draft and keeps it."""
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        return plan_draft.build(session, person, clerk, TODAY, Index(catalog.load(session), TODAY)).id


def steps_for(plan: Plan, need: str) -> list[PlanStep]:
    """The live steps that answer a need."""
    return [step for step in plan.steps if step.live and step.need == need]


def test_each_need_gets_the_best_service_and_keeps_what_it_was_judged_on(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provided = provide_all(database)
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        (jobs,) = steps_for(plan, "jobs")

        assert (jobs.service_id, jobs.status, jobs.section) == (provided["jobs"], "proposed", "employment")
        assert snapshot.recompute(jobs.snapshot) == snapshot.stored(jobs.snapshot)


def test_housing_gets_a_primary_and_a_backup_of_different_providers(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provided = provide_all(database)
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        housing = steps_for(session.get_one(Plan, plan_id), "housing")

        assert [step.rank for step in housing] == ["primary", "backup"]
        assert {step.service_id for step in housing} == {provided["residence"], provided["other_residence"]}


def test_what_is_no_home_is_nobodys_residence(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    with database.writing() as session:
        provide(session, "Deposit Letters", "housing", residential=False)
        home_id = provide(session, "Gullwing Residence", "housing", **home()).id
        audit.record(session, "directory.edited", None, fields="all")
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        housing = steps_for(session.get_one(Plan, plan_id), "housing")

        assert [(step.rank, step.service_id) for step in housing] == [("primary", home_id), ("backup", None)]


def test_a_need_that_nothing_fits_becomes_an_open_step_that_says_so(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)

    with database.reading() as session:
        (jobs,) = steps_for(session.get_one(Plan, plan_id), "jobs")

        assert (jobs.service_id, jobs.unanswered, jobs.owner) == (None, True, "person")
        assert jobs.note == plan_draft.NOTHING_FITS


def test_every_condition_gets_a_step_of_its_own(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(warrants=[{"kind": "detainer", "text": "Held for another county."}])
    plan_id = drafted(database, person_id, clerk)

    with database.reading() as session:
        person, plan = session.get_one(Person, person_id), session.get_one(Plan, plan_id)
        answered = {step.condition for step in plan.steps} - {""}

        assert answered == {str(condition.id) for condition in person.conditions}


def test_building_again_adds_only_what_is_missing(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    person_id = take_in()
    first = drafted(database, person_id, clerk)
    with database.reading() as session:
        before = session.scalars(select(func.count()).select_from(PlanStep)).one()
    take_in(needs=["housing", "substance_use_treatment", "jobs", "education"])

    again, once_more = drafted(database, person_id, clerk), drafted(database, person_id, clerk)

    with database.reading() as session:
        assert first == again == once_more
        assert session.scalar(select(func.count()).select_from(PlanStep)) == before + 1


def test_what_the_officer_dropped_is_not_proposed_again(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provided = provide_all(database)
    person_id = take_in()
    plan_id = drafted(database, person_id, clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        (jobs,) = steps_for(plan, "jobs")
        jobs.enter("dropped", "", clerk.staff_id, clerk.now)
        plans.touch(session, plan, "employment", clerk)

    drafted(database, person_id, clerk)

    with database.reading() as session:
        (jobs,) = steps_for(session.get_one(Plan, plan_id), "jobs")
        assert jobs.service_id != provided["jobs"]


def test_what_stays_open_with_a_reason_gets_no_step(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(needs=[])
    plan_id = drafted(database, person_id, clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan.waivers = {"section:employment": {"reason": "Medical parole."}}
        plans.touch(session, plan, "employment", clerk)
    take_in(needs=["jobs"])

    drafted(database, person_id, clerk)

    with database.reading() as session:
        assert steps_for(session.get_one(Plan, plan_id), "jobs") == []


def test_a_home_to_return_to_is_the_primary_residence(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    person_id = take_in(
        needs=["jobs"], place={"address_1": "4 Wharf Row", "city": "Baltimore", "state": "MD"}
    )
    plan_id = drafted(database, person_id, clerk)

    with database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        primary, backup = plans.ranked(plan, "primary"), plans.ranked(plan, "backup")

        assert (primary and primary.service_id, primary and primary.status) == (None, "planned")
        assert backup is not None
        assert backup.service_id is not None


def test_no_due_date_lies_in_the_past_and_none_is_made_up_before_the_grant(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    soon = drafted(database, take_in(number="TD-1", release_date="2026-11-25"), clerk)
    undated = drafted(database, take_in(number="TD-2", release_date=None), clerk)

    with database.reading() as session:
        assert all(step.due and step.due >= TODAY for step in session.get_one(Plan, soon).steps)
        assert not any(step.due for step in session.get_one(Plan, undated).steps)


def test_a_probationer_gets_a_support_plan_dated_forward(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(kind="probation", release_date=None, hearing_date=None), clerk)

    with database.reading() as session:
        plan = session.get_one(Plan, plan_id)
        review = next(step for step in plan.steps if step.code == "review")

        assert plan.kind == "support"
        assert review.due == date(2027, 2, 19)
        assert all(step.due and step.due >= TODAY for step in plan.steps)


def test_no_program_chooses_a_place_for_a_survivor(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(needs=["victim_services"]), clerk)

    with database.reading() as session:
        (step,) = steps_for(session.get_one(Plan, plan_id), "victim_services")
        assert (step.service_id, step.note) == (None, plan_draft.BY_HAND)


def test_a_chosen_service_stands_once_and_takes_the_place_of_a_proposal(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    person_id = take_in()
    plan_id = drafted(database, person_id, clerk)

    with database.writing() as session:
        person, index = session.get_one(Person, person_id), Index(catalog.load(session), TODAY)
        found = matches.for_person(index, person, ["housing"], TODAY)["housing"]
        proposed = plans.ranked(session.get_one(Plan, plan_id), "primary")
        other = next(
            each for each in found.best() if proposed and each.offer.service_id != proposed.service_id
        )
        taken = matches.remember_of(other, found)
        once = plans.add_match(session, person, "housing", other, taken, clerk, rank="primary")
        twice = plans.add_match(session, person, "housing", other, taken, clerk, rank="primary")

        assert once is twice
        assert (once.status, once.rank) == ("planned", "primary")
        assert [step.service_id for step in once.plan.steps if step.live and step.rank == "primary"] == [
            other.offer.service_id
        ]


def test_choosing_a_service_begins_the_plan(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    person_id = take_in()

    with database.writing() as session:
        person, index = session.get_one(Person, person_id), Index(catalog.load(session), TODAY)
        found = matches.for_person(index, person, ["jobs"], TODAY)["jobs"]
        [best] = found.best(1)
        step = plans.add_match(session, person, "jobs", best, matches.remember_of(best, found), clerk)

        assert step.plan.kind == "release"
        assert plans.chosen(session, person, "jobs") == [step]


def test_a_choice_is_found_by_the_id_of_the_service_that_its_own_was_merged_into(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provided = provide_all(database)
    person_id = take_in()

    with database.writing() as session:
        person, shelf = session.get_one(Person, person_id), catalog.load(session)
        asked = matches.question(person, None, TODAY)
        best = engine.match(shelf, asked, "jobs").best[0]
        taken = matches.remember(best, asked, "jobs", shelf.version)
        step = plans.add_match(session, person, "jobs", best, taken, clerk)
        other = provide(session, "Keelson Works, Inc.", "jobs", service="Job Start")
        old = session.get_one(Service, provided["jobs"])
        merge(session, other, old, {}, Author(clerk.staff_id, clerk.now))

        kept = catalog.load(session)
        (only,) = engine.match(kept, asked, "jobs").best
        again = plans.add_match(
            session, person, "jobs", only, matches.remember(only, asked, "jobs", kept.version), clerk
        )
        assert step.rests_on[0] == only.offer.service_id == other.id
        assert plans.find_choice(step.plan, "jobs", *step.rests_on) is step
        assert [each.rests_on[0] for each in again.plan.steps if each.live and each.need == "jobs"]
