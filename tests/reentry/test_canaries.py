"""What is known of a person stands in no file, log or cookie in plain, whether the service works or fails."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from threading import Thread
from uuid import UUID

import pytest
from pytest_socket import disable_socket, enable_socket
from sqlalchemy import text
from structlog.testing import capture_logs
from waitress import wasyncore
from waitress.server import create_server

from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.watch import logs
from tests import figures
from tests.browser import Browser
from tests.conftest import NOW, PASSWORD

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

    folders = (settings.data, Path(settings.database_url.removeprefix("sqlite:///")).parent)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
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
    (line,) = [each for each in logged if each["event"] == "unforeseen"]
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


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_line_of_the_request_log_holds_them(
    officer_at_work: Browser, person_id: UUID, capfd: pytest.CaptureFixture[str]
) -> None:
    typed = {"family_name": NAME, "note": NOTE, "q": STREET}
    capfd.readouterr()
    for path in (
        f"/people?q={NAME}",
        f"/{NAME}",
        f"/people/{person_id}?street={STREET}",
        f"/search?q={NAME}",
    ):
        officer_at_work.get(path, headers={"User-Agent": NAME, "Referer": f"http://localhost/{NOTE}"})
    officer_at_work.post(f"/people/{person_id}", typed, page=f"/people/{person_id}/edit")
    officer_at_work.post("/log-in", {"email": f"{NAME}@test.example", "password": NOTE, "notice": "read"})
    lines = capfd.readouterr().err.splitlines()

    told = [line for line in lines if found(line.encode()) or str(person_id) in line or PASSWORD in line]
    figures.record("canaries", len(lines), len(told))
    assert len(lines) >= 8
    assert {json.loads(line)["event"] for line in lines} == {"request"}
    assert told == []


@pytest.mark.security
def test_no_line_of_the_web_server_holds_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(environ: object, start_response: object) -> list[bytes]:
        raise ValueError(f"{NAME} of {STREET}: {NOTE}")

    root, level = logging.getLogger(), logging.getLogger().level
    handler = logs.take_over(FixedClock(NOW))
    address = str(tmp_path / "server")
    listening = socket(AF_UNIX, SOCK_STREAM)
    listening.bind(address)
    # It looks up an address even where it is given a socket of this machine's.
    enable_socket()
    server = create_server(fail, sockets=[listening], threads=1)
    disable_socket(allow_unix_socket=True)
    thread = Thread(target=server.run)
    thread.start()
    try:
        with socket(AF_UNIX, SOCK_STREAM) as browser:
            browser.connect(address)
            browser.sendall(f"GET /people/{NAME}?street=Finchwing HTTP/1.0\r\n\r\n".encode())
            answer = browser.recv(10_000)
    finally:
        wasyncore.close_all(server._map)  # noqa: SLF001 - the only way to end its loop
        thread.join()
        server.task_dispatcher.shutdown()
        root.removeHandler(handler)
        root.setLevel(level)

    lines = capfd.readouterr().err.splitlines()
    failed = [line for line in lines if json.loads(line).get("kind") == "ValueError"]
    figures.record("canaries", len(lines) + 1, len([*filter(found, map(str.encode, lines))]))
    assert len(failed) == 1
    assert found(answer) == []
    assert [line for line in lines if found(line.encode())] == []


def test_what_the_database_refuses_is_told_without_what_was_written(
    person_id: UUID, database: Database
) -> None:
    with pytest.raises(Exception, match="nothing_like_it") as told, database.reading() as session:
        session.execute(text("SELECT :name FROM nothing_like_it"), {"name": NAME})

    assert found(str(told.value).encode()) == []
