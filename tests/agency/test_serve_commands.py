"""From where a request comes is what the connection says, or the one proxy that is trusted; nobody else is believed."""

from collections.abc import Callable
from dataclasses import replace
from errno import EACCES, EADDRINUSE
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import AWAY, Database
from agency.settings import Settings
from tests.browser import Browser

PROXY, BROWSER = "10.0.0.7", "192.0.2.44"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation behind a proxy."""
    return replace(settings, trusted_proxy=PROXY)


class Server:
    """A server that ends at once."""

    def run(self) -> None:
        """Answer nobody."""


def taken_port(_app: Flask, **_options: object) -> Server:
    """What a system says where somebody else has the port."""
    raise OSError(EADDRINUSE, "Address already in use")


def barred_port(_app: Flask, **_options: object) -> Server:
    """What a system says of a port that is the administrator's."""
    raise PermissionError(EACCES, "Permission denied")


def last_origin(database: Database) -> str | None:
    """From where the last entry of the trail came."""
    with database.reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one().origin


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("connected", "claimed", "believed"),
    [
        (PROXY, BROWSER, BROWSER),
        (PROXY, f"203.0.113.1, {BROWSER}", BROWSER),
        (PROXY, "", PROXY),
        ("198.51.100.3", BROWSER, "198.51.100.3"),
        ("127.0.0.1", BROWSER, "127.0.0.1"),
    ],
)
def test_the_trail_says_from_where(
    app: Flask, database: Database, connected: str, claimed: str, believed: str
) -> None:
    Browser(app.test_client()).post(
        "/log-in",
        {"email": "x@test.example", "password": "wrong", "notice": "read"},
        environ_base={"REMOTE_ADDR": connected},
        headers={"X-Forwarded-For": claimed} if claimed else {},
    )

    assert last_origin(database) == believed


@pytest.mark.usefixtures("office")
def test_the_command_line_is_named_with_who_sits_there(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "wren")
    app.test_cli_runner().invoke(args=["audit", "verify"])
    named = last_origin(database)

    def nobody() -> str:
        raise KeyError("uid 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (named, last_origin(database)) == ("command line, wren", "command line")


def test_the_server_listens_on_this_machine_and_shows_the_service_what_a_proxy_sent(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}
    taken: list[object] = []
    monkeypatch.setattr("waitress.create_server", lambda _app, **options: asked.update(options) or Server())
    monkeypatch.setattr("agency.watch.logs.take_over", taken.append)

    told = app.test_cli_runner().invoke(args=["serve"])

    assert told.output.startswith("Serving on http://127.0.0.1:8000")
    assert (asked["host"], asked["clear_untrusted_proxy_headers"]) == ("127.0.0.1", False)
    assert len(taken) == 1


@pytest.mark.parametrize("command", [["serve"], ["demo", "run"]])
@pytest.mark.parametrize(
    ("create", "said"),
    [
        (taken_port, "Port 8000 is in use by another program. End that, or set PORT to another number."),
        (barred_port, "Port 8000 cannot be used: Permission denied. Set PORT to another number."),
    ],
)
def test_a_port_that_cannot_be_had_is_one_line_and_no_success(
    app: Flask, monkeypatch: pytest.MonkeyPatch, command: list[str], create: object, said: str
) -> None:
    monkeypatch.setattr("waitress.create_server", create)

    told = app.test_cli_runner().invoke(args=command)

    assert (told.exit_code, told.output) == (1, f"Error: {said}\n")


def test_a_data_folder_that_cannot_be_written_is_one_line_and_no_success(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waitress.create_server", lambda *_, **__: Server())
    (tmp_path / "file").touch()
    app.extensions["settings"] = replace(app.extensions["settings"], data=tmp_path / "file" / "data")

    told = app.test_cli_runner().invoke(args=["serve"])

    assert told.exit_code == 1
    assert told.output == (
        f"Error: The data folder {tmp_path}/file/data cannot be written: Not a directory. "
        "Set REENTRY_DATA to one that can.\n"
    )


def test_a_database_that_cannot_be_reached_is_one_line_and_no_success(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waitress.create_server", lambda *_, **__: Server())
    here = app.extensions["database"]
    away = Database(
        "postgresql://nobody@/x?host=/nowhere", here.vault, here.clock, lambda it: it.engine.connect().close()
    )
    app.extensions["database"] = away

    told = app.test_cli_runner().invoke(args=["serve"])

    assert (told.exit_code, told.output) == (1, f"Error: {AWAY}\n")


def test_an_entry_is_of_the_request_that_made_it(database: Database, hire: Callable[..., UUID]) -> None:
    hire("officer")

    assert (last_origin(database) or "").startswith("command line")
