"""Whatever is typed at the log-in and at its second step leads nobody in, and makes no fault."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from flask import Flask

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff import staff
from tests import figures
from tests.agency.proving import STEP, Keyboard
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.security import hostile
from tests.security.conftest import FUZZ, FUZZ_SEED
from tests.security.trial import Trial
from tests.security.walk import Field, Form, forms_of

pytestmark = pytest.mark.security

REQUESTS = 15 * FUZZ
# Where somebody stands, by the role that stands there.
DOORS = {
    "auditor": "/log-in",
    "officer": "/log-in/set-up",
    "caseworker": "/log-in/code",
    "coordinator": "/log-in/new-password",
}


class Doors:
    """Somebody before each step of a log-in, who comes back to it whenever the account is locked."""

    def __init__(self, keyboards: dict[str, Keyboard], database: Database) -> None:
        self.database, self.keyboards = database, keyboards
        self.browsers: dict[str, Browser] = dict(self.keyboards)
        self.tokens: dict[str, str] = {}
        for role in DOORS:
            self.sit_down(role)

    def sit_down(self, name: str) -> None:
        """Open the account again, and come to the door."""
        keyboard = self.keyboards[name]
        with self.database.writing() as session:
            account = staff.find(session, keyboard.email)
            assert account
            account.set_password(PASSWORD)
            account.forget_failures()
            account.must_change_password = name == "coordinator"
            audit.record(session, "staff.lock_released", None, account.id)
        self._come_to(DOORS[name], keyboard)
        page = keyboard.get(DOORS[name])
        assert page.status == 200
        self.tokens[name] = page.token

    def rest(self) -> None:
        """Nothing goes on beside a log-in."""

    @staticmethod
    def _come_to(door: str, keyboard: Keyboard) -> None:
        keyboard.client.delete_cookie("reentry")
        if door == "/log-in/new-password":
            keyboard.log_in()
        elif door != "/log-in":
            keyboard.give_password()


@pytest.fixture
def doors(app: Flask, hire: Callable[..., UUID], database: Database, clock: FixedClock) -> Doors:
    """Somebody before each step; who is past the setting up has an app that shows codes."""
    keyboards = {}
    for role in DOORS:
        hire(role)
        keyboards[role] = Keyboard(Browser(app.test_client()), f"{role}@test.example", clock)
        if role in ("caseworker", "coordinator"):
            keyboards[role].set_up()
            clock.moment += 2 * STEP
    return Doors(keyboards, database)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that asks for a second factor."""
    return replace(settings, second_factor=True)


def test_no_typing_leads_in(app: Flask, doors: Doors) -> None:
    trial, inside = Trial(doors, FUZZ_SEED), []

    for role, door in DOORS.items():
        form = next(
            each
            for each in forms_of(app, role, door, doors.browsers[role].get(door).text)
            if each.rule == door
        )
        if "code" in form.fields:
            # Good for once, and so not shown again.
            form.fields["code"].kind = "password"
        form.fields["credential"] = Field("credential", "hidden", [""])

        def knock(sent: hostile.Sent, form: Form = form) -> None:
            trial.fill(form, sent)
            if doors.keyboards[form.role].is_in():
                inside.append(str(sent))
                doors.sit_down(form.role)

        trial.many(REQUESTS, hostile.forms(form, {"staff_id": UUID(int=0)}), knock)
        strategy = hostile.addresses(partial(str.format, door), {}, {"staff_id": UUID(int=0)})
        trial.many(REQUESTS // 5, strategy, partial(trial.send, role))

    figures.record("form fuzz", trial.count, len(trial.faults) + len(inside))
    assert (trial.faults, trial.alive, trial.lost, inside) == ([], [], [], [])
