"""Many at once: writers take turns, readers never wait, and whoever waits too long is told."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from agency import database as agency_database
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import DatabaseAwayError
from agency.keys.vault import Vault
from agency.offices import Office
from tests.browser import Browser

# Long enough for the other one to get to the door.
A_MOMENT = 0.3


def build(session: object, name: str) -> None:
    """Put in an office."""
    session.add(Office(name=name, time_zone="America/New_York", state="MD"))  # type: ignore[attr-defined]
    audit.record(session, "person.listed", None, count=1)  # type: ignore[arg-type]


def test_eight_writers_lose_nothing_and_keep_one_trail(database: Database) -> None:
    writers, each = 8, 12
    start = Barrier(writers)

    def write(number: int) -> None:
        start.wait()
        for count in range(each):
            with database.writing() as session:
                build(session, f"{number}-{count}")

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    with database.reading() as session:
        assert len(session.scalars(select(Office)).all()) == writers * each
        assert audit.end(session)[0] == writers * each
        assert list(audit.faults(session)) == []


def test_a_page_that_is_written_down_waits_for_its_turn_and_is_shown(
    log_in: Callable[..., Browser], database: Database
) -> None:
    officer = log_in("officer")

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            build(session, "Long")
            session.flush()
            page = pool.submit(officer.get, "/people")
            wait([page], timeout=A_MOMENT)
        answer = page.result()

    assert answer.status == 200
    with database.reading() as session:
        events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
        assert events[-2:] == ["person.listed", "person.listed"]
        assert list(audit.faults(session)) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_waits_too_long_for_a_change_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.database.PATIENCE", 0)

    with (
        database.writing(),
        pytest.raises(DatabaseAwayError, match="try again in a minute"),
        database.writing(),
    ):
        pass


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_program_that_keeps_the_file_too_long_is_told_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.database.PATIENCE", 0)
    other = Database(database.url, database.vault, database.clock)

    with database.writing() as session:
        build(session, "Long")
        session.flush()
        with pytest.raises(DatabaseAwayError, match="try again in a minute"), other.writing() as late:
            build(late, "Late")

    other.close()


def test_a_server_that_does_not_answer_is_not_waited_for(
    clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agency_database, "DOOR", 2)
    silent = socket.socket(socket.AF_UNIX)
    silent.bind(str(tmp_path / ".s.PGSQL.5432"))
    silent.listen()
    away = Database(f"postgresql://user@/reentry?host={tmp_path}", Vault(bytes(32)), clock)

    with pytest.raises(DatabaseAwayError, match="cannot be reached"), away.reading() as session:
        session.scalars(select(Office)).all()

    away.close()
    silent.close()


def test_a_server_that_is_not_there_is_told_without_its_password(app: Flask) -> None:
    away = Database(
        "postgresql://user:a-secret@/reentry?host=/nowhere", Vault(bytes(32)), app.extensions["clock"]
    )

    with pytest.raises(DatabaseAwayError) as told, away.reading() as session:
        session.scalars(select(Office)).all()

    assert str(told.value) == agency_database.AWAY
    away.close()
