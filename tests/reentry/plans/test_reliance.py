"""A service counts the open plans and unsent letters that rest on it, and nothing that is over."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from agency.keys.vault import RecordKey, Vault
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.reliance import CaseReliance
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from resources.records.services import Service
from tests.reentry.plans.providers import provide_all


@pytest.fixture
def provided(database: Database) -> dict[str, UUID]:
    return provide_all(database)


def put_in_plan(database: Database, person_id: UUID, service_id: UUID, clerk: Clerk, *states: str) -> UUID:
    """One step after another for a service, each entered in a state."""
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)
        for state in states:
            step = plan.add(PlanStep(service_id=service_id))
            step.enter(state, "", clerk.staff_id, clerk.now)
        plans.touch(session, plan, "jobs", clerk)
        return plan.id


def open_plans(database: Database) -> dict[UUID, int]:
    with database.reading() as session:
        return dict(CaseReliance().open_plans(session))


def test_a_plan_counts_once_however_many_of_its_steps_rest_on_a_service(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    put_in_plan(database, take_in(), provided["jobs"], clerk, "planned", "proposed")
    put_in_plan(database, take_in(number="TD-1002"), provided["jobs"], clerk, "met")

    assert open_plans(database) == {provided["jobs"]: 2}


@pytest.mark.parametrize("state", ["dropped", "not_met"])
def test_a_step_given_up_rests_on_nothing(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk, state: str
) -> None:
    put_in_plan(database, take_in(), provided["jobs"], clerk, state)

    assert open_plans(database) == {}


@pytest.mark.parametrize(("model", "status"), [(Plan, "replaced"), (Person, "closed")])
def test_what_is_over_counts_for_nothing(
    database: Database,
    provided: dict[str, UUID],
    take_in: Callable[..., UUID],
    clerk: Clerk,
    model: type[Any],
    status: str,
) -> None:
    person_id = take_in()
    plan_id = put_in_plan(database, person_id, provided["jobs"], clerk, "planned")
    with database.writing() as session:
        record = session.get_one(model, plan_id if model is Plan else person_id)
        record.status = status
        plans.noted(session, session.get_one(Plan, plan_id), "jobs", clerk)

    assert open_plans(database) == {}


def test_a_letter_counts_until_it_is_sent(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        made = referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk)
        assert CaseReliance().unsent_letters(session) == {provided["jobs"]: 1}

        referrals.enter(session, made, "canceled", clerk, reason="mistake")
        assert CaseReliance().unsent_letters(session) == {}


def test_an_appointment_counts_until_it_is_over(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    reliance = CaseReliance()
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        made = referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk)
        assert reliance.appointments(session) == {}

        for state in ("sent", "appointment"):
            referrals.enter(session, made, state, clerk)
        assert reliance.appointments(session) == {provided["jobs"]: 1}
        assert reliance.unsent_letters(session) == {}

        referrals.enter(session, made, "attended", clerk)
        assert reliance.appointments(session) == {}


def test_only_the_services_asked_about_are_counted(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    put_in_plan(database, person_id, provided["jobs"], clerk, "planned")
    put_in_plan(database, person_id, provided["residence"], clerk, "planned")

    with database.reading() as session:
        found = CaseReliance().open_plans(session, [provided["jobs"]])

    assert found == {provided["jobs"]: 1}


def test_what_rests_on_a_merged_service_counts_for_the_kept_one(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    put_in_plan(database, take_in(), provided["residence"], clerk, "planned")
    put_in_plan(database, take_in(number="TD-1002"), provided["other_residence"], clerk, "planned")
    with database.writing() as session:
        session.get_one(Service, provided["residence"]).merged_into = provided["other_residence"]
        audit.record(session, "directory.edited", None, fields="all")

    with database.reading() as session:
        kept = provided["other_residence"]
        assert CaseReliance().open_plans(session) == {kept: 2}
        assert CaseReliance().open_plans(session, [kept]) == {kept: 2}


def test_a_step_is_opened_once_for_each_time_it_was_saved(
    database: Database,
    provided: dict[str, UUID],
    take_in: Callable[..., UUID],
    clerk: Clerk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan_id = put_in_plan(database, take_in(), provided["jobs"], clerk, "planned", "planned")
    reliance = CaseReliance()
    opened: list[str] = []
    plainly = Vault.open

    def noted(vault: Vault, key: RecordKey, label: str, sealed: bytes) -> dict[str, Any]:
        opened.append(label)
        return plainly(vault, key, label, sealed)

    def count() -> tuple[Mapping[UUID, int], int]:
        opened.clear()
        with database.reading() as session:
            return reliance.open_plans(session), len(opened)

    monkeypatch.setattr(Vault, "open", noted)
    assert count() == ({provided["jobs"]: 1}, 2)
    assert count() == ({provided["jobs"]: 1}, 0)

    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        for step in plan.steps:
            step.enter("dropped", "", clerk.staff_id, clerk.now)
            plans.touch(session, plan, "jobs", clerk)
    assert count() == ({}, 2)
