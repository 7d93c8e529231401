"""Outcomes of before they were counted are counted once, and never twice."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.chores import Chore
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from app import furnish
from matching.evidence import Evidence
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.referrals import counting, referrals
from reentry.referrals.evidence import PastReferrals, ServiceOutcomes
from tests.reentry.plans.providers import provide_all

ENDED = ("completed", "completed", "partly", "left", "accepted")


@pytest.fixture
def service_id(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> UUID:
    """A service to which five people were sent before anybody counted; one of them is still there."""
    found = provide_all(database)["jobs"]
    for number, ended in enumerate(ENDED):
        person_id = take_in(number=f"TD-{number}")
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            made = referrals.draft(session, person, found, None, "jobs", None, clerk)
            for state in dict.fromkeys(
                ("sent", "accepted", "enrolled" if ended != "accepted" else "accepted", ended)
            ):
                referrals.enter(session, made, state, clerk)
    forget(database)
    return found


def forget(database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(ServiceOutcomes))


def known(database: Database) -> dict[UUID, Evidence]:
    with database.reading() as session:
        return dict(PastReferrals().by_service(session))


def counted(database: Database) -> list[int]:
    """How many each entry in the trail says were counted late."""
    with database.reading() as session:
        rows = select(AuditEntry).where(AuditEntry.event == "referral.outcomes_counted")
        return [int(entry.details["count"]) for entry in session.scalars(rows)]


def test_what_was_not_counted_is_counted_once(database: Database, service_id: UUID) -> None:
    assert known(database) == {}

    for _ in ("once", "again"):
        with database.writing() as session:
            counting.count_all(session)

    assert known(database) == {service_id: Evidence(finished=2, partly=1, left=1)}
    assert counted(database) == [4]


def test_what_was_counted_already_is_not_counted_again(
    database: Database, service_id: UUID, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    other = take_in(number="TD-9")
    with database.writing() as session:
        person = session.get_one(Person, other)
        made = referrals.draft(session, person, service_id, None, "jobs", None, clerk)
        for state in ("sent", "accepted", "enrolled", "left"):
            referrals.enter(session, made, state, clerk)
    with database.writing() as session:
        counting.count_all(session)

    assert known(database) == {service_id: Evidence(finished=2, partly=1, left=2)}


def test_a_count_of_people_whose_records_are_gone_stays(database: Database, service_id: UUID) -> None:
    with database.writing() as session:
        session.add(ServiceOutcomes(service_id=service_id, completed=7, partly=0, left=0))
        audit.record(session, "referral.outcomes_counted", None, count=7)
    with database.writing() as session:
        counting.count_all(session)

    assert known(database) == {service_id: Evidence(finished=7, partly=1, left=1)}


def test_the_first_start_after_the_update_counts(
    database: Database, service_id: UUID, app: Flask, settings: Settings, clock: FixedClock
) -> None:
    with database.engine.begin() as connection:
        connection.execute(delete(Chore))
        connection.execute(insert(Chore), [{"name": "count_outcomes"}])

    database.close()
    furnish(app, settings, clock)

    assert known(app.extensions["database"]) == {service_id: Evidence(finished=2, partly=1, left=1)}
