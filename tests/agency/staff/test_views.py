"""The administrator's care of accounts, and everybody's care of their own password."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from agency.access.permissions import PERMISSIONS
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.offices import Office
from agency.settings import Settings
from agency.staff import second_factor, staff
from agency.staff.sessions import StaffSession
from agency.staff.staff import ATTEMPTS, Role, Staff
from tests.agency.proving import Keyboard
from tests.browser import Browser
from tests.conftest import PASSWORD

NEW = "seven owls on a copper roof"
ACTIONS = ("disable", "enable", "reset-second-factor", "new-password")
LOCK = timedelta(minutes=15)
FORM = {"name": "Odessa Marlpit", "email": "o.marlpit@test.example", "role": "officer", "office": "Baltimore"}


@pytest.fixture
def administrator(log_in: Callable[..., Browser]) -> Browser:
    """The administrator, logged in."""
    return log_in("administrator")


@pytest.fixture
def officer_id(hire: Callable[..., UUID]) -> UUID:
    """An officer's account."""
    return hire("officer")


@pytest.fixture
def officer(app: Flask, officer_id: UUID, clock: FixedClock) -> Keyboard:
    """That officer at a keyboard, logged in."""
    keyboard = Keyboard(Browser(app.test_client()), "officer@test.example", clock)
    keyboard.give_password()
    assert keyboard.is_in()
    return keyboard


def last_event(database: Database) -> tuple[str, UUID | None, str]:
    """What the trail says last: event, subject and outcome."""
    with database.reading() as session:
        entry = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.sequence.desc())).first()
        assert entry
        return entry.event, entry.subject_id, entry.outcome


def account(database: Database, staff_id: UUID) -> Staff:
    """An account as it is kept now."""
    with database.reading() as session:
        return session.get_one(Staff, staff_id)


def shown_password(text: str) -> str:
    """The password on a page that shows one."""
    found = re.search(r"<dt>Password</dt><dd>([^<]+)</dd>", text)
    assert found
    return found[1]


# Who may


@pytest.mark.parametrize("role", sorted(set(Role) - set(PERMISSIONS["staff.manage"])))
def test_nobody_but_an_administrator_manages_accounts(log_in: Callable[..., Browser], role: Role) -> None:
    browser, some_id = log_in(role.value), uuid4()

    answers = [
        browser.get("/staff"),
        browser.get("/staff/new"),
        browser.get(f"/staff/{some_id}"),
        browser.get(f"/staff/{some_id}/edit"),
        browser.post(f"/staff/{some_id}/edit", FORM, page="/account"),
        browser.post("/staff", FORM, page="/account"),
        *(browser.post(f"/staff/{some_id}/{action}", page="/account") for action in ACTIONS),
    ]

    assert {answer.status for answer in answers} == {403}
    assert 'href="/staff"' not in browser.get("/account").text


@pytest.mark.parametrize("path", ["/staff", "/staff/new"])
def test_pages_are_whole(administrator: Browser, path: str) -> None:
    answer = administrator.get(path)

    assert answer.status == 200
    assert answer.text.count("<h1>") == 1
    assert 'href="/staff"' in answer.text


@pytest.mark.parametrize("action", ["", *ACTIONS])
def test_an_account_that_is_not_there_is_not_found(administrator: Browser, action: str) -> None:
    path = f"/staff/{uuid4()}"

    answer = administrator.post(f"{path}/{action}", page="/staff") if action else administrator.get(path)

    assert answer.status == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_without_its_token_changes_nothing(
    administrator: Browser, officer_id: UUID, database: Database, action: str
) -> None:
    before = vars(account(database, officer_id))

    assert administrator.client.post(f"/staff/{officer_id}/{action}").status_code == 400

    after = vars(account(database, officer_id))
    assert [after[name] for name in ("active", "password_hash")] == [
        before[name] for name in ("active", "password_hash")
    ]


@pytest.mark.parametrize("action", ACTIONS)
def test_ones_own_account_is_another_administrators_task(
    administrator: Browser, database: Database, action: str
) -> None:
    with database.reading() as session:
        own = session.scalars(select(Staff.id)).one()

    answer = administrator.post(f"/staff/{own}/{action}", page="/staff")

    assert answer.status == 409
    assert "Another administrator does this" in answer.text
    assert administrator.get(f"/staff/{own}").status == 200


# The list, and a new account


def test_the_list_says_who_has_an_account_and_how_it_stands(
    administrator: Browser, hire: Callable[..., UUID], database: Database, clock: FixedClock
) -> None:
    gone, locked, ready = hire("officer"), hire("caseworker"), hire("supervisor")
    with database.writing() as session:
        session.get_one(Staff, gone).active = False
        for _ in range(ATTEMPTS):
            staff.count_failure(session, session.get_one(Staff, locked), clock.now(), LOCK)
        second_factor.begin(session, session.get_one(Staff, ready)).confirm(clock.now())
        audit.record(session, "staff.disabled", None)

    shown = administrator.get("/staff").text
    rows = {row: shown.partition(f"{row}@test.example")[2].partition("</tr>")[0] for row in Role}

    assert "3 open accounts" in shown
    assert "disabled" in rows[Role.OFFICER]
    assert "locked" in rows[Role.CASEWORKER]
    assert "set up" in rows[Role.SUPERVISOR]
    assert "not yet" in rows[Role.CASEWORKER]


def test_a_new_account_gets_a_password_that_is_shown_once(
    administrator: Browser, browser: Browser, database: Database
) -> None:
    answer = administrator.post("/staff", FORM, page="/staff/new")
    password = shown_password(answer.text)

    entered = browser.post("/log-in", {"email": FORM["email"], "password": password, "notice": "read"})

    assert answer.text.count("<h1>") == 1
    assert entered.headers["Location"] == "/log-in/new-password"
    assert "Odessa Marlpit" in administrator.get("/staff").text
    assert password not in administrator.get("/staff").text
    with database.reading() as session:
        entry = session.scalars(
            select(audit.AuditEntry).where(audit.AuditEntry.event == "staff.added")
        ).all()[-1]
        assert entry.details == {"role": "officer"}
        assert entry.actor_id != entry.subject_id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "administrator@test.example"}, "email"),
        ({"role": "owner"}, "role"),
        ({"role": ""}, "role"),
        ({"office": ""}, "office"),
        ({"office": "Nowhere"}, "email"),
    ],
)
def test_a_mistake_in_the_form_is_told_beside_its_field(
    administrator: Browser, database: Database, change: dict[str, str], field: str
) -> None:
    answer = administrator.post("/staff", {**FORM, **change}, page="/staff/new")

    assert answer.status == 422
    assert f'id="field-{field}-error"' in answer.text
    assert answer.text.count("<h1>") == 1
    with database.reading() as session:
        assert len(session.scalars(select(Staff)).all()) == 1


# Other work, another office


EDIT = {
    "name": "Odessa Marlpit",
    "title": "Agent",
    "phone": "410-555-0102",
    "role": "officer",
    "office": "Baltimore",
}


def test_what_changed_is_written_down_by_its_name_alone(
    administrator: Browser, officer: Keyboard, officer_id: UUID, database: Database
) -> None:
    address = f"/staff/{officer_id}/edit"
    shown = administrator.get(address)

    answers = [administrator.post(address, EDIT, page="/staff") for _ in range(2)]

    assert shown.text.count("<h1>") == 1
    assert shown.typed["name"] == ["Test Officer"]
    assert [answer.headers["Location"] for answer in answers] == [f"/staff/{officer_id}"] * 2
    with database.reading() as session:
        entries = session.scalars(
            select(audit.AuditEntry).where(audit.AuditEntry.event == "staff.changed")
        ).all()
        assert [(entry.subject_id, entry.details) for entry in entries] == [
            (officer_id, {"fields": "name, title, phone"})
        ]
        person = session.get_one(Staff, officer_id)
        assert (person.name, person.title, person.phone) == ("Odessa Marlpit", "Agent", "410-555-0102")
    assert officer.is_in()


@pytest.mark.parametrize("change", [{"role": "supervisor"}, {"office": "Hagerstown"}])
def test_a_new_role_or_office_ends_the_sessions_and_holds_from_the_next_log_in(
    administrator: Browser, officer: Keyboard, officer_id: UUID, database: Database, change: dict[str, str]
) -> None:
    with database.writing() as session:
        session.add(Office(name="Hagerstown", time_zone="America/New_York", state="MD"))
        audit.record(session, "agency.created", None)

    administrator.post(f"/staff/{officer_id}/edit", {**EDIT, **change}, page="/staff")
    was_in = officer.is_in()
    officer.give_password()

    assert not was_in
    assert next(iter(change.values())).capitalize() in officer.get("/account").text


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"role": "owner"}, "role"), ({"office": "Nowhere"}, "office")],
)
def test_a_mistake_changes_nothing(
    administrator: Browser, officer_id: UUID, database: Database, change: dict[str, str], field: str
) -> None:
    answer = administrator.post(f"/staff/{officer_id}/edit", {**EDIT, **change}, page="/staff")

    assert answer.status == 422
    assert f'id="field-{field}-error"' in answer.text
    assert account(database, officer_id).title == ""


def test_nobody_gives_themselves_another_role(administrator: Browser, database: Database) -> None:
    with database.reading() as session:
        own = session.scalars(select(Staff.id)).one()
    address = f"/staff/{own}/edit"

    refused = administrator.post(address, EDIT, page="/staff")
    taken = administrator.post(address, {**EDIT, "role": "administrator"}, page="/staff")

    assert (refused.status, taken.status) == (409, 302)
    assert (account(database, own).role, account(database, own).name) == (
        Role.ADMINISTRATOR,
        "Odessa Marlpit",
    )


# Leaving, locked out


def test_a_disabled_account_is_out_at_once_and_stays_out(
    administrator: Browser, officer: Keyboard, officer_id: UUID, database: Database
) -> None:
    administrator.post(f"/staff/{officer_id}/disable", page="/staff")

    assert last_event(database) == ("staff.disabled", officer_id, "done")
    assert not officer.is_in()
    assert officer.give_password().status == 422
    assert "Open the account again" in administrator.get(f"/staff/{officer_id}").text


def test_an_account_opened_again_lets_in_but_brings_no_old_session_back(
    administrator: Browser, officer: Keyboard, officer_id: UUID, database: Database
) -> None:
    administrator.post(f"/staff/{officer_id}/disable", page="/staff")
    administrator.post(f"/staff/{officer_id}/enable", page="/staff")

    assert last_event(database) == ("staff.enabled", officer_id, "done")
    assert not officer.is_in()
    assert officer.give_password().status == 302


def test_a_password_made_anew_ends_the_old_one_and_every_session(
    administrator: Browser, officer: Keyboard, officer_id: UUID, database: Database
) -> None:
    answer = administrator.post(f"/staff/{officer_id}/new-password", page="/staff")

    assert answer.text.count("<h1>") == 1
    assert last_event(database) == ("staff.password_reset", officer_id, "done")
    assert not officer.is_in()
    assert officer.give_password().status == 422
    assert officer.give_password(shown_password(answer.text)).status == 302


class TestWithTheSecondFactor:
    """The same where a log-in needs a code."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """An installation as an agency runs it."""
        return replace(settings, second_factor=True)

    @pytest.fixture
    def both(self, app: Flask, hire: Callable[..., UUID], clock: FixedClock) -> tuple[Keyboard, Keyboard]:
        """An administrator and an officer, both with their second factor and logged in."""
        made = []
        for role in ("administrator", "officer"):
            hire(role)
            keyboard = Keyboard(Browser(app.test_client()), f"{role}@test.example", clock)
            keyboard.set_up()
            made.append(keyboard)
        return made[0], made[1]

    def test_a_lost_telephone_is_replaced_and_the_old_one_is_worth_nothing(
        self, both: tuple[Keyboard, Keyboard], database: Database
    ) -> None:
        administrator, officer = both
        old, codes = officer.code(3), officer.recovery_codes
        with database.reading() as session:
            officer_id = session.scalars(select(Staff.id).where(Staff.role == Role.OFFICER)).one()

        administrator.post(f"/staff/{officer_id}/reset-second-factor", page="/staff")
        event = last_event(database)
        was_in = officer.is_in()
        next_step = officer.give_password().headers["Location"]
        refused = [officer.give_code(each, to="/log-in/set-up").status for each in (old, codes[0])]

        assert event == ("staff.second_factor_reset", officer_id, "done")
        assert not was_in
        assert next_step == "/log-in/set-up"
        assert refused == [422, 422]
        assert officer.set_up().status == 200
        assert officer.is_in()

    def test_a_reset_ends_a_log_in_left_halfway(
        self, both: tuple[Keyboard, Keyboard], database: Database
    ) -> None:
        administrator, officer = both
        officer.log_out()
        officer.give_password()
        with database.reading() as session:
            officer_id = session.scalars(select(Staff.id).where(Staff.role == Role.OFFICER)).one()

        administrator.post(f"/staff/{officer_id}/disable", page="/staff")
        administrator.post(f"/staff/{officer_id}/enable", page="/staff")

        assert officer.get("/log-in/code").status == 302

    def test_pages_say_how_many_recovery_codes_are_left(self, both: tuple[Keyboard, Keyboard]) -> None:
        administrator, _ = both

        assert "recovery codes left: 10" in administrator.get("/account").text
        assert "set up" in administrator.get("/staff").text


# One's own password


def change(keyboard: Browser, current: str, new: str, again: str = "") -> tuple[int, str]:
    """Send the form of one's own password."""
    form = {"current": current, "new": new, "again": again or new}
    answer = keyboard.post("/account/password", form, page="/account")
    return answer.status, answer.text


def test_the_account_page_is_whole(officer: Keyboard) -> None:
    shown = officer.get("/account").text

    assert shown.count("<h1>") == 1
    assert "officer@test.example" in shown


def test_a_new_password_takes_the_place_of_the_old_one(
    officer: Keyboard, database: Database, officer_id: UUID
) -> None:
    status, _ = change(officer, PASSWORD, NEW)

    assert status == 302
    assert last_event(database) == ("staff.password_changed", officer_id, "done")
    assert "Your password is changed" in officer.get("/account").text
    officer.log_out()
    assert officer.give_password(PASSWORD).status == 422
    assert officer.give_password(NEW).status == 302


def test_a_change_ends_every_session_but_this_one(officer: Keyboard, database: Database) -> None:
    stolen = officer.client.get_cookie("reentry")
    assert stolen

    change(officer, PASSWORD, NEW)

    assert officer.is_in()
    officer.client.set_cookie("reentry", stolen.value)
    assert not officer.is_in()
    with database.reading() as session:
        assert len(session.scalars(select(StaffSession)).all()) == 1


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("not the right password", NEW, NEW, "This is not the password you have now."),
        ("", NEW, NEW, "Enter the password you have now."),
        (PASSWORD, "too short", "too short", "15 to 256 characters"),
        (PASSWORD, "x" * 40, "x" * 40, "a common one, or repeats itself"),
        (PASSWORD, "officer by the quiet marsh", "officer by the quiet marsh", "e-mail name or the agency"),
        (
            PASSWORD,
            "our Test Division by the marsh",
            "our Test Division by the marsh",
            "or the agency&#39;s name",
        ),
        (PASSWORD, NEW, NEW + "s", "not the same both times"),
    ],
)
def test_a_password_that_does_not_change_says_why(
    officer: Keyboard, current: str, new: str, again: str, said: str
) -> None:
    status, text = change(officer, current, new, again)

    assert status == 422
    assert said in text
    assert NEW not in text
    assert text.count("<h1>") == 1
    officer.log_out()
    assert officer.give_password(PASSWORD).status == 302


def test_guessing_the_password_from_a_stolen_session_ends_the_session(
    officer: Keyboard, database: Database, officer_id: UUID
) -> None:
    for _ in range(ATTEMPTS):
        change(officer, "not the right password", NEW)

    assert last_event(database) == ("staff.password_changed", officer_id, "refused")
    assert not officer.is_in()
    assert officer.give_password().status == 422


# Where one is logged in


class TestWithSeveralSessions:
    """An installation where an account may be logged in twice."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Two sessions for each account."""
        return replace(settings, sessions_per_user=2)

    @pytest.fixture
    def elsewhere(self, app: Flask, officer: Keyboard) -> Keyboard:
        """The officer at another computer."""
        keyboard = Keyboard(Browser(app.test_client()), officer.email, officer.clock)
        keyboard.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
        keyboard.give_password()
        return keyboard

    def test_a_session_elsewhere_is_shown_and_ended(
        self, officer: Keyboard, elsewhere: Keyboard, database: Database, officer_id: UUID
    ) -> None:
        shown = officer.get("/account").text
        address = shown.partition('action="/account/sessions/')[2].partition('"')[0]

        answer = officer.post(f"/account/sessions/{address}", page="/account")

        assert "Firefox on Linux" in shown
        assert shown.count("/account/sessions/") == 1
        assert answer.status == 302
        assert last_event(database) == ("staff.session_ended", officer_id, "done")
        assert (officer.is_in(), elsewhere.is_in()) == (True, False)

    def test_logging_out_here_leaves_the_other_session(self, officer: Keyboard, elsewhere: Keyboard) -> None:
        officer.log_out()

        assert (officer.is_in(), elsewhere.is_in()) == (False, True)

    def test_a_third_log_in_ends_the_session_that_was_used_longest_ago(
        self, officer: Keyboard, elsewhere: Keyboard, app: Flask
    ) -> None:
        officer.clock.moment += timedelta(minutes=5)
        assert officer.is_in()
        third = Keyboard(Browser(app.test_client()), officer.email, officer.clock)

        third.give_password()

        assert [each.is_in() for each in (officer, elsewhere, third)] == [True, False, True]

    def test_the_session_of_somebody_else_is_not_ended(
        self, administrator: Browser, officer: Keyboard, database: Database, officer_id: UUID
    ) -> None:
        with database.reading() as session:
            found = select(StaffSession.id).where(StaffSession.staff_id == officer_id)
            session_id = session.scalars(found).one()

        answer = administrator.post(f"/account/sessions/{session_id}/end", page="/account")

        assert answer.status == 404
        assert officer.is_in()

    def test_a_new_password_ends_every_other_session(self, officer: Keyboard, elsewhere: Keyboard) -> None:
        change(officer, PASSWORD, NEW)

        assert (officer.is_in(), elsewhere.is_in()) == (True, False)
