"""Plans for programs: drafted once, added to, read whole by those who may."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.database import Database
from reentry.plans import sections
from tests.browser import Browser
from tests.program import Program
from tests.reentry.plans.providers import provide_all


@pytest.fixture
def program(log_in: Callable[..., Browser], database: Database) -> Program:
    """A case manager's program, in an agency with a few providers."""
    provide_all(database)
    return Program(log_in("case_manager"))


def test_a_plan_is_drafted_with_a_step_for_every_need(program: Program, take_in: Callable[..., UUID]) -> None:
    person_id = take_in()

    made = program.post(f"/api/people/{person_id}/plans")

    plan = made.get_json()
    assert made.status_code == 201
    assert (plan["kind"], plan["status"], plan["person_id"]) == ("release", "draft", str(person_id))
    assert [each["section"] for each in plan["sections"]] == [each.slug for each in sections.RELEASE]
    chosen = {step["need"]: step["organization"] for step in plan["steps"] if step["service_id"]}
    assert chosen["jobs"] == "Keelson Works"
    assert program.get(made.headers["Location"]).get_json() == plan


def test_drafting_again_gives_the_same_plan(program: Program, take_in: Callable[..., UUID]) -> None:
    path = f"/api/people/{take_in()}/plans"
    first = program.post(path)

    again = program.post(path, {})

    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    listed = program.get(path).get_json()["plans"]
    assert [each["id"] for each in listed] == [first.get_json()["id"]]


def test_a_section_tells_what_is_missing(program: Program, take_in: Callable[..., UUID]) -> None:
    plan = program.post(f"/api/people/{take_in()}/plans").get_json()

    open_ones = {each["section"] for each in plan["sections"] if each["missing"]}

    assert "risk_and_needs" in open_ones
    assert open_ones == {each["section"] for each in plan["sections"] if each["state"] == "open"}


def test_a_body_is_not_overlooked(program: Program, take_in: Callable[..., UUID]) -> None:
    path = f"/api/people/{take_in()}/plans"

    answer = program.post(path, {"kind": "support"})

    assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {"kind"})
    assert program.get(path).get_json() == {"plans": []}


def test_an_investigator_reads_plans_and_drafts_none(
    program: Program, log_in: Callable[..., Browser], take_in: Callable[..., UUID]
) -> None:
    path = f"/api/people/{take_in()}/plans"
    program.post(path)
    investigator = Program(log_in("investigator"))

    assert len(investigator.get(path).get_json()["plans"]) == 1
    assert investigator.post(path).status_code == 403
