"""Emergency access: reading for a while, with a reason, in the sight of the supervisor; a restricted record never."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.access.case_access import CaseAccess
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import UNSEEN
from reentry.access import restriction
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from tests.browser import Answer, Browser
from tests.conftest import NOW
from tests.reentry.access.conftest import Enter

Hire = Callable[..., UUID]
WHY = "The officer is away and the person stands at the counter without insulin."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Marcus, of the first office."""
    return take_in(medication_note="Methadone every morning.")


@pytest.fixture
def caseworker(hire: Hire, enter: Enter, away: UUID, person_id: UUID) -> Browser:
    """A caseworker of another office, at the keyboard."""
    hire("caseworker", away)
    return enter("caseworker")


def ask(browser: Browser, number: str = "TD-1001", reason: str = WHY) -> Answer:
    """Somebody asks for emergency access."""
    return browser.post("/emergency-access", {"number": number, "reason": reason}, "/emergency-access")


def attempts(database: Database) -> list[tuple[UUID | None, str]]:
    """What the trail says of it: whose record, and the outcome."""
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.emergency"))
        return [(each.subject_id, each.outcome) for each in entries]


def test_it_opens_a_record_for_reading_and_ends_with_its_time(
    database: Database, caseworker: Browser, person_id: UUID, clock: FixedClock
) -> None:
    assert caseworker.get(f"/people/{person_id}").status == 404

    opened = ask(caseworker)
    page = caseworker.get(f"/people/{person_id}")

    assert opened.headers["Location"] == f"/people/{person_id}"
    assert "You may read this record until" in page.text
    assert "Methadone every morning." in page.text
    assert caseworker.get(f"/people/{person_id}/edit").status == 404
    assert attempts(database) == [(person_id, "done")]
    clock.moment = NOW + timedelta(hours=23, minutes=59)
    with database.reading() as session:
        (row,) = session.scalars(select(CaseAccess))
        assert row.until == NOW + timedelta(hours=24)


def test_after_its_time_the_record_is_closed(
    caseworker: Browser, enter: Enter, person_id: UUID, clock: FixedClock
) -> None:
    ask(caseworker)

    clock.moment = NOW + timedelta(hours=24)

    assert enter("caseworker").get(f"/people/{person_id}").status == 404


def test_a_number_that_does_not_exist_and_one_that_is_restricted_read_the_same(
    database: Database, caseworker: Browser, person_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [clerk.staff_id], WHY)

    answers = [ask(caseworker, number) for number in ("TD-1001", "TD-9009")]

    told = [
        answer.text.replace(answer.token, "").replace(number, "")
        for answer, number in zip(answers, ("TD-1001", "TD-9009"), strict=True)
    ]
    assert [answer.status for answer in answers] == [422, 422]
    assert told[0] == told[1]
    assert UNSEEN in told[0]
    assert attempts(database) == [(person_id, "refused"), (None, "refused")]
    with database.reading() as session:
        assert session.scalars(select(CaseAccess).where(CaseAccess.kind == "emergency")).all() == []


def test_a_record_that_is_restricted_afterwards_is_closed_at_once(
    database: Database, caseworker: Browser, person_id: UUID, clerk: Clerk
) -> None:
    ask(caseworker)

    with database.writing() as session:
        restriction.begin(session, session.get_one(Person, person_id), clerk, [clerk.staff_id], WHY)

    assert caseworker.get(f"/people/{person_id}").status == 404


def test_no_emergency_is_needed_for_what_is_open_anyway(
    database: Database, enter: Enter, person_id: UUID
) -> None:
    officer = enter("officer")

    answer = ask(officer)

    assert answer.headers["Location"] == f"/people/{person_id}"
    assert attempts(database) == []
    assert "Emergency access" not in officer.get(f"/people/{person_id}").across_the_desk


def test_the_supervisor_sees_who_when_and_why_and_marks_it_reviewed(
    database: Database, caseworker: Browser, hire: Hire, enter: Enter, person_id: UUID
) -> None:
    hire("supervisor")
    supervisor = enter("supervisor")
    ask(caseworker)

    page = supervisor.get("/emergency-access/uses").text
    with database.reading() as session:
        (use,) = session.scalars(select(CaseAccess.id))
    reviewed = supervisor.post(f"/emergency-access/{use}/review", page="/emergency-access/uses")

    for told in (
        "Test Caseworker",
        "Hagerstown",
        "Marcus Tidewater",
        WHY,
        "Nov 21, 2026",
        "9 am",
        "1 to review",
    ):
        assert told in page
    assert reviewed.status == 303
    assert "Test Supervisor" in supervisor.get("/emergency-access/uses").text
    assert "0 to review" in supervisor.get("/emergency-access/uses").text
    with database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.reviewed"))
    assert entry.subject_id == person_id


def test_another_offices_supervisor_sees_their_own_staffs_refusals_and_no_more(
    caseworker: Browser, hire: Hire, enter: Enter, away: UUID
) -> None:
    hire("supervisor", away)
    ask(caseworker)
    ask(caseworker, "TD-9009")
    ask(caseworker, "TD-9010")

    page = enter("supervisor").get("/emergency-access/uses").text

    assert "Test Caseworker: 2 attempts" in page
    assert "Marcus" not in page
    assert WHY not in page


@pytest.mark.parametrize(("number", "reason"), [("", WHY), ("TD-1001", ""), ("TD-1001", "help")])
def test_without_a_number_and_a_reason_nothing_opens(
    database: Database, caseworker: Browser, number: str, reason: str
) -> None:
    assert ask(caseworker, number, reason).status == 422
    assert attempts(database) == []
