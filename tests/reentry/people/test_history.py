"""A person's history tells who read and changed the record, and what left; a restricted one tells nobody else."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.access.case_access import EMERGENCY, NAMED, CaseAccess
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.staff.staff import Staff
from reentry.consents.disclosures import Disclosure
from reentry.people.people import Person
from tests.browser import Answer, Browser
from tests.conftest import NOW, PASSWORD

READ = "record was shown"


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Marcus, on the officer's caseload."""
    return take_in()


@pytest.fixture
def enter(browser: Browser, officer: UUID) -> Browser:
    """The officer whose case it is."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


def rows(answer: Answer) -> list[str]:
    """The lines of the table of what was done, newest first."""
    return answer.text.split('id="done"')[1].split("<tr>")[2:]


def restrict(database: Database, person_id: UUID, *named: UUID) -> None:
    """Let nobody but these know of the person."""
    with database.writing() as session:
        session.get_one(Person, person_id).restricted = True
        for staff_id in named:
            session.add(CaseAccess(record_id=person_id, staff_id=staff_id, kind=NAMED, given_at=NOW))
        audit.record(session, "access.restricted", None, person_id)


def test_readings_of_a_day_are_one_line_and_each_can_be_seen(
    enter: Browser, person_id: UUID, clock: FixedClock
) -> None:
    enter.get(f"/people/{person_id}")
    enter.get(f"/people/{person_id}/edit")
    enter.post(f"/people/{person_id}/plans", page=f"/people/{person_id}")
    clock.moment = NOW + timedelta(minutes=20)
    enter.get(f"/people/{person_id}")

    (newest, *others) = rows(enter.get(f"/people/{person_id}/history"))

    assert READ in newest
    assert "4 times that day" in newest
    assert "page: edit" in newest
    assert "Test Officer, Officer" in newest
    assert "127.0.0.1" in newest
    assert not any(READ in row for row in others)
    assert any("A plan was begun" in row for row in others)
    assert "record was made" in others[-1]


def test_another_day_at_the_office_is_another_line(
    enter: Browser, person_id: UUID, database: Database, officer: UUID, clock: FixedClock
) -> None:
    for hours in (0, 14, 16):  # 9 am and 11 pm of one day, 1 am of the next
        clock.moment = NOW + timedelta(hours=hours)
        audit.record_reading(database, "person.read", officer, person_id, page="person")
    clock.moment = NOW

    answer = enter.get(f"/people/{person_id}/history")

    assert ["2 times that day" in row for row in rows(answer) if READ in row] == [False, True]


def test_a_refusal_and_an_emergency_are_marked(
    enter: Browser, person_id: UUID, database: Database, hire: Callable[..., UUID], clock: FixedClock
) -> None:
    stranger = hire("officer", email="stranger@test.example")
    with database.writing() as session:
        until = NOW + timedelta(hours=24)
        session.add(
            CaseAccess(record_id=person_id, staff_id=stranger, kind=EMERGENCY, given_at=NOW, until=until)
        )
        audit.record(session, "access.emergency", stranger, person_id)
    audit.record_reading(database, "person.read", stranger, person_id, page="person")
    clock.moment = NOW + timedelta(hours=25)
    audit.record_reading(
        database, "access.denied", stranger, person_id, outcome="refused", permission="person.read"
    )
    clock.moment = NOW

    denied, read, *_ = rows(enter.get(f"/people/{person_id}/history"))

    assert "refused" in denied
    assert "emergency access" not in denied
    assert "emergency access" in read


def test_what_left_the_office_is_told_to_those_who_may_know_of_health(
    enter: Browser, person_id: UUID, database: Database, officer: UUID, log_in: Callable[..., Browser]
) -> None:
    with database.writing() as session:
        row = Disclosure(person_id=person_id, at=NOW, by_id=officer)
        row.recipient, row.format, row.told = "Harbor Recovery", "pdf", ["treatment"]
        session.add(row)
        audit.record(session, "plan.printed", officer, person_id, copy="board", format="pdf")

    told = enter.get(f"/people/{person_id}/history").text
    withheld = log_in("auditor").get(f"/people/{person_id}/history").text

    assert "Harbor Recovery" in told
    assert "Substance-use treatment" in told
    assert "1 copy left the office" in withheld
    assert "Harbor Recovery" not in withheld
    assert "ubstance-use" not in withheld


def test_the_auditor_reads_it_without_the_name(person_id: UUID, log_in: Callable[..., Browser]) -> None:
    auditor = log_in("auditor")

    page = auditor.get(f"/people/{person_id}/history")
    printed = auditor.post(f"/people/{person_id}/history.html", page=f"/people/{person_id}/history")

    assert (page.status, printed.status) == (200, 200)
    for text in (page.text, printed.text):
        assert f"Person {str(person_id)[:8]}" in text
        assert "Tidewater" not in text
        assert "TD-1001" not in text


@pytest.mark.parametrize("form", ["pdf", "html", "docx"])
def test_it_can_be_printed_and_that_is_written_down(
    enter: Browser, person_id: UUID, database: Database, form: str
) -> None:
    printed = enter.post(f"/people/{person_id}/history.{form}", page=f"/people/{person_id}/history")

    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
        assert (entry.event, entry.subject_id, entry.details) == (
            "person.history_printed",
            person_id,
            {"format": form},
        )
    assert printed.status == 200
    assert printed.data.startswith({"pdf": b"%PDF", "html": b"<!doctype", "docx": b"PK"}[form])


def test_a_long_history_is_paged(
    enter: Browser, person_id: UUID, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reentry.people.history_views.PAGE", 4)
    with database.writing() as session:
        for section in "abcdef":
            audit.record(session, "plan.updated", None, person_id, section=section)

    enter.get(f"/people/{person_id}/history")
    first, second = (enter.get(f"/people/{person_id}/history?page={page}") for page in (1, 2))

    assert "Page 1 of 2" in first.text
    assert ["section: f" in row for row in rows(first)] == [False, True, False, False]
    assert "section: c" in rows(second)[0]
    assert enter.get(f"/people/{person_id}/history?page=none").status == 422


def test_a_stranger_learns_nothing(
    person_id: UUID, log_in: Callable[..., Browser], database: Database
) -> None:
    stranger = log_in("officer", email="stranger@test.example")

    told = [stranger.get(f"/people/{who}/history") for who in (person_id, UUID(int=9))]

    assert [each.status for each in told] == [404, 404]
    with database.reading() as session:
        denied = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.denied")).one()
        assert (denied.subject_id, denied.details) == (person_id, {"permission": "person.history"})


def test_a_restricted_record_is_hidden_in_trail_and_history(
    person_id: UUID, take_in: Callable[..., UUID], database: Database, log_in: Callable[..., Browser]
) -> None:
    seen = take_in(number="TD-2002")
    restrict(database, person_id)
    audit.record_reading(database, "referral.created", None, person_id, referral_id=str(UUID(int=77)))
    auditor = log_in("auditor")

    page, table = auditor.get("/audit"), auditor.get("/audit/export")
    asked = [auditor.get(f"/audit?subject={who}") for who in (person_id, UUID(int=9))]

    for text in (page.text, table.text):
        assert str(person_id)[:8] not in text
        assert f"Person {str(seen)[:8]}" in text
        assert "withheld" in text
        assert "referral id" not in text
    assert all("Nothing like this is in the trail." in each.text for each in asked)
    assert auditor.get(f"/people/{person_id}/history").status == 404


def test_whoever_is_named_for_a_restricted_record_reads_its_history(
    enter: Browser, person_id: UUID, officer: UUID, database: Database
) -> None:
    before = enter.get(f"/people/{person_id}/history").status
    restrict(database, person_id)
    closed = enter.get(f"/people/{person_id}/history").status
    restrict(database, person_id, officer)

    assert (before, closed, enter.get(f"/people/{person_id}/history").status) == (200, 404, 200)


def test_a_file_that_reaches_for_another_officers_case_is_written_down_although_nothing_is_kept(
    person_id: UUID, log_in: Callable[..., Browser], database: Database
) -> None:
    stranger = log_in("officer", email="stranger@test.example")
    file = BytesIO(b'{"number": "TD-1001", "given_name": "X", "family_name": "Y", "kind": "parole"}')

    answer = stranger.post(
        "/people/import",
        {"file": (file, "people.json")},
        page="/people/import",
        content_type="multipart/form-data",
    )

    assert answer.status == 422
    with database.reading() as session:
        denied = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.denied")).one()
        who = session.scalars(select(Staff.id).where(Staff.email == "stranger@test.example")).one()
        assert (denied.actor_id, denied.subject_id, denied.outcome) == (who, person_id, "refused")
        assert session.get_one(Person, person_id).family_name == "Tidewater"
