"""Matches for programs: the shape and the content of the match command, and nothing that is withheld."""

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from resources.records.requirements import ServiceRequirement
from tests.browser import Browser
from tests.program import Program
from tests.reentry.plans.providers import provide, provide_all


@pytest.fixture
def program(log_in: Callable[..., Browser], database: Database) -> Program:
    """A case manager's program, in an agency with a few providers."""
    provide_all(database)
    return Program(log_in("case_manager"))


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", []),
        ("?need=jobs&need=housing", ["--need", "jobs", "--need", "housing"]),
        ("?on=2027-03-01&limit=1&all=true", ["--on", "2027-03-01", "--limit", "1", "--all"]),
    ],
)
def test_it_tells_what_the_command_tells(
    app: Flask, program: Program, take_in: Callable[..., UUID], query: str, options: list[str]
) -> None:
    person_id = take_in()

    told = program.get(f"/api/people/{person_id}/matches{query}")
    printed = app.test_cli_runner().invoke(args=["match", str(person_id), *options, "--json"])

    assert told.get_json() == json.loads(printed.stdout)
    assert any(told.get_json()["needs"].values())


def test_the_day_of_service_is_the_release_date_unless_another_is_asked(
    program: Program, take_in: Callable[..., UUID]
) -> None:
    path = f"/api/people/{take_in(needs=[])}/matches"

    assert program.get(path).get_json() == {"on": "2027-02-14", "needs": {}}
    assert program.get(f"{path}?on=2027-05-01").get_json()["on"] == "2027-05-01"


def test_what_does_not_fit_is_told_where_asked(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in(needs=["jobs"])
    with database.writing() as session:
        for_women = ServiceRequirement(
            rule="gender", mode="must", value="female", confirmed_on=date(2026, 11, 1)
        )
        provide(session, "Skipjack Works", "jobs", requirements=[for_women])
        audit.record(session, "directory.edited", None, fields="all")

    some, everything = (
        program.get(f"/api/people/{person_id}/matches{query}").get_json()["needs"]["jobs"]
        for query in ("", "?all=1")
    )

    assert "not_eligible" not in {match["status"] for match in some}
    assert [match["organization"] for match in everything if match["status"] == "not_eligible"] == [
        "Skipjack Works"
    ]


def test_a_service_for_survivors_is_withheld_from_whoever_must_keep_away(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    with database.writing() as session:
        provide(session, "Heron House", "housing", victim_services=True, confidential=True)
        audit.record(session, "directory.edited", None, fields="all")
    person_id = take_in(conditions={"no_contact": True})

    told = program.get(f"/api/people/{person_id}/matches?need=housing&all=true&limit=1000")

    assert "Heron" not in told.text


def test_that_a_person_was_matched_is_written_down(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in()

    program.get(f"/api/people/{person_id}/matches?need=jobs")

    with database.reading() as session:
        rows = select(AuditEntry.details).where(AuditEntry.event == "person.matched")
        assert session.scalars(rows).all() == [{"count": 1}]


@pytest.mark.parametrize("query", ["need=yacht", "on=soon", "limit=0", "all=perhaps", "sort=name"])
def test_a_wrong_question_is_refused(program: Program, take_in: Callable[..., UUID], query: str) -> None:
    answer = program.get(f"/api/people/{take_in()}/matches?{query}")

    assert answer.status_code == 422
    assert {path.partition(".")[0] for path in answer.get_json()["errors"]} == {query.partition("=")[0]}
