"""The command tries out the places for all offices; restricted people are not in it, and nothing is changed."""

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from reentry.people.people import Person
from resources.records.capacity import Capacity
from tests.resources.directory_records import keep, place, service


@pytest.fixture
def people(database: Database, take_in: Callable[..., UUID]) -> list[UUID]:
    said = Capacity(available=1, said_on=date(2026, 11, 20))
    keep(
        database,
        "Invented Homes",
        service("Step House", place(), open_to_all=True, residential=False, capacities=[said]),
    )
    return [
        take_in(number=f"TD-{number}", release_date=f"2026-12-{number:02}", needs=["housing"])
        for number in (20, 10, 15)
    ]


def test_the_command_says_who_gets_the_place_and_why_the_others_do_not(
    app: Flask, people: list[UUID]
) -> None:
    result = app.test_cli_runner().invoke(args=["allocation", "plan", "--days", "60", "--json"])

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    (house,) = told["services"]
    assert told["dry_run"] is True
    assert [each["person_id"] for each in house["people"]] == [str(people[1])]
    assert [each["person_id"] for each in told["left"]] == [str(people[2]), str(people[0])]
    assert told["left"][1]["why"] == "1 person is released earlier."
    assert {each["trait"] for each in told["groups"]} >= {"age", "gender", "veteran", "disability"}


def test_the_command_says_it_in_lines_too(app: Flask, people: list[UUID]) -> None:
    result = app.test_cli_runner().invoke(args=["allocation", "plan", "--days", "60"])

    assert result.output.startswith("Dry run: nothing was changed.")
    assert "Invented Homes: Step House: 1 free" in result.output


def test_a_restricted_person_is_not_in_it(app: Flask, database: Database, people: list[UUID]) -> None:
    with database.writing() as session:
        session.get_one(Person, people[1]).restricted = True
        audit.record(session, "access.restricted", None, people[1])

    told = app.test_cli_runner().invoke(args=["allocation", "plan", "--json"]).stdout

    assert str(people[1]) not in told
    assert "1 person is released earlier" in told
