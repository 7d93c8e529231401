"""Whether the service is well is told in short to anyone, in full on the machine, in figures on loopback alone."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from agency import migration
from agency.audit import audit
from agency.audit.audit import AuditHead
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import DatabaseAwayError, KeyLostError
from agency.settings import Settings
from agency.watch import health
from agency.watch.health import FREE_AT_LEAST, FREE_BETTER
from tests.browser import Browser
from tests.conftest import NOW, PASSWORD

WELL = {
    "database": "ok",
    "migrations": "ok",
    "key": "ok",
    "audit trail": "ok",
    "backup": "ok",
    "disk": "ok",
}


@pytest.fixture(autouse=True)
def _room_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    _leave(monkeypatch, 10 * FREE_BETTER)


@pytest.fixture
def backed_up(app: Flask, office: UUID, tmp_path: Path) -> Flask:
    """The service with a backup of this morning."""
    made = app.test_cli_runner().invoke(args=["backup", "create", str(tmp_path / "backups")])
    assert made.exit_code == 0, made.output
    return app


def _leave(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr("agency.watch.health.shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))


def asked(app: Flask) -> tuple[int, dict[str, str]]:
    """What /healthz says."""
    answer = app.test_client().get("/healthz")
    told = answer.get_json()
    assert told["status"] == ("ok" if answer.status_code == 200 else "failed")
    return answer.status_code, told["checks"]


def test_a_service_that_is_well_says_so(backed_up: Flask) -> None:
    assert asked(backed_up) == (200, WELL)


def test_a_late_or_missing_backup_is_a_warning(backed_up: Flask, clock: FixedClock) -> None:
    clock.moment = NOW + timedelta(days=7, hours=1)

    assert asked(backed_up) == (200, {**WELL, "backup": "warning"})
    assert "backup create" in backed_up.test_cli_runner().invoke(args=["doctor"]).output


@pytest.mark.parametrize(
    ("free", "state", "status"), [(FREE_BETTER - 1, "warning", 200), (FREE_AT_LEAST - 1, "failed", 503)]
)
def test_a_full_disk_is_told_before_it_is_full(
    backed_up: Flask, monkeypatch: pytest.MonkeyPatch, free: int, state: str, status: int
) -> None:
    _leave(monkeypatch, free)

    assert asked(backed_up) == (status, {**WELL, "disk": state})


def test_a_broken_end_of_the_trail_is_told(backed_up: Flask, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(AuditHead).values(seal="f" * 64))

    assert asked(backed_up) == (503, {**WELL, "audit trail": "failed"})


def test_a_missing_migration_is_told(backed_up: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "_newest", lambda: "9999")

    assert asked(backed_up) == (503, {"migrations": "failed", "disk": "ok"})


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (DatabaseAwayError("The database cannot be reached at /var/secret."), "database"),
        (KeyLostError("/var/secret cannot be opened with this key."), "key"),
    ],
)
def test_what_lies_behind_a_failure_is_told_on_the_machine_alone(
    backed_up: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, name: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(migration, "is_current", fail)
    answer = backed_up.test_client().get("/healthz")
    told = backed_up.test_cli_runner().invoke(args=["doctor"])

    assert (answer.status_code, answer.get_json()["checks"]) == (503, {name: "failed", "disk": "ok"})
    assert "secret" not in answer.text
    assert told.exit_code == 1
    assert f"FAILED   {name}" in told.output
    assert str(error) in told.output


def test_the_doctor_gives_its_findings_to_programs_too(backed_up: Flask) -> None:
    told = backed_up.test_cli_runner().invoke(args=["doctor", "--json"])

    found = json.loads(told.output)["checks"]
    assert told.exit_code == 0
    assert {check["name"]: check["state"] for check in found} == WELL
    assert all(check["why"] for check in found)


def test_figures_count_what_happened(
    backed_up: Flask, browser: Browser, hire: Callable[..., UUID], clock: FixedClock, database: Database
) -> None:
    hire("officer")
    for _ in range(5):
        form = {"email": "officer@test.example", "password": "wrong", "notice": "read"}
        browser.post("/log-in", form)
    clock.moment = NOW + timedelta(minutes=1)
    browser.get("/people/00000000-0000-4000-8000-00000000abcd")

    answer = backed_up.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"})

    figures = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    with database.reading() as session:
        entries = audit.end(session)[0]
    assert answer.status_code == 200
    assert figures["reentry_log_ins_failed"] == "5.0"
    assert figures["reentry_accounts_locked"] == "1.0"
    assert figures["reentry_audit_entries"] == f"{float(entries)}"
    assert figures["reentry_backup_age_seconds"] == "60.0"
    assert figures["reentry_clearances_waiting"] == "0.0"
    sent = 'reentry_requests_total{endpoint="agency.send_log_in",method="POST",status="422"}'
    assert figures[sent] == "5.0"
    assert "abcd" not in answer.text
    assert "officer@test" not in answer.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.7", {}),
        ("", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("::1", {"X-Real-IP": "127.0.0.1"}),
    ],
)
def test_figures_are_told_on_this_machine_alone(
    backed_up: Flask, address: str, headers: dict[str, str]
) -> None:
    client = backed_up.test_client()

    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    nothing = client.get("/nothing", environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 404
    assert _without_tokens(answer.text) == _without_tokens(nothing.text)


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.casefold())


def test_the_last_backup_is_read_off_the_trail(database: Database, settings: Settings) -> None:
    with database.reading() as session:
        assert health.last_backup(session) is None

    (backup,) = (check for check in health.checks(database, settings, NOW) if check.name == "backup")
    assert (backup.state, backup.why) == ("warning", "None was ever made. Run: backup create")


def test_a_password_is_in_no_figure(backed_up: Flask) -> None:
    answer = backed_up.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "::1"})

    assert answer.status_code == 200
    assert PASSWORD not in answer.text
