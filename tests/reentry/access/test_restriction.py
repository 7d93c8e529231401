"""A restricted record: open to the staff named for it, as far as their roles go, and to nobody else."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.access.case_access import CaseAccess
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.errors import UNSEEN, InvalidError
from reentry.access import restriction
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from tests.browser import Browser
from tests.conftest import NOW
from tests.reentry.access.conftest import Enter
from tests.reentry.conftest import MARCUS

Hire = Callable[..., UUID]
TakeIn = Callable[..., UUID]
WHY = "A brother of the receptionist."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def person_id(take_in: TakeIn) -> UUID:
    """Marcus, whom the officer has."""
    return take_in()


@pytest.fixture
def supervisor(hire: Hire, enter: Enter, person_id: UUID) -> Browser:
    """The supervisor of the office, at the keyboard."""
    hire("supervisor")
    return enter("supervisor")


def restrict(supervisor: Browser, person_id: UUID, holder: str = "stays") -> None:
    """The supervisor restricts the record."""
    page = f"/people/{person_id}/access"
    form = {"reason": WHY, "holder": holder}
    assert supervisor.post(f"/people/{person_id}/restriction", form, page).status == 303


def events(database: Database, person_id: UUID) -> list[str]:
    """What the trail says of who is let in."""
    entries = select(AuditEntry.event).where(
        AuditEntry.subject_id == person_id, AuditEntry.event.like("access.%")
    )
    with database.reading() as session:
        return list(session.scalars(entries.order_by(AuditEntry.sequence)))


def test_a_supervisor_who_restricts_a_record_is_named_and_so_is_the_officer(
    database: Database, supervisor: Browser, enter: Enter, hire: Hire, person_id: UUID
) -> None:
    hire("caseworker")

    restrict(supervisor, person_id)

    page = supervisor.get(f"/people/{person_id}/access").text
    assert "Test Supervisor" in page
    assert "Test Officer" in page
    assert enter("officer").get(f"/people/{person_id}").status == 200
    assert enter("caseworker").get(f"/people/{person_id}").status == 404
    assert "Tidewater" not in enter("caseworker").get("/people").text
    assert events(database, person_id)[:3] == ["access.restricted", "access.named", "access.named"]


def test_an_officer_who_is_not_named_has_lost_sight_of_the_case(
    supervisor: Browser, enter: Enter, person_id: UUID
) -> None:
    restrict(supervisor, person_id, holder="")
    officer = enter("officer")

    assert officer.get(f"/people/{person_id}").status == 404
    assert "Tidewater" not in officer.get("/").text
    assert "Tidewater" not in officer.get("/search?q=tidewater").text
    assert "has the case and is not let in" in supervisor.get(f"/people/{person_id}/access").text


def test_somebody_of_another_office_who_is_named_does_what_the_role_allows(
    supervisor: Browser, hire: Hire, enter: Enter, away: UUID, person_id: UUID
) -> None:
    investigator = hire("investigator", away)
    restrict(supervisor, person_id)
    page = f"/people/{person_id}/access"

    told = supervisor.post(f"/people/{person_id}/named-staff", {"staff_id": str(investigator)}, page)

    assert told.status == 303
    assert enter("investigator").get(f"/people/{person_id}").status == 200
    assert enter("investigator").get(f"/people/{person_id}/edit").status == 403


def test_the_last_one_who_may_open_it_stays(
    database: Database, supervisor: Browser, enter: Enter, person_id: UUID, officer: UUID
) -> None:
    restrict(supervisor, person_id)
    page = f"/people/{person_id}/access"

    taken = supervisor.post(f"/people/{person_id}/named-staff/{officer}/end", page=page)
    with database.reading() as session:
        (last,) = session.scalars(select(CaseAccess.staff_id))
    refused = supervisor.post(f"/people/{person_id}/named-staff/{last}/end", page=page)

    assert (taken.status, refused.status) == (303, 409)
    assert "Somebody must be left" in refused.text
    assert supervisor.get(page).status == 200
    assert enter("officer").get(f"/people/{person_id}").status == 404


def test_whoever_lets_themselves_out_is_out(supervisor: Browser, enter: Enter, person_id: UUID) -> None:
    restrict(supervisor, person_id)
    page = f"/people/{person_id}/access"
    own = (
        supervisor.get(page).text.rpartition("Test Supervisor")[2].partition('action="')[2].partition('"')[0]
    )

    answer = supervisor.post(own, page=page)

    assert answer.headers["Location"] == "/people"
    assert supervisor.get(f"/people/{person_id}").status == 404
    assert enter("officer").get(f"/people/{person_id}").status == 200


def test_a_record_is_open_as_usual_again_when_the_restriction_is_lifted(
    database: Database, supervisor: Browser, hire: Hire, enter: Enter, person_id: UUID
) -> None:
    hire("caseworker")
    restrict(supervisor, person_id)

    supervisor.post(f"/people/{person_id}/restriction/end", page=f"/people/{person_id}/access")

    assert enter("caseworker").get(f"/people/{person_id}").status == 200
    assert events(database, person_id)[3] == "access.lifted"
    with database.reading() as session:
        assert session.scalars(select(CaseAccess)).all() == []


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("restriction", {"reason": ""}, 422),
        ("restriction", {"reason": WHY}, 409),
        ("named-staff", {"staff_id": ""}, 422),
        ("named-staff", {"staff_id": str(UUID(int=5))}, 422),
        (f"named-staff/{UUID(int=5)}/end", {}, 404),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    supervisor: Browser, person_id: UUID, path: str, form: dict[str, str], status: int
) -> None:
    restrict(supervisor, person_id)

    answer = supervisor.post(f"/people/{person_id}/{path}", form, f"/people/{person_id}/access")

    assert answer.status == status


def test_the_number_of_any_record_out_of_bounds_reads_the_same(
    database: Database, take_in: TakeIn, hire: Hire, enter: Enter, away: UUID, office: UUID
) -> None:
    hire("officer", email="other@test.example")
    clerk = Clerk(hire("officer", away, "far@test.example"), away, NOW)
    restricted = take_in(number="TD-3", officer="other@test.example")
    take_in(number="TD-1")
    with database.writing() as session:
        intake.take_in(session, {**MARCUS, "number": "TD-2"}, clerk)
        person = session.get_one(Person, restricted)
        restriction.begin(session, person, Clerk(None, office, NOW), [clerk.staff_id], WHY)
    asking = enter("other")
    token = asking.client.get("/api/session").get_json()["csrf_token"]

    def answers(number: str) -> list[str]:
        raw = {"number": number, "given_name": "Ada", "family_name": "Fencepost", "kind": "parole"}
        typed = asking.post("/people", raw, "/people/new")
        program = asking.client.post("/api/people", json=raw, headers={"X-CSRFToken": token})
        assert (typed.status, program.status_code) == (422, 409)
        return [typed.text.replace(number, "").replace(typed.token, ""), json.dumps(program.get_json())]

    assert answers("TD-1") == answers("TD-2") == answers("TD-3")
    with database.reading() as session:
        denied = session.scalars(select(AuditEntry.outcome).where(AuditEntry.event == "access.denied")).all()
    assert denied == ["refused"] * 6


def test_a_restricted_case_is_transferred_to_whoever_is_named_and_to_nobody_else(
    database: Database, hire: Hire, take_in: TakeIn, clerk: Clerk, office: UUID
) -> None:
    person_id, other = take_in(), hire("officer", email="other@test.example")
    transfer = {**MARCUS, "officer": "other@test.example"}
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [clerk.staff_id], WHY)

    with database.writing() as session, pytest.raises(InvalidError) as refused:
        intake.take_in(session, transfer, clerk)
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [other], "")
        intake.take_in(session, transfer, clerk)

    assert refused.value.fields == {"officer": [intake.NOT_TRANSFERRED]}
    with database.reading() as session:
        assert session.get_one(Person, person_id).holder_id == other


@pytest.mark.parametrize("command", [("match",), ("plan", "build"), ("referral", "create")])
def test_a_command_acts_for_nobody_and_reaches_no_restricted_record(
    app: Flask, database: Database, person_id: UUID, clerk: Clerk, command: tuple[str, ...]
) -> None:
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [clerk.staff_id], WHY)
    more = [str(UUID(int=1))] if command[0] == "referral" else []

    told = app.test_cli_runner().invoke(args=[*command, str(person_id), *more])
    listed = app.test_cli_runner().invoke(args=["people", "list", "--json"])

    assert told.exit_code == 1
    assert "or the record is restricted" in told.output
    assert json.loads(listed.output) == {"people": []}


def test_a_record_number_leads_victim_services_to_no_more_than_they_need(
    database: Database, log_in: Callable[..., Browser], take_in: TakeIn
) -> None:
    person_id = take_in(orders=[{"kind": "no_contact", "text": "No contact with R. Quarry."}])
    keeper = log_in("victim_services")

    found = keeper.post("/find-person", {"number": "td-1001"}, "/find-person")
    page = keeper.get(found.headers["Location"])

    assert found.headers["Location"] == f"/people/{person_id}/brief"
    for told in ("Marcus Tidewater", "TD-1001", "Test Officer", "Baltimore", "No contact with R. Quarry."):
        assert told in page.text
    for kept in ("1988", "Substance", "February", "21218", "8 pm"):
        assert kept not in page.across_the_desk
    with database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last
    assert (last.event, last.subject_id, last.details) == ("person.read", person_id, {"page": "brief"})


def test_a_number_that_is_nobodys_and_one_that_is_restricted_read_the_same_to_victim_services(
    database: Database, log_in: Callable[..., Browser], person_id: UUID, clerk: Clerk
) -> None:
    keeper = log_in("victim_services")
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [clerk.staff_id], WHY)

    answers = [keeper.post("/find-person", {"number": each}, "/find-person") for each in ("TD-1001", "TD-9")]

    assert [answer.status for answer in answers] == [422, 422]
    assert all(UNSEEN in answer.text for answer in answers)
    with database.reading() as session:
        denied = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.denied")).all()
    assert [each.subject_id for each in denied] == [person_id, None]
