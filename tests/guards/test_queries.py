"""A list asks the database as often for nine people as for three: what grows with the caseload is slow in a year."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from agency.database import Database
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from tests.browser import Browser
from tests.conftest import PASSWORD, CountQueries
from tests.reentry.conftest import MARCUS

FEW, MANY = 3, 9
LISTS = ("/people", "/")


@pytest.fixture
def officer(hire: Callable[..., UUID]) -> UUID:
    """The officer whose caseload it is."""
    return hire("officer")


@pytest.fixture
def logged_in(app: Flask, officer: UUID) -> Browser:
    """That officer at the keyboard."""
    browser = Browser(app.test_client())
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


def fill(database: Database, clerk: Clerk, numbers: range) -> None:
    """Take in as many people, each with facts, conditions, needs and a plan."""
    with database.writing() as session:
        for number in numbers:
            raw: dict[str, Any] = {**MARCUS, "number": f"TD-{number}", "family_name": f"Tidewater{number}"}
            person = intake.take_in(session, raw, clerk)
            plan = plans.begin(session, person, clerk)
            plan.add(PlanStep(title="Fetch the birth certificate", section="identity", due=clerk.now.date()))


@pytest.mark.parametrize("path", LISTS)
def test_a_longer_list_asks_no_more_questions(
    path: str,
    database: Database,
    logged_in: Browser,
    officer: UUID,
    office: UUID,
    count_queries: CountQueries,
) -> None:
    clerk = Clerk(officer, office, database.clock.now())
    counts: list[Counter[str]] = []
    shown = []

    for numbers in (range(FEW), range(FEW, MANY)):
        fill(database, clerk, numbers)
        with count_queries() as sent:
            shown.append(logged_in.get(path))
        counts.append(Counter(sent))

    assert [answer.status for answer in shown] == [200, 200]
    assert f"Tidewater{MANY - 1}" in shown[1].text
    grown = [
        f"{few} → {counts[1][each]}: {each[:300]}" for each, few in counts[0].items() if counts[1][each] > few
    ]
    assert not grown, "Fetch these for all people at once (selectinload, or one query by ids):\n" + "\n".join(
        grown
    )
    assert counts[1].total() <= counts[0].total()


@pytest.mark.usefixtures("office")
def test_a_query_for_each_person_would_be_found(database: Database, count_queries: CountQueries) -> None:
    with count_queries() as sent, database.reading() as session:
        for _ in range(MANY):
            session.connection().exec_driver_sql("SELECT name FROM office")

    assert sent.count("SELECT name FROM office") == MANY
