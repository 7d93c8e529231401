"""Choices of before versions stood in plain are given theirs, and nothing else of them changes."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select, update

from agency.audit import audit
from agency.database import Database
from reentry.people.clerk import Clerk
from reentry.plans.dating import date_choices
from reentry.plans.steps import PlanStep
from tests.reentry.plans.providers import provide_all
from tests.reentry.touched.conftest import choose


def test_a_choice_is_dated_by_its_snapshot_and_counts_no_save(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    step_id = choose(database, take_in(), "housing", provide_all(database)["residence"], clerk)
    with database.writing() as session:
        saved = session.get_one(PlanStep, step_id).version
        session.execute(update(PlanStep).values(directory_version=None))

    with database.writing() as session:
        date_choices(session)

    with database.reading() as session:
        step = session.get_one(PlanStep, step_id)
        assert step.directory_version == step.judged_on == int(step.snapshot["directory_version"])
        assert step.version == saved


def test_a_step_that_nobody_judged_stays_without(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    step_id = choose(database, take_in(), "housing", provide_all(database)["residence"], clerk)
    with database.writing() as session:
        step = session.get_one(PlanStep, step_id)
        step.snapshot = {}
        audit.record(session, "plan.updated", None, step.person_id, section="housing")
    with database.writing() as session:
        date_choices(session)

    with database.reading() as session:
        assert set(session.scalars(select(PlanStep.directory_version))) == {None}
