"""Places are proposed for those who are checked and for nobody else, and only as the page showed them."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from reentry.people.people import Person
from reentry.plans.steps import PlanStep
from resources.records.capacity import Capacity
from tests.browser import Browser
from tests.reentry.plans.providers import home
from tests.resources.directory_records import keep, place, service

ASKED = {"need": "housing", "days": "60", "language": "en"}


@pytest.fixture
def people(database: Database, take_in: Callable[..., UUID]) -> list[UUID]:
    said = Capacity(available=2, said_on=date(2026, 11, 20))
    keep(
        database,
        "Invented Homes",
        service("Step House", place(), open_to_all=True, capacities=[said], **home()),
    )
    return [
        take_in(number=f"TD-{number}", release_date=f"2026-12-1{number}", conditions={})
        for number in range(3)
    ]


@pytest.fixture
def supervisor(log_in: Callable[..., Browser], people: list[UUID]) -> Browser:
    return log_in("supervisor")


def boxes(browser: Browser) -> dict[str, str]:
    """What each box on the page would send, by person."""
    found = re.findall(r'name="take" value="([^"]+)"', browser.get("/allocation").text)
    return {each.partition(".")[0]: each for each in found}


def steps(database: Database) -> list[tuple[UUID, str, str, str]]:
    """Every step: whose, its rank, its state and why."""
    with database.reading() as session:
        return [
            (each.person_id, each.rank, each.status, each.log[-1]["note"])
            for each in session.scalars(select(PlanStep))
        ]


def test_a_checked_place_becomes_a_proposal_with_its_reason(
    supervisor: Browser, database: Database, people: list[UUID]
) -> None:
    shown = boxes(supervisor)
    assert shown.keys() == {str(people[0]), str(people[1])}

    answer = supervisor.post("/allocation", {**ASKED, "take": shown[str(people[1])]}, "/allocation")

    assert answer.status == 303
    why = "Qualifies. It is the best match of those with a counted place."
    assert steps(database) == [(people[1], "primary", "proposed", why)]


def test_proposed_again_it_stands_once(supervisor: Browser, database: Database, people: list[UUID]) -> None:
    take = boxes(supervisor)[str(people[0])]

    for _ in range(2):
        assert supervisor.post("/allocation", {**ASKED, "take": take}, "/allocation").status == 303

    assert [step[:3] for step in steps(database)] == [(people[0], "primary", "proposed")]


def test_nobody_checked_changes_nothing(supervisor: Browser, database: Database) -> None:
    assert supervisor.post("/allocation", ASKED, "/allocation").status == 422
    assert steps(database) == []


def test_where_the_places_went_to_others_meanwhile_nothing_is_proposed_for_anybody(
    supervisor: Browser, database: Database, people: list[UUID]
) -> None:
    take = list(boxes(supervisor).values())
    with database.writing() as session:
        session.get_one(Person, people[2]).release_date = date(2026, 12, 1)
        audit.record(session, "person.updated", None, people[2], fields="release_date")

    answer = supervisor.post("/allocation", {**ASKED, "take": take}, "/allocation")

    assert answer.status == 409
    assert steps(database) == []


def test_a_person_out_of_reach_cannot_be_proposed_for(
    supervisor: Browser, database: Database, people: list[UUID]
) -> None:
    take = boxes(supervisor)[str(people[0])]
    with database.writing() as session:
        session.get_one(Person, people[0]).restricted = True
        audit.record(session, "access.restricted", None, people[0])

    assert supervisor.post("/allocation", {**ASKED, "take": take}, "/allocation").status == 409
    assert steps(database) == []


def test_an_officer_proposes_nothing_here(log_in: Callable[..., Browser], people: list[UUID]) -> None:
    assert (
        log_in("caseworker").post("/allocation", {**ASKED, "take": f"{people[0]}.{people[1]}"}).status == 403
    )
