"""The list of touched cases: what changed, what stands in, and both answers to it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from resources.records.do_not_refer import DoNotRefer
from resources.records.services import Service
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.reentry.plans.providers import provide
from tests.reentry.touched.conftest import changing


@pytest.fixture
def desk(browser: Browser, officer: UUID) -> Browser:
    """The officer whose case it is, at the keyboard."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


@pytest.fixture
def closed(database: Database, provided: dict[str, UUID], person_id: UUID) -> Mapping[str, UUID]:
    """The residence in the plan is closed until spring."""
    with changing(database, provided["residence"]) as service:
        service.status, service.closed_until = "temporarily closed", date(2027, 3, 4)
    return provided


def shown(page: str) -> str:
    """What stands for what the page told of its only case."""
    found = re.search(r'name="shown" value="([0-9a-f]{16})"', page)
    assert found
    return found[1]


def step_at(database: Database, person_id: UUID, service_id: UUID) -> tuple[UUID, UUID]:
    """The plan and the newest of its steps that rests on a service."""
    with database.reading() as session:
        plan = plans.live(session, session.get_one(Person, person_id))
        assert plan
        return plan.id, [step.id for step in plan.steps if step.service_id == service_id][-1]


def statuses(database: Database, person_id: UUID, need: str) -> dict[UUID | None, tuple[str, str]]:
    """The rank and status of each step for a need, by its service."""
    with database.reading() as session:
        steps = session.scalars(select(PlanStep).where(PlanStep.person_id == person_id)).all()
        return {step.service_id: (step.rank, step.status) for step in steps if step.need == need}


@pytest.mark.usefixtures("person_id")
def test_where_nothing_is_touched_the_page_says_so(desk: Browser) -> None:
    page = desk.get("/touched")

    assert page.status == 200
    assert page.text.count("<h1>") == 1
    assert "No choice on your list is touched" in page.text
    assert "Touched by changes" not in desk.get("/").text


@pytest.mark.usefixtures("closed")
def test_the_desk_and_the_list_say_who_is_touched_what_changed_and_what_stands_in(desk: Browser) -> None:
    page = desk.get("/touched").text

    for words in ("Marcus Tidewater", "Gullwing Residence", "Closed until Mar 4, 2027.", "Sandpiper Rooms"):
        assert words in page
    assert "Qualified when chosen, now: does not qualify" in page
    assert "Closed until Mar 4, 2027." in desk.get("/").text


@pytest.mark.usefixtures("closed")
def test_the_list_is_written_into_the_trail(desk: Browser, database: Database) -> None:
    with database.reading() as session:
        before = audit.end(session)[0]
    desk.get("/touched")

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.sequence > before)).all()
    assert [(entry.event, entry.details) for entry in entries] == [("person.listed", {"count": 1})]


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("role", "email", "sees"),
    [("supervisor", "", True), ("caseworker", "", True), ("officer", "other@test.example", False)],
)
def test_each_sees_the_cases_within_reach(
    log_in: Callable[..., Browser], role: str, email: str, sees: bool
) -> None:
    assert ("Tidewater" in log_in(role, email=email).get("/touched").text) is sees


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "role", ["coordinator", "investigator", "victim_services", "auditor", "administrator"]
)
def test_a_role_that_matches_nobody_is_refused(log_in: Callable[..., Browser], role: str) -> None:
    page = log_in(role).get("/touched")

    assert page.status == 403
    assert "Tidewater" not in page.text


def test_a_service_where_nobody_lives_cannot_be_sent_in_the_place_of_a_residence(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID
) -> None:
    with database.writing() as session:
        letters = provide(session, "Deposit Letters", "housing", residential=False).id
        audit.record(session, "directory.edited", None, letters, fields="all")
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    form = {"service_id": str(letters), "shown": shown(desk.get("/touched").text)}
    form["location_id"] = location_of(database, letters)

    answer = desk.post(f"/plans/{plan_id}/steps/{step_id}/instead", form, page="/touched")

    assert answer.status == 409
    assert letters not in statuses(database, person_id, "housing")


def test_taking_another_keeps_the_former_in_the_log_and_drafts_a_letter(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        unsent = referrals.draft(session, person, closed["other_residence"], None, "housing", None, clerk)
        referrals.enter(session, unsent, "canceled", clerk, reason="mistake")
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    form = {"service_id": str(closed["other_residence"]), "shown": shown(desk.get("/touched").text)}
    form["location_id"] = location_of(database, closed["other_residence"])

    answer = desk.post(f"/plans/{plan_id}/steps/{step_id}/instead", form, page="/touched")

    assert answer.status == 303
    assert statuses(database, person_id, "housing") == {
        closed["residence"]: ("primary", "dropped"),
        closed["other_residence"]: ("primary", "planned"),
    }
    with database.reading() as session:
        old = session.get_one(PlanStep, step_id)
        assert [line["status"] for line in old.log] == ["dropped"]
        assert old.snapshot["case"]["service"]["organization"] == "Gullwing Residence"
        made = referrals.of_person(session, session.get_one(Person, person_id))
        assert sorted((each.service_id == closed["other_residence"], each.state) for each in made) == [
            (True, "canceled"),
            (True, "draft"),
        ]
    assert "No choice on your list is touched" in desk.get("/touched").text


def location_of(database: Database, service_id: UUID) -> str:
    with database.reading() as session:
        return str(session.get_one(Service, service_id).at_locations[0].location_id)


def test_an_unsent_letter_to_the_former_is_canceled_and_an_appointment_is_pointed_out(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        place = session.get_one(Service, closed["residence"]).at_locations[0].location_id
        met = referrals.draft(session, person, closed["residence"], place, "housing", None, clerk)
        for state in ("sent", "appointment"):
            referrals.enter(session, met, state, clerk)
        unsent = referrals.draft(session, person, closed["residence"], place, "housing", None, clerk)
        ids = met.id, unsent.id
    page = desk.get("/touched").text
    assert "letter not sent" in page
    assert "appointment" in page
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    form = {"service_id": str(closed["other_residence"]), "shown": shown(page)}
    form["location_id"] = location_of(database, closed["other_residence"])

    desk.post(f"/plans/{plan_id}/steps/{step_id}/instead", form, page="/touched")

    # The appointment is left alone on the list until somebody has called.
    assert "call and cancel it" in desk.get("/touched").text
    with database.reading() as session:
        found = {
            each.id: each.state for each in referrals.of_person(session, session.get_one(Person, person_id))
        }
        assert [found[each] for each in ids] == ["appointment", "canceled"]


@pytest.mark.parametrize("what", ["victim", "barred", "nobody"])
def test_what_may_not_be_chosen_is_not_taken(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID, what: str
) -> None:
    with database.writing() as session:
        other = provide(
            session, "Secret Harbor", "housing", residential=False, victim_services=what == "victim"
        )
        if what == "barred":
            other.do_not_refer.append(DoNotRefer(reason="Complaints.", since=date(2026, 11, 21)))
        audit.record(session, "directory.edited", None, fields="all")
        service_id = person_id if what == "nobody" else other.id
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    page = desk.get("/touched").text
    assert "Secret Harbor" not in page or what == "nobody"
    form = {"service_id": str(service_id), "shown": shown(page)}
    if what != "nobody":
        form["location_id"] = location_of(database, service_id)

    answer = desk.post(f"/plans/{plan_id}/steps/{step_id}/instead", form, page="/touched")

    assert answer.status == 409
    assert statuses(database, person_id, "housing") == {closed["residence"]: ("primary", "planned")}


def test_what_was_decided_or_changed_meanwhile_is_not_done_twice(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID
) -> None:
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    before = shown(desk.get("/touched").text)
    with changing(database, closed["residence"]) as service:
        service.closed_until = date(2027, 5, 1)
    kept = {"note": "Ms. Tern says March.", "shown": before}

    answers = [desk.post(f"/plans/{plan_id}/steps/{step_id}/kept", kept, page="/touched").status]
    again = {"note": "Ms. Tern says May.", "shown": shown(desk.get("/touched").text)}
    answers += [desk.post(f"/plans/{plan_id}/steps/{step_id}/kept", again, page="/touched").status]
    answers += [desk.post(f"/plans/{plan_id}/steps/{step_id}/kept", again, page="/touched").status]

    assert answers == [409, 303, 409]
    assert "No choice on your list is touched" in desk.get("/touched").text


def test_keeping_asks_whom_was_asked(
    desk: Browser, database: Database, closed: Mapping[str, UUID], person_id: UUID
) -> None:
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    form = {"note": "  ", "shown": shown(desk.get("/touched").text)}

    answer = desk.post(f"/plans/{plan_id}/steps/{step_id}/kept", form, page="/touched")

    assert answer.status == 422
    assert "Say whom you asked" in answer.text
    assert statuses(database, person_id, "housing") == {closed["residence"]: ("primary", "planned")}


def test_a_letter_alone_can_be_kept(
    desk: Browser, database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        referral_id = referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk).id
    with changing(database, provided["jobs"]) as service:
        service.status = "defunct"
    page = desk.get("/touched").text
    assert "No longer offered." in page
    assert "Take instead" not in page

    form = {"note": "They open again as another name.", "shown": shown(page)}
    assert desk.post(f"/referrals/{referral_id}/kept", form, page="/touched").status == 303

    assert "No choice on your list is touched" in desk.get("/touched").text


def test_another_officers_case_is_answered_by_nobody_else(
    log_in: Callable[..., Browser], database: Database, closed: Mapping[str, UUID], person_id: UUID
) -> None:
    plan_id, step_id = step_at(database, person_id, closed["residence"])
    other = log_in("officer", email="other@test.example")

    for what in ("instead", "kept"):
        form = {"note": "x", "shown": "0" * 16, "service_id": str(closed["other_residence"])}
        assert other.post(f"/plans/{plan_id}/steps/{step_id}/{what}", form, page="/touched").status == 404


def test_a_coordinator_sees_numbers_and_nobodys_name(
    log_in: Callable[..., Browser],
    closed: Mapping[str, UUID],
    database: Database,
    person_id: UUID,
    clerk: Clerk,
) -> None:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        referrals.draft(session, person, closed["residence"], None, "housing", None, clerk)
    coordinator = log_in("coordinator")

    page = coordinator.get(f"/directory/services/{closed['residence']}").text

    assert "Touches 1 open plan, 1 unsent letter." in page
    assert "Tidewater" not in page
    other = coordinator.get(f"/directory/services/{closed['other_residence']}").text
    assert "No open plan, unsent letter or appointment rests on it." in other


def test_who_does_not_keep_the_directory_sees_no_numbers(desk: Browser, closed: Mapping[str, UUID]) -> None:
    page = desk.get(f"/directory/services/{closed['residence']}").text

    assert "Touches" not in page
    assert "rests on it" not in page


@pytest.mark.parametrize(("arguments", "judged"), [([], 1), (["--all"], 2)])
def test_the_command_tells_figures_and_nobody(
    app: Flask, closed: Mapping[str, UUID], arguments: list[str], judged: int
) -> None:
    assert closed
    result = app.test_cli_runner().invoke(args=["touched", *arguments, "--json"])

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[-1])
    assert (told["people"], told["resting"], told["judged"], told["touched"]) == (1, 2, judged, 1)
    assert told["differences"] == {"open: closed_until": 1}
    assert "Tidewater" not in result.output


def test_the_command_speaks_in_a_sentence(app: Flask, closed: Mapping[str, UUID]) -> None:
    assert closed
    result = app.test_cli_runner().invoke(args=["touched"])

    assert "Choices of a service: 2, judged again: 1, touched: 1, with unsent letters: 0" in result.output
