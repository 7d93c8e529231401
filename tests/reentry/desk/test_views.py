"""The officer's desk on screen: every step that is due is there, and leads to its own page."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest

from agency.database import Database
from matching.catalog import load
from matching.columns.index import Index
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from tests.browser import Browser
from tests.conftest import PASSWORD, CountQueries
from tests.reentry.desk.test_desk import TODAY


@pytest.fixture
def officer_at_work(browser: Browser, officer: UUID) -> Browser:
    """The officer of the caseload, at the keyboard."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


@pytest.fixture
def plan(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> Callable[[int], None]:
    """Takes somebody in who is released in a few days, with a plan of which most is due."""

    def begin(number: int) -> None:
        person_id = take_in(number=f"TD-{number}", hearing_date=None, release_date="2026-11-25")
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            plan_draft.build(session, person, clerk, TODAY, Index(load(session), TODAY))

    return begin


def test_every_step_that_is_due_is_on_the_desk_and_leads_to_its_page(
    officer_at_work: Browser, plan: Callable[[int], None]
) -> None:
    plan(1)
    plan(2)

    page = officer_at_work.get("/").text
    due = page.partition('id="due"')[2].partition("<section")[0]
    steps = re.findall(r'href="(/plans/[0-9a-f-]{36}/steps/[0-9a-f-]{36})"', due)

    count = int(due.partition('class="count">')[2].partition("<")[0])
    assert count > 15
    assert len(set(steps)) == count
    assert f"Show {count - 15} more" in due
    assert officer_at_work.get(steps[0]).status == 200


def test_more_people_are_no_more_questions_to_the_database(
    officer_at_work: Browser, plan: Callable[[int], None], count_queries: CountQueries
) -> None:
    counted = []
    for numbers in (range(2), range(2, 6)):
        for number in numbers:
            plan(number)
        with count_queries() as sent:
            officer_at_work.get("/")
        counted.append(len(sent))

    assert counted[1] <= counted[0]
