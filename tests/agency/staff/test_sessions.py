"""A log-in lasts a working day at most, ends when nobody is there, and is one for each account."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.staff import sessions
from agency.staff.sessions import IDLE, TOUCH, StaffSession
from agency.staff.staff import Staff
from tests.browser import Browser

SECOND = timedelta(seconds=1)
LONGEST = timedelta(hours=12)


@pytest.fixture
def officer(hire: Callable[..., UUID]) -> UUID:
    """Whose session it is."""
    return hire("officer")


@pytest.fixture
def begin(database: Database, clock: FixedClock, officer: UUID) -> Callable[..., str]:
    """Begins a session and gives its token."""

    def start(at_once: int = 1) -> str:
        with database.writing() as session:
            token = sessions.start(
                session, session.get_one(Staff, officer), clock.now(), LONGEST, at_once, f"number {at_once}"
            )
            audit.record(session, "staff.logged_in", officer)
            return token

    return start


@pytest.fixture
def is_live(database: Database, clock: FixedClock) -> Callable[[str], bool]:
    """Whether a token opens pages now."""

    def look(token: str) -> bool:
        with database.reading() as session:
            return sessions.find(session, token, clock.now(), LONGEST) is not None

    return look


def test_a_token_opens_its_session_and_no_other_does(
    begin: Callable[..., str], is_live: Callable[[str], bool]
) -> None:
    token = begin()

    assert is_live(token)
    assert not is_live(token[:-1])
    assert not is_live("")


def test_the_token_itself_is_not_kept(begin: Callable[..., str], database: Database) -> None:
    token = begin()

    with database.reading() as session:
        kept = session.scalars(select(StaffSession)).one()
        assert token not in (kept.token_hash, str(kept.id))


def test_an_idle_session_ends(
    begin: Callable[..., str], is_live: Callable[[str], bool], clock: FixedClock
) -> None:
    token = begin()

    clock.moment += IDLE - SECOND
    assert is_live(token)
    clock.moment += SECOND
    assert not is_live(token)


def test_a_new_log_in_ends_the_one_before_and_brings_a_new_token(
    begin: Callable[..., str], is_live: Callable[[str], bool], database: Database
) -> None:
    first = begin()
    second = begin()

    assert first != second
    assert (is_live(first), is_live(second)) == (False, True)
    with database.reading() as session:
        assert len(session.scalars(select(StaffSession)).all()) == 1


def test_a_disabled_account_is_out_at_once(
    begin: Callable[..., str], is_live: Callable[[str], bool], database: Database, officer: UUID
) -> None:
    token = begin()

    with database.writing() as session:
        session.get_one(Staff, officer).active = False
        audit.record(session, "staff.added", None, role="officer")

    assert not is_live(token)


def test_work_keeps_a_session_alive_until_the_day_is_over(
    log_in: Callable[..., Browser], clock: FixedClock
) -> None:
    browser, began = log_in("coordinator"), clock.moment

    while clock.moment - began < LONGEST - IDLE / 2:
        assert browser.get("/directory").status == 200
        clock.moment += IDLE / 2
    clock.moment = began + LONGEST

    assert browser.get("/directory").status == 302


def test_sending_a_form_keeps_a_session_alive_too(log_in: Callable[..., Browser], clock: FixedClock) -> None:
    browser = log_in("officer")

    for _ in range(3):
        clock.moment += IDLE - SECOND
        # Refused for what is missing in it; the officer was at work all the same.
        assert browser.post("/people", {"given_name": "Marcus"}, page="/people/new").status == 422

    assert browser.get("/people").status == 200


def test_use_is_written_down_once_a_minute_at_most(
    log_in: Callable[..., Browser], clock: FixedClock, database: Database
) -> None:
    browser, began = log_in("coordinator"), clock.now()

    def used_at() -> object:
        with database.reading() as session:
            return session.scalars(select(StaffSession.used_at)).one()

    clock.moment += TOUCH - SECOND
    browser.get("/directory")
    assert used_at() == began
    clock.moment += SECOND
    browser.get("/directory")
    assert used_at() == clock.now()


def test_logging_out_ends_the_session_on_the_server(
    log_in: Callable[..., Browser], database: Database
) -> None:
    browser = log_in("officer")
    stolen = browser.client.get_cookie("reentry")

    browser.post("/log-out", page="/people")

    assert stolen
    browser.client.set_cookie("reentry", stolen.value)
    assert browser.get("/people").status == 302
    with database.reading() as session:
        assert session.scalars(select(StaffSession)).all() == []
