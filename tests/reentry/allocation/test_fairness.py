"""Protected traits decide nothing: with another one, a person gets the same place, or none just the same."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from matching.shelf import Shelf
from reentry.allocation import dry_run
from reentry.people.clerk import Clerk
from reentry.people.known_facts import KnownFact
from reentry.people.people import Person
from resources.records.capacity import Capacity
from tests.conftest import NOW
from tests.resources.directory_records import keep, place, service

FLIPPED: dict[str, Any] = {
    "gender": "female",
    "birth_date": "1950-01-01",
    "veteran": True,
    "disability": True,
    "hiv": True,
    "pregnant_or_parenting": True,
    "mental_illness": True,
    "substance_use": False,
    "domestic_violence": True,
}


@pytest.fixture
def people(database: Database, take_in: Callable[..., UUID]) -> list[UUID]:
    said = [Capacity(available=2, said_on=date(2026, 11, 20))]
    keep(
        database,
        "Invented Homes",
        service("Step House", place(), open_to_all=True, residential=False, capacities=said),
    )
    return [take_in(number=f"TD-{number}", release_date=f"2026-12-1{number}") for number in range(4)]


def outcomes(database: Database) -> dict[UUID, tuple[int, UUID | None]]:
    """Everybody's turn and place."""
    with database.reading() as session:
        found = dry_run.try_out(
            session, Shelf().catalog(session), Person.restricted.is_(False), "housing", 60, NOW.date()
        )
        return {each.candidate.id: (each.turn, each.service_id) for each in found.outcomes}


@pytest.mark.parametrize("trait", FLIPPED)
def test_a_flipped_trait_changes_nothing(
    database: Database, people: list[UUID], clerk: Clerk, trait: str
) -> None:
    before = outcomes(database)

    for flipped in (people[0], people[3]):
        with database.writing() as session:
            session.add(KnownFact(person_id=flipped, entered_at=clerk.now, name=trait, value=FLIPPED[trait]))
            audit.record(session, "person.updated", None, flipped, fields=trait)

    assert outcomes(database) == before
    assert [before[each][1] is not None for each in people] == [True, True, False, False]


def test_an_earlier_day_of_release_does_change_it(database: Database, people: list[UUID]) -> None:
    with database.writing() as session:
        session.get_one(Person, people[3]).release_date = date(2026, 12, 1)
        audit.record(session, "person.updated", None, people[3], fields="release_date")

    after = outcomes(database)

    assert [after[each][1] is not None for each in people] == [True, False, False, True]
