"""Two who save the same thing at the same moment: one is saved, the other is told, and nothing is overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from agency.database import Database
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans.plans import Plan
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD
from tests.reentry.plans.test_draft import drafted


@pytest.fixture
def two(browser: Browser, officer: UUID, log_in: Callable[..., Browser]) -> tuple[Browser, Browser]:
    """The officer and the supervisor, each at a keyboard."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser, log_in("supervisor")


def both_send(
    two: tuple[Browser, Browser], path: str, forms: tuple[dict[str, object], ...], page: str
) -> list[int]:
    """Both press "save" at once, each with a form; the answers."""
    start = Barrier(2)
    tokens = [Answer(each.client.get(page)).token for each in two]

    def send(number: int) -> int:
        start.wait()
        form = {**forms[number], "csrf_token": tokens[number]}
        return two[number].client.post(path, data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(send, range(2)))


def test_two_who_save_a_person_at_once(
    two: tuple[Browser, Browser], take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in()
    with database.reading() as session:
        version = session.get_one(Person, person_id).version
    same = {
        "number": "TD-1001",
        "kind": "parole",
        "family_name": "Tidewater",
        "needs": "jobs",
        "version": version,
    }
    forms = ({**same, "given_name": "Marc"}, {**same, "given_name": "Mark"})

    assert both_send(two, f"/people/{person_id}", forms, f"/people/{person_id}/edit") == [303, 409]


def test_two_who_change_only_a_fact_at_once(
    two: tuple[Browser, Browser], take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in()
    with database.reading() as session:
        version = session.get_one(Person, person_id).version
    same = {
        "number": "TD-1001",
        "kind": "parole",
        "given_name": "Marcus",
        "family_name": "Tidewater",
        "version": version,
    }
    forms = ({**same, "facts.veteran": "true"}, {**same, "facts.veteran": "false"})

    assert both_send(two, f"/people/{person_id}", forms, f"/people/{person_id}/edit") == [303, 409]


def test_two_who_write_a_section_at_once(
    two: tuple[Browser, Browser], take_in: Callable[..., UUID], database: Database, clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(needs=[]), clerk)
    page = f"/plans/{plan_id}/sections/health"
    forms = ({"text": "The first.", "version": 0}, {"text": "The other.", "version": 0})

    assert both_send(two, page, forms, page) == [303, 409]


def test_two_who_change_a_step_at_once(
    two: tuple[Browser, Browser], take_in: Callable[..., UUID], database: Database, clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(needs=["jobs"]), clerk)
    with database.reading() as session:
        step = next(each for each in session.get_one(Plan, plan_id).steps if each.need == "jobs")
        step_id, version = step.id, step.version
    page = f"/plans/{plan_id}/steps/{step_id}"
    same = {"owner": "officer", "answers": "need:jobs", "version": version}
    forms = ({**same, "title": "Call on Monday"}, {**same, "title": "Call on Friday"})

    assert both_send(two, page, forms, page) == [303, 409]
