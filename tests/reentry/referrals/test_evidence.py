"""What came of referrals is counted by service, without a word about who was sent, and moves the matches."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from matching.evidence import Evidence
from matching.shelf import Shelf
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.referrals import referrals
from reentry.referrals.evidence import PastReferrals, ServiceOutcomes
from reentry.referrals.referrals import Referral
from resources.records.services import Service
from tests.reentry.plans.providers import provide_all

TODAY = date(2026, 11, 21)


@pytest.fixture
def services(database: Database) -> dict[str, UUID]:
    return provide_all(database)


@pytest.fixture
def send(
    database: Database, services: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> Callable[..., None]:
    """Sends a person to a provider and enters what came of it."""
    person_id = take_in()

    def go(*states: str, reason: str = "") -> None:
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            made = referrals.draft(session, person, services["jobs"], None, "jobs", None, clerk)
            for state in ("sent", *states):
                referrals.enter(session, made, state, clerk, reason if state == states[-1] else "")

    return go


def known(database: Database, service_id: UUID) -> Evidence | None:
    with database.reading() as session:
        return PastReferrals().by_service(session).get(service_id)


def test_outcomes_are_counted_and_refusals_are_no_evidence(
    database: Database, services: dict[str, UUID], send: Callable[..., None]
) -> None:
    send("declined", reason="offense")
    send("canceled", reason="moved")
    send("accepted", "enrolled")
    assert known(database, services["jobs"]) is None

    send("accepted", "enrolled", "completed")
    send("accepted", "enrolled", "completed")
    send("accepted", "enrolled", "partly")
    send("accepted", "enrolled", "left")

    assert known(database, services["jobs"]) == Evidence(finished=2, partly=1, left=1)


def test_what_is_counted_says_nothing_of_a_person() -> None:
    assert {column.name for column in ServiceOutcomes.__table__.columns} == {
        "service_id",
        "completed",
        "partly",
        "left",
    }


def test_the_count_is_what_the_referrals_themselves_say(
    database: Database, services: dict[str, UUID], send: Callable[..., None]
) -> None:
    for outcome in ("completed", "left", "completed", "partly"):
        send("accepted", "enrolled", outcome)

    with database.reading() as session:
        states = [each.state for each in session.scalars(select(Referral))]

    counts = (states.count("completed"), states.count("partly"), states.count("left"))
    assert known(database, services["jobs"]) == Evidence(*counts)


def test_an_outcome_reaches_the_next_match_and_nothing_is_read_in_between(
    database: Database, services: dict[str, UUID], send: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(PastReferrals())

    def told() -> Evidence | None:
        with database.reading() as session:
            offers = shelf.index(session, TODAY).columns("jobs").offers
            return next(each.evidence for each in offers if each.service_id == services["jobs"])

    assert told() is None
    send("accepted", "enrolled", "completed")
    assert told() == Evidence(finished=1)
    monkeypatch.setattr(PastReferrals, "by_service", None)
    assert told() == Evidence(finished=1)


def test_a_duplicate_counts_toward_the_kept_service(
    database: Database, services: dict[str, UUID], send: Callable[..., None]
) -> None:
    send("accepted", "enrolled", "completed")
    with database.writing() as session:
        session.get_one(Service, services["jobs"]).merged_into = services["residence"]
        audit.record(session, "directory.edited", None, services["jobs"], fields="merged_into")

    assert known(database, services["jobs"]) is None
    assert known(database, services["residence"]) == Evidence(finished=1)
