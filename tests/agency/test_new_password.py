"""A password that somebody else made opens nothing but the form for one's own."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff.staff import Staff
from tests.agency.proving import Keyboard
from tests.browser import Answer, Browser

ADDRESS = "/log-in/new-password"
GIVEN, OWN = "heron marsh lantern quilt", "seven owls on a copper roof"
EMAIL = "new@test.example"


@pytest.fixture
def newcomer(app: Flask, office: UUID, clock: FixedClock) -> Keyboard:
    """Somebody whose account was just made, with the password they were told."""
    words = ("staff", "add", EMAIL, "--role", "officer", "--password", GIVEN)
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    return Keyboard(Browser(app.test_client()), EMAIL, clock, GIVEN)


def choose(keyboard: Keyboard, new: str, again: str = "") -> Answer:
    """Send the form of the own password."""
    return keyboard.post(ADDRESS, {"new": new, "again": again or new}, page=ADDRESS)


def events(database: Database) -> list[str]:
    """What the trail holds, oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all())


def test_a_given_password_leads_to_the_form_and_opens_nothing(newcomer: Keyboard) -> None:
    answer = newcomer.give_password()

    assert answer.headers["Location"] == ADDRESS
    assert newcomer.get(ADDRESS).text.count("<h1>") == 1
    assert [newcomer.get(path).status for path in ("/", "/account", "/people", "/directory")] == [302] * 4
    assert newcomer.get("/api/session").status == 401
    assert newcomer.post("/people", {}, page=ADDRESS).headers["Location"].startswith("/log-in")


def test_with_a_password_of_ones_own_the_log_in_is_whole(newcomer: Keyboard, database: Database) -> None:
    newcomer.give_password(to="/log-in?next=/directory")
    form = {"new": OWN, "again": OWN}

    answer = newcomer.post(f"{ADDRESS}?next=/directory", form, page=ADDRESS)

    assert answer.headers["Location"] == "/directory"
    assert newcomer.is_in()
    assert events(database)[-3:] == ["staff.new_password_due", "staff.password_changed", "staff.logged_in"]
    newcomer.log_out()
    assert newcomer.give_password(GIVEN).status == 422
    assert newcomer.give_password(OWN).headers["Location"] == "/"


def test_a_password_that_is_not_taken_says_why_and_is_not_kept(newcomer: Keyboard) -> None:
    newcomer.give_password()

    for new, again, said in (
        (GIVEN, GIVEN, "the password you were given"),
        ("too short", "too short", "15 to 256 characters"),
        (OWN, OWN + "s", "not the same both times"),
        ("our Test Division by the marsh", "", "agency&#39;s name"),
    ):
        answer = choose(newcomer, new, again)
        assert answer.status == 422
        assert said in answer.text
        assert "passwords are never kept in a form" in answer.text
        assert answer.text.count("<h1>") == 1
    assert not newcomer.is_in()
    assert choose(newcomer, OWN).status == 302


def test_the_form_is_nobodys_who_did_not_log_in_so_far(
    newcomer: Keyboard, browser: Browser, hire: Callable[..., UUID], app: Flask, clock: FixedClock
) -> None:
    hire("officer")
    officer = Keyboard(Browser(app.test_client()), "officer@test.example", clock)
    officer.give_password()

    answers = [browser.get(ADDRESS), browser.post(ADDRESS, {"new": OWN, "again": OWN}), officer.get(ADDRESS)]
    answers.append(officer.post(ADDRESS, {"new": OWN, "again": OWN}, page="/account"))

    assert [answer.headers["Location"] for answer in answers] == ["/log-in"] * 4


class TestWithTheSecondFactor:
    """The same where a log-in needs a code."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """An installation as an agency runs it."""
        return replace(settings, second_factor=True)

    def test_the_own_password_comes_after_the_second_factor(
        self, newcomer: Keyboard, database: Database
    ) -> None:
        newcomer.give_password()
        too_early = choose(newcomer, OWN)
        shown = newcomer.set_up()
        was_in = newcomer.is_in()

        answer = choose(newcomer, OWN)

        assert too_early.headers["Location"] == "/log-in"
        assert f'href="{ADDRESS}"' in shown.text
        assert not was_in
        assert answer.headers["Location"] == "/"
        assert newcomer.is_in()
        with database.reading() as session:
            assert not session.scalars(select(Staff)).one().must_change_password
