"""Whatever is typed about one's own account, behind a second factor, makes no fault and takes nobody's key away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff import staff
from agency.staff.security_keys import SecurityKey
from tests import figures
from tests.agency.proving import Keyboard, key_options
from tests.agency.soft_key import SoftKey
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.security import hostile
from tests.security.conftest import FUZZ, FUZZ_SEED
from tests.security.pages import OF_ONE_S_OWN
from tests.security.trial import Trial
from tests.security.walk import Form, forms_of

pytestmark = pytest.mark.security

ACCOUNT, NEW = "/account", "/account/security-keys/new"
REQUESTS = 8 * FUZZ


class Seat:
    """The owner of an account, who comes back with a code when what was sent ended the session."""

    def __init__(self, keyboard: Keyboard, database: Database) -> None:
        self.keyboard, self.database = keyboard, database
        self.browsers: dict[str, Browser] = {"officer": keyboard}
        self.tokens: dict[str, str] = {}
        keyboard.set_up()
        self.sit_down("officer")

    def sit_down(self, name: str) -> None:
        """Log in anew, whatever was locked."""
        with self.database.writing() as session:
            account = staff.find(session, self.keyboard.email)
            assert account
            account.forget_failures()
            audit.record(session, "staff.lock_released", None, account.id)
        self.keyboard.client.delete_cookie("reentry")
        self.keyboard.log_in()
        self.tokens[name] = self.keyboard.get(ACCOUNT).token

    def rest(self) -> None:
        """Nothing goes on beside an account."""

    def take(self, key: SoftKey) -> None:
        """Add a security key, as its owner does."""
        asked = self.keyboard.post(NEW, {"name": "Blue ring", "current": PASSWORD}, page=NEW)
        answer = {"name": "Blue ring", "credential": key.create(key_options(asked.text))}
        assert self.keyboard.post("/account/security-keys", answer, page=NEW).status == 302


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that asks for a second factor, in which an account may be logged in twice."""
    return replace(settings, second_factor=True, sessions_per_user=2)


@pytest.fixture
def seat(app: Flask, hire: Callable[..., UUID], database: Database, clock: FixedClock) -> Seat:
    """An officer with two keys, logged in a second time elsewhere."""
    hire("officer")
    seat = Seat(Keyboard(Browser(app.test_client()), "officer@test.example", clock), database)
    elsewhere = Keyboard(Browser(app.test_client()), "officer@test.example", clock)
    elsewhere.secret = seat.keyboard.secret
    elsewhere.log_in()
    for _ in range(2):
        seat.take(SoftKey())
    return seat


def offered(app: Flask, seat: Seat) -> list[Form]:
    """Every form about the account, that of a key about to be touched too."""
    touched = seat.keyboard.post(NEW, {"name": "Red ring", "current": PASSWORD}, page=NEW)
    texts = {ACCOUNT: seat.keyboard.get(ACCOUNT).text, NEW: seat.keyboard.get(NEW).text}
    found = [form for page, text in texts.items() for form in forms_of(app, "officer", page, text)]
    found += forms_of(app, "officer", NEW, touched.text)
    return list({(form.method, form.rule): form for form in found if form.rule.startswith(ACCOUNT)}.values())


def test_no_typing_about_the_account_is_a_fault(app: Flask, seat: Seat, database: Database) -> None:
    ids = {"key_id": UUID(int=0), "session_id": UUID(int=0)}
    forms, trial = offered(app, seat), Trial(seat, FUZZ_SEED)
    there = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(OF_ONE_S_OWN) and "POST" in set(rule.methods or ())
    }
    assert there <= {form.rule for form in forms}

    for form in forms:
        trial.many(REQUESTS, hostile.forms(form, ids), partial(trial.fill, form))
    trial.many(REQUESTS, hostile.addresses(partial(str.format, NEW), {}, ids), partial(trial.send, "officer"))

    figures.record("form fuzz", trial.count, len(trial.faults))
    assert (trial.faults, trial.alive, trial.lost) == ([], [], [])
    with database.reading() as session:
        assert set(session.scalars(select(SecurityKey.name))) <= {"Blue ring"}, "No key is added by typing."
