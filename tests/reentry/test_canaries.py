"""What is known of a person stands in no file, log or cookie in plain, whether the service works or fails."""

import logging
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from agency.database import Database
from agency.settings import Settings
from tests.browser import Browser
from tests.conftest import PASSWORD

NAME, STREET, NOTE = "Canaryfield", "77 Finchwing Terrace", "Sings when nobody listens."
CANARIES = (NAME, STREET, "Finchwing", NOTE)


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Somebody with words that stand nowhere else."""
    place = {"address_1": STREET, "city": "Baltimore", "state": "MD"}
    return take_in(family_name=NAME, place=place, safety_notes=[NOTE], medication_note=NOTE)


@pytest.fixture
def officer_at_work(browser: Browser, officer: UUID) -> Browser:
    """The officer whose case it is."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


def found(data: bytes) -> list[str]:
    """The canaries in some bytes."""
    return [word for word in CANARIES if word.casefold().encode() in data.lower()]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_file_holds_them(officer_at_work: Browser, person_id: UUID, settings: Settings) -> None:
    assert NAME in officer_at_work.get(f"/people/{person_id}").text

    files = [path for path in Path(settings.data).rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"reentry.db", "reentry.db-wal"}
    assert {path.name: found(path.read_bytes()) for path in files if found(path.read_bytes())} == {}


def test_no_row_of_any_table_holds_them(
    officer_at_work: Browser, person_id: UUID, database: Database
) -> None:
    officer_at_work.post(f"/people/{person_id}/plans", page=f"/people/{person_id}")
    officer_at_work.get(f"/people/{person_id}/matches/housing")

    with database.reading() as session:
        from agency.tables import Base

        rows = {
            name: repr(session.execute(text(f'SELECT * FROM "{name}"')).all())  # noqa: S608 - our own tables
            for name in Base.metadata.tables
        }
    assert {name: found(told.encode()) for name, told in rows.items() if found(told.encode())} == {}


def test_neither_log_nor_answer_holds_them_after_a_fault(
    officer_at_work: Browser,
    person_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"{NAME} of {STREET}: {NOTE}")

    monkeypatch.setattr("reentry.plans.plans.live", fail)
    with capture_logs() as logged, caplog.at_level(logging.DEBUG):
        answer = officer_at_work.get(f"/people/{person_id}")
    printed = officer_at_work.get(f"/people/{person_id}")

    assert (answer.status, printed.status) == (500, 500)
    (line,) = logged
    assert (line["event"], line["kind"], line["endpoint"]) == (
        "unforeseen",
        "ValueError",
        "people.show_person",
    )
    assert any(where.endswith(" show_person") for where in line["where"])
    out, err = capfd.readouterr()
    assert "unforeseen" in out + err
    told = "\n".join((repr(logged), caplog.text, out, err, answer.text))
    assert found(told.encode()) == []


def test_what_the_database_refuses_is_told_without_what_was_written(
    person_id: UUID, database: Database
) -> None:
    with pytest.raises(Exception, match="nothing_like_it") as told, database.reading() as session:
        session.execute(text("SELECT :name FROM nothing_like_it"), {"name": NAME})

    assert found(str(told.value).encode()) == []
