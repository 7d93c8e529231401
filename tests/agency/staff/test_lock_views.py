"""A locked account is opened by the supervisor of its office, or by an administrator, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.offices import Office
from agency.staff import staff
from agency.staff.staff import ATTEMPTS, Staff
from tests.browser import Browser
from tests.conftest import PASSWORD


@pytest.fixture
def locked(hire: Callable[..., UUID], database: Database, clock: FixedClock) -> dict[str, UUID]:
    """A locked officer in the supervisor's office and one in another; a colleague who is not locked."""
    with database.writing() as session:
        other = Office(name="Hagerstown", time_zone="America/New_York", state="MD")
        session.add(other)
        session.flush()
        elsewhere = other.id
        audit.record(session, "agency.created", None)
    made = {"here": hire("officer"), "elsewhere": hire("caseworker", elsewhere), "open": hire("coordinator")}
    with database.writing() as session:
        for name in ("here", "elsewhere"):
            for _ in range(ATTEMPTS):
                lock = timedelta(minutes=15) if name == "here" else None
                staff.count_failure(session, session.get_one(Staff, made[name]), clock.now(), lock)
    return made


def release(browser: Browser, staff_id: UUID, page: str = "/account") -> int:
    """Send the form that releases a lock."""
    return browser.post(f"/staff/{staff_id}/release-lock", page=page).status


def is_locked(database: Database, staff_id: UUID, clock: FixedClock) -> bool:
    """Whether an account is locked now."""
    with database.reading() as session:
        return session.get_one(Staff, staff_id).is_locked(clock.now())


def test_a_supervisor_sees_and_releases_the_own_office_alone(
    log_in: Callable[..., Browser], locked: dict[str, UUID], database: Database, clock: FixedClock
) -> None:
    supervisor = log_in("supervisor")
    shown = supervisor.get("/staff/locked")

    answers = [release(supervisor, locked[name], "/staff/locked") for name in ("here", "elsewhere")]

    assert shown.text.count("<h1>") == 1
    assert 'href="/staff/locked"' in shown.text
    assert "Nov 21, 2026, 9:15" in shown.text
    assert ("Test Officer" in shown.text, "Test Caseworker" in shown.text) == (True, False)
    assert answers == [302, 404]
    assert [is_locked(database, locked[name], clock) for name in ("here", "elsewhere")] == [False, True]
    assert "Nobody is locked out." in supervisor.get("/staff/locked").text
    with database.reading() as session:
        found = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.sequence)).all()
    told = [(entry.event, entry.subject_id) for entry in found if entry.outcome == "refused"]
    released = [entry.subject_id for entry in found if entry.event == "staff.lock_released"]
    assert (told, released) == ([("access.denied", locked["elsewhere"])], [locked["here"]])


def test_an_administrator_releases_every_lock(
    log_in: Callable[..., Browser], locked: dict[str, UUID], browser: Browser
) -> None:
    administrator = log_in("administrator")
    shown = administrator.get("/staff/locked").text

    answers = [release(administrator, locked[name], "/staff") for name in ("here", "elsewhere")]
    form = {"email": "officer@test.example", "password": PASSWORD, "notice": "read"}

    assert "somebody releases it" in shown
    assert answers == [302, 302]
    assert browser.post("/log-in", form).status == 302


def test_others_release_nothing_and_nobody_their_own(
    log_in: Callable[..., Browser], locked: dict[str, UUID], database: Database, clock: FixedClock
) -> None:
    supervisor = log_in("supervisor")
    with database.writing() as session:
        own = session.scalars(select(Staff).where(Staff.email == "supervisor@test.example")).one()
        for _ in range(ATTEMPTS):
            staff.count_failure(session, own, clock.now(), None)
        own_id = own.id

    answers = [
        release(log_in("auditor"), locked["here"]),
        release(supervisor, own_id, "/staff/locked"),
        release(supervisor, uuid4(), "/staff/locked"),
    ]

    assert answers == [403, 409, 404]
    assert "yours: somebody else releases it" in supervisor.get("/staff/locked").text
    assert is_locked(database, locked["here"], clock)


def test_a_lock_without_an_end_lasts_until_it_is_released(
    locked: dict[str, UUID], database: Database, clock: FixedClock
) -> None:
    clock.moment += timedelta(days=4000)

    assert [is_locked(database, locked[name], clock) for name in ("here", "elsewhere")] == [False, True]
