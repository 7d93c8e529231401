"""A working week in one sitting: the service itself writes every event that is declared."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from agency.audit.audit import AuditHead
from agency.audit.events import EVENTS
from agency.clock import FixedClock
from agency.keys import file as key_file
from agency.settings import Settings
from agency.staff.staff import Staff
from app import create_app
from tests import figures
from tests.agency.proving import Keyboard, key_options
from tests.agency.soft_key import SoftKey
from tests.browser import Browser
from tests.conftest import MASTER_KEY
from tests.reentry.conftest import MARCUS
from tests.security import coordinators_week, officers_week
from tests.security.two_apart import keep_two_apart
from tests.security.week import GIVEN, OWN, Week, enter

OTHER = "nine geese under a tin gate"
ROLES = ("officer", "supervisor", "victim_services", "administrator", "auditor", "coordinator")


@pytest.fixture
def week(settings: Settings, clock: FixedClock, tmp_path: Path) -> Iterator[Week]:
    """The week, before anybody came in."""
    path = tmp_path / "keys" / "reentry.key"
    path.parent.mkdir(mode=0o700)
    path.write_text(MASTER_KEY.hex() + "\n")
    path.chmod(0o600)
    chosen = replace(settings, key_file=path, data=tmp_path / "data", sessions_per_user=2)
    made = Week(chosen, clock, tmp_path)
    yield made
    made.database.close()


def open_the_office(week: Week) -> None:
    """Setting up, accounts, first log-ins with passwords that others made."""
    named = (
        "--name",
        "Test Division",
        "--neutral-name",
        "Test Office",
        "--state",
        "MD",
        "--office",
        "Baltimore",
    )
    week.run("agency", "init", *named, "--time-zone", "America/New_York")
    for role in (*ROLES, "caseworker", "investigator"):
        week.run("staff", "add", f"{role}@test.example", "--role", role, "--password", GIVEN)
    for role in ROLES:
        week.desks[role] = Browser(week.app.test_client())
        enter(week, role)


def prove_who_they_are(week: Week) -> None:
    """The second factor in all its forms, in a service that asks for it."""
    strict = create_app(replace(week.settings, second_factor=True), week.clock)
    officer = Keyboard(Browser(strict.test_client()), "officer@test.example", week.clock, OWN)
    officer.set_up()
    officer.log_out()
    officer.give_password()
    officer.give_code("000000")
    officer.give_code(officer.recovery_codes[0])
    key, new = SoftKey(), "/account/security-keys/new"
    asked = officer.post(new, {"name": "Blue ring", "current": OWN}, page=new)
    answer = {"name": "Blue ring", "credential": key.create(key_options(asked.text))}
    assert officer.post("/account/security-keys", answer, page=new).status == 302
    officer.log_out()
    officer.give_password()
    assert officer.give_key(key.get(officer.key_options())).status == 302
    remove = re.search(r"/account/security-keys/[0-9a-f-]{36}/remove", officer.get("/account").text)
    assert remove
    assert officer.post(remove[0], {"current": OWN}, page="/account").status == 302
    strict.extensions["database"].close()


def look_after_accounts(week: Week) -> None:
    """What administrators and owners do with accounts."""
    investigator = week.one(Staff, Staff.email == "investigator@test.example")
    account, officer = f"/staff/{investigator}", week.one(Staff, Staff.email == "officer@test.example")
    guess = Browser(week.app.test_client())
    for _ in range(5):
        form = {"email": "investigator@test.example", "password": "wrong", "notice": "read"}
        assert guess.post("/log-in", form).status == 422
    for step in ("release-lock", "disable", "enable", "new-password"):
        week.post("administrator", f"{account}/{step}", page=account)
    week.post("administrator", f"/staff/{officer}/reset-second-factor", page=account)
    form = {"name": "Test Investigator", "role": "investigator", "office": "Baltimore", "title": "Agent"}
    week.post("administrator", f"{account}/edit", form, page=f"{account}/edit")
    week.post("administrator", "/agency", {"officer": "Agent"}, page="/agency")
    week.send("administrator", "/agency/ranking", "/agency/ranking", travel="7")
    again = Browser(week.app.test_client())
    for browser in (week.desks["officer"], again):
        browser.post("/log-out", page="/account")
        form = {"email": "officer@test.example", "password": OWN, "notice": "read"}
        assert browser.post("/log-in", form).headers["Location"] == "/"
    end = re.search(r"/account/sessions/[0-9a-f-]{36}/end", week.get("officer", "/account"))
    assert end
    week.post("officer", end[0])
    change = {"current": OWN, "new": OTHER, "again": OTHER}
    week.post("officer", "/account/password", change)


def keep_safe(week: Week) -> None:
    """Backups, the trail itself, legal holds, and an older trail that is let go."""
    folder = week.folder / "backups"
    week.run("backup", "create", str(folder))
    (file,) = folder.iterdir()
    week.run("backup", "verify", str(file))
    for path in ("/audit", "/audit/export", "/audit/verify"):
        week.get("auditor", path)
    week.post("administrator", "/audit/holds", {"reason": "Docket 24-117"}, "/audit/holds")
    lift = re.search(r"/audit/holds/[0-9a-f-]{36}/lift", week.get("administrator", "/audit/holds"))
    assert lift
    week.post("administrator", lift[0], page="/audit/holds")
    with week.database.engine.begin() as connection:
        connection.execute(update(AuditHead).values(seal="f" * 64))
    week.run("audit", "reseal", "--reason", "file-damaged")
    week.post("officer", "/log-out", page="/account")


def end_the_week(week: Week, seen: set[str]) -> set[str]:
    """An order to erase, a new key, a restored backup, and the years that pass."""
    keep_two_apart(week)
    number = str(MARCUS["number"])
    week.run("people", "erase", number, "--kind", "expunge", "--order", "Circuit Court 24-117")
    week.run("backup", "create", str(week.folder / "last"))
    (file,) = (week.folder / "last").iterdir()
    week.run("backup", "restore", str(file), "--replace")
    seen |= week.written()
    for words in (("agency", "rotate-key"), ("agency", "rotate-key", "--forget-old")):
        week.run(*words)
        week.database.close()
        ring = key_file.read(week.settings.key_file or Path())
        week.app = create_app(replace(week.settings, master_keys=ring), week.clock)
        seen |= week.written()
    week.clock.moment += timedelta(days=week.settings.audit_retention_days + 1)
    week.run("audit", "dispose")
    return seen | week.written()


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_event_that_is_declared_is_written(week: Week) -> None:
    open_the_office(week)
    prove_who_they_are(week)
    look_after_accounts(week)
    services = coordinators_week.pass_by(week)
    officers_week.pass_by(week, services["jobs"])
    keep_safe(week)
    written = end_the_week(week, week.written())

    missing = sorted(set(EVENTS) - written)
    figures.record("audit events", len(EVENTS), len(missing))
    assert not missing, f"The tour lacks a step that writes: {', '.join(missing)}"
    assert written <= set(EVENTS)
    assert "The audit trail is whole." in week.run("audit", "verify")
