"""All cases matched again at once are matched as each of them alone would be."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from agency.database import Database
from matching import engine
from matching.columns.index import Index
from matching.shelf import Shelf
from reentry.matches import rematch
from reentry.matches.rematch import asked_of
from reentry.people.people import Person
from tests.conftest import NOW
from tests.resources.directory_records import keep, place, service

TODAY = NOW.date()


@pytest.fixture
def people(database: Database, take_in: Callable[..., UUID]) -> list[UUID]:
    keep(
        database,
        "Invented Homes",
        service("Step House", place()),
        service("Open Door", place(), open_to_all=True, residential=False),
        service("Works", place(), needs=("jobs",), open_to_all=True),
    )
    return [
        take_in(),
        take_in(number="TD-1002", needs=["housing"]),
        take_in(number="TD-1003", needs=["family"]),
    ]


def test_every_case_is_matched_as_if_it_were_alone(
    database: Database, people: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rematch, "TOGETHER", 2)
    done: list[int] = []
    with database.reading() as session:
        cases = [asked_of(session.get_one(Person, each), TODAY) for each in people]
        catalog = Shelf().catalog(session)

    offered = rematch.rematch(Index(catalog, TODAY), cases, show=done.append)

    alone = {
        (case.person_id, need): engine.match(catalog, case.question, need)
        for case in cases
        for need in case.needs
    }
    assert {(each.person_id, each.need): (each.eligible, each.possible) for each in offered} == {
        key: (len(found.eligible), len(found.possible)) for key, found in alone.items()
    }
    assert sum(done) == 3


def test_the_command_tells_how_many_and_whom_nothing_is_left_for(app: Flask, people: list[UUID]) -> None:
    result = app.test_cli_runner().invoke(args=["rematch", "--all", "--json"])

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[-1])
    # Three needs of the first person, one of each other.
    assert (told["people"], told["needs"]) == (3, 5)
    assert told["people_per_second"] > 0
    # Nobody offers treatment or family services here.
    assert told["without_offer"] == 2


def test_the_command_asks_for_all(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["rematch"]).exit_code != 0
