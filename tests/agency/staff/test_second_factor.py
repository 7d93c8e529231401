"""The second factor: nothing opens with a password alone, each code counts once, and guessing locks the account."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from agency.audit import audit
from agency.database import Database
from agency.errors import KeyLostError
from agency.keys.vault import Vault
from agency.settings import Settings
from agency.staff import second_factor
from agency.staff.second_factor import RECOVERY_CODES, SecondFactor
from agency.staff.sessions import HALFWAY, HalfSession, StaffSession
from agency.staff.staff import ATTEMPTS, Staff
from tests.agency.proving import STEP, Keyboard, Staffed
from tests.browser import Browser
from tests.conftest import PASSWORD

LOCK = timedelta(minutes=15)
PAGES = ("/", "/account", "/people", "/directory", "/search?q=a", "/api/session", "/api/people")
REFUSED = "not the code of the moment"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation as an agency runs it: with the second factor."""
    return replace(settings, second_factor=True)


def events(database: Database) -> list[str]:
    """What the trail holds, oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(audit.AuditEntry.event).order_by(audit.AuditEntry.sequence)).all())


def kept(database: Database, kind: type[Any]) -> list[Any]:
    """Every row of a table."""
    with database.reading() as session:
        return list(session.scalars(select(kind)).all())


# Setting up


def test_a_first_log_in_leads_to_the_setting_up(staffed: Staffed) -> None:
    officer = staffed(ready=False)

    answer = officer.give_password()
    shown = officer.get("/log-in/set-up")

    assert answer.headers["Location"] == "/log-in/set-up"
    assert shown.text.count("<h1>") == 1
    assert 'src="data:image/png;base64,' in shown.text
    assert not officer.is_in()


def test_a_first_code_confirms_it_and_the_recovery_codes_are_shown_once(
    staffed: Staffed, database: Database
) -> None:
    officer = staffed(ready=False)

    answer = officer.set_up()

    assert answer.status == 200
    assert answer.text.count("<h1>") == 1
    assert len(set(officer.recovery_codes)) == RECOVERY_CODES
    assert officer.is_in()
    assert events(database)[-3:] == [
        "staff.password_accepted",
        "staff.second_factor_set_up",
        "staff.logged_in",
    ]
    assert officer.get("/log-in/set-up").status == 302
    assert officer.recovery_codes[0] not in officer.get("/account").text


def test_a_wrong_first_code_confirms_nothing(staffed: Staffed, database: Database) -> None:
    officer = staffed(ready=False)
    officer.give_password()

    answer = officer.give_code("000000", to="/log-in/set-up")

    assert answer.status == 422
    assert answer.text.count("<h1>") == 1
    assert [factor.confirmed_at for factor in kept(database, SecondFactor)] == [None]


def test_a_secret_that_somebody_else_may_have_seen_is_not_used(staffed: Staffed, app: Flask) -> None:
    officer = staffed(ready=False)
    thief = Keyboard(Browser(app.test_client()), officer.email, officer.clock)
    thief.give_password()
    seen = thief.get("/log-in/set-up").text

    officer.set_up()

    assert officer.secret not in seen.replace(" ", "")
    assert thief.get("/log-in/set-up").status == 302


def test_the_code_that_confirmed_it_does_not_log_in(staffed: Staffed) -> None:
    officer = staffed(ready=False)
    officer.set_up()
    officer.log_out()
    officer.give_password()

    assert officer.give_code().status == 422
    assert not officer.is_in()


# Logging in


def test_password_and_code_together_let_in(staffed: Staffed, database: Database) -> None:
    officer = staffed()

    first = officer.give_password()
    shown = officer.get("/log-in/code")
    second = officer.give_code()

    assert (first.headers["Location"], second.headers["Location"]) == ("/log-in/code", "/")
    assert shown.text.count("<h1>") == 1
    assert officer.is_in()
    assert events(database)[-2:] == ["staff.password_accepted", "staff.logged_in"]
    assert kept(database, HalfSession) == []


def test_the_page_asked_for_is_opened_after_both_steps(staffed: Staffed) -> None:
    officer = staffed()
    asked = officer.get("/people?q=marcus").headers["Location"]

    code_page = officer.give_password(to=asked).headers["Location"]

    assert officer.give_code(to=code_page).headers["Location"] == "/people?q=marcus"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_second_step_leads_nowhere_else(staffed: Staffed, elsewhere: str) -> None:
    officer = staffed()
    officer.give_password()

    answer = officer.post(
        "/log-in/code", {"code": officer.code()}, page="/log-in/code", query_string={"next": elsewhere}
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_a_clock_half_a_minute_off_is_forgiven(staffed: Staffed, steps: int, status: int) -> None:
    officer = staffed()
    officer.clock.moment += 10 * STEP
    officer.give_password()

    assert officer.give_code(officer.code(steps)).status == status


def test_a_code_may_be_typed_as_the_app_shows_it(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()
    code = officer.code()

    assert officer.give_code(f" {code[:3]} {code[3:]} ").status == 302


# Ways around it


@pytest.mark.parametrize("path", PAGES)
def test_half_a_log_in_opens_nothing(staffed: Staffed, path: str) -> None:
    officer = staffed()
    officer.give_password()

    assert officer.get(path).status in (302, 401)
    assert "log-in" in officer.get(path).headers.get("Location", "log-in")


def test_half_a_log_in_changes_nothing(staffed: Staffed) -> None:
    officer = staffed("administrator")
    officer.give_password()

    answers = [
        officer.post(path, form, page="/log-in/code")
        for path, form in (
            ("/staff", {"name": "A", "email": "a@test.example", "role": "officer", "office": "Baltimore"}),
            ("/account/password", {"current": PASSWORD, "new": "x", "again": "x"}),
            ("/people", {}),
        )
    ]

    assert {answer.headers.get("Location", "").partition("?")[0] for answer in answers} == {"/log-in"}


def test_half_a_token_is_no_session_token(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()
    with officer.client.session_transaction() as cookie:
        cookie["token"] = cookie["half"]

    assert not officer.is_in()


def test_without_the_password_there_is_no_second_step(staffed: Staffed) -> None:
    officer = staffed()

    for path in ("/log-in/code", "/log-in/set-up"):
        assert officer.get(path).headers["Location"] == "/log-in"
        assert officer.post(path, {"code": officer.code()}).headers["Location"] == "/log-in"
    assert not officer.is_in()


def test_a_second_factor_in_use_is_not_set_up_again_with_the_password_alone(
    staffed: Staffed, database: Database
) -> None:
    officer = staffed()
    before = [factor.id for factor in kept(database, SecondFactor)]
    officer.give_password()

    assert officer.get("/log-in/set-up").status == 302
    assert (
        officer.post("/log-in/set-up", {"code": officer.code()}, page="/log-in/code").headers["Location"]
        == "/log-in"
    )
    assert not officer.is_in()
    assert [factor.id for factor in kept(database, SecondFactor)] == before


def test_one_not_yet_confirmed_is_no_second_step(staffed: Staffed) -> None:
    officer = staffed(ready=False)
    officer.give_password()

    assert officer.get("/log-in/code").status == 302
    assert officer.post("/log-in/code", {"code": ""}, page="/log-in/set-up").status == 302


def test_a_code_counts_once(staffed: Staffed, app: Flask) -> None:
    officer = staffed()
    watcher = Keyboard(Browser(app.test_client()), officer.email, officer.clock)
    code = officer.code()
    officer.give_password()
    officer.give_code(code)

    watcher.give_password()

    assert watcher.give_code(code).status == 422
    assert not watcher.is_in()


def test_a_code_from_before_the_last_one_does_not_count(staffed: Staffed) -> None:
    officer = staffed()
    officer.clock.moment += 10 * STEP
    earlier = officer.code(-1)
    officer.give_password()
    officer.give_code()
    officer.log_out()
    officer.give_password()

    assert officer.give_code(earlier).status == 422


@pytest.mark.parametrize("minutes", [1, 60])
def test_an_old_code_does_not_count(staffed: Staffed, minutes: int) -> None:
    officer = staffed()
    old = officer.code()
    officer.clock.moment += minutes * 2 * STEP
    officer.give_password()

    assert officer.give_code(old).status == 422


@pytest.mark.parametrize(
    "code", ["", "0", "12345", "1234567", "abcdef", "１２３４５６", "000000 OR 1=1", "é" * 6]
)
def test_anything_else_does_not_count(staffed: Staffed, code: str) -> None:
    officer = staffed()
    officer.give_password()

    answer = officer.post("/log-in/code", {"code": code}, page="/log-in/code")

    assert answer.status == 422
    assert answer.text.count("<h1>") == 1
    assert not officer.is_in()


def test_the_code_of_another_account_does_not_count(staffed: Staffed) -> None:
    officer, caseworker = staffed("officer"), staffed("caseworker")
    officer.give_password()

    assert officer.give_code(caseworker.code()).status == 422
    assert officer.give_code(caseworker.recovery_codes[0]).status == 422
    assert not officer.is_in()


def test_a_log_in_left_halfway_ends(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()
    token = officer.get("/log-in/code").token

    officer.clock.moment += HALFWAY
    answer = officer.client.post("/log-in/code", data={"code": officer.code(), "csrf_token": token})

    assert answer.headers["Location"] == "/log-in"
    assert "Please begin again" in officer.get("/log-in").text
    assert not officer.is_in()


def test_a_log_in_begun_elsewhere_takes_the_place_of_one_left_halfway(staffed: Staffed, app: Flask) -> None:
    officer = staffed()
    other = Keyboard(Browser(app.test_client()), officer.email, officer.clock)
    other.give_password()
    officer.give_password()

    assert other.get("/log-in/code").status == 302
    assert officer.give_code().status == 302
    assert officer.is_in()


def test_an_account_disabled_halfway_is_out(staffed: Staffed, database: Database) -> None:
    officer = staffed()
    officer.give_password()
    with database.writing() as session:
        session.scalars(select(Staff)).one().active = False
        audit.record(session, "staff.disabled", None)

    assert officer.post("/log-in/code", {"code": officer.code()}).headers["Location"] == "/log-in"


def test_a_second_step_without_its_token_is_refused(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()

    for path in ("/log-in/code", "/log-in/set-up"):
        assert officer.client.post(path, data={"code": officer.code()}).status_code == 400
    assert not officer.is_in()


def test_a_demonstration_asks_for_no_code(settings: Settings) -> None:
    environment = {"REENTRY_DATA": str(settings.data), "REENTRY_KEY": settings.master_key.hex()}

    assert Settings.from_environment(environment).second_factor
    assert not Settings.from_environment({**environment, "REENTRY_DEMO": "1"}).second_factor


# Recovery codes


def test_a_recovery_code_takes_the_place_of_a_code_once(staffed: Staffed, database: Database) -> None:
    officer = staffed()
    code = officer.recovery_codes[3]
    officer.give_password()

    first = officer.give_code(code)
    told = officer.get("/account").text
    officer.log_out()
    officer.give_password()
    again = officer.give_code(code)

    assert (first.status, again.status) == (302, 422)
    assert f"Recovery codes left: {RECOVERY_CODES - 1}" in told
    assert "staff.recovery_code_used" in events(database)


def test_each_recovery_code_works_however_it_is_typed(staffed: Staffed) -> None:
    officer = staffed()

    for number, code in enumerate(officer.recovery_codes):
        officer.give_password()
        typed = (code, code.lower(), code.replace(" ", ""), code.replace(" ", "-"))[number % 4]
        assert officer.give_code(typed).status == 302
        officer.log_out()
    officer.give_password()

    assert officer.give_code(officer.recovery_codes[0]).status == 422


def test_neither_secret_nor_recovery_codes_can_be_read_in_the_table(
    staffed: Staffed, database: Database
) -> None:
    officer = staffed()

    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM second_factor")).all()

    written = repr([bytes(each) if isinstance(each, memoryview) else each for row in rows for each in row])
    assert officer.secret not in written
    assert officer.recovery_codes[0].replace(" ", "") not in written


def test_under_another_master_key_the_secret_does_not_open(staffed: Staffed, database: Database) -> None:
    staffed()
    database.vault = Vault(bytes(32))

    with database.reading() as session, pytest.raises(KeyLostError):
        _ = session.scalars(select(SecondFactor)).one().secret


# Guessing


def test_five_wrong_codes_lock_the_account_even_for_the_right_one(
    staffed: Staffed, database: Database
) -> None:
    officer = staffed()
    officer.give_password()
    answers = [officer.give_code("000000") for _ in range(ATTEMPTS)]

    officer.post("/log-in/code", {"code": officer.code()})
    password = officer.give_password()

    assert [answer.status for answer in answers] == [422] * ATTEMPTS
    assert REFUSED in answers[0].text
    assert password.status == 422
    assert not officer.is_in()
    assert events(database).count("staff.second_factor_failed") == ATTEMPTS


def test_the_password_between_does_not_begin_the_count_anew(staffed: Staffed) -> None:
    officer = staffed()

    for _ in range(ATTEMPTS):
        officer.give_password()
        officer.give_code("000000")

    assert officer.give_password().status == 422


def test_wrong_passwords_and_wrong_codes_count_together(staffed: Staffed) -> None:
    officer = staffed()
    for _ in range(ATTEMPTS - 2):
        officer.give_password("not the right password")
    officer.give_password()
    officer.give_code("000000")
    officer.give_code("000000")

    assert officer.give_password().status == 422


def test_recovery_codes_cannot_be_guessed_either(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()

    for guess in range(ATTEMPTS):
        officer.give_code(f"AAAA BBBB CCCC DDD{guess + 2}")

    assert officer.give_password().status == 422


def test_a_whole_log_in_begins_the_count_anew(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()
    for _ in range(ATTEMPTS - 1):
        officer.give_code("000000")
    assert officer.give_code().status == 302
    officer.log_out()
    officer.clock.moment += 2 * STEP
    officer.give_password()
    for _ in range(ATTEMPTS - 1):
        officer.give_code("000000")

    assert officer.give_code().status == 302


def test_guesses_at_once_count_each(staffed: Staffed, app: Flask, database: Database) -> None:
    officer = staffed()
    officer.give_password()
    token, cookie = officer.get("/log-in/code").token, officer.client.get_cookie("reentry")
    assert cookie

    def guess(number: int) -> int:
        client = app.test_client()
        client.set_cookie("reentry", cookie.value)
        return client.post("/log-in/code", data={"code": f"00000{number}", "csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(guess, range(10)))

    # Those who waited in line find the account locked, and the log-in begun anew.
    assert answers == [302] * (10 - ATTEMPTS) + [422] * ATTEMPTS
    assert events(database).count("staff.second_factor_failed") == ATTEMPTS


def test_one_code_sent_many_times_at_once_counts_once(
    staffed: Staffed, app: Flask, database: Database
) -> None:
    officer = staffed()
    officer.give_password()
    code, token, cookie = (
        officer.code(),
        officer.get("/log-in/code").token,
        officer.client.get_cookie("reentry"),
    )
    assert cookie
    before = events(database).count("staff.logged_in")

    def send(_: int) -> str:
        client = app.test_client()
        client.set_cookie("reentry", cookie.value)
        answer = client.post("/log-in/code", data={"code": code, "csrf_token": token})
        return answer.headers.get("Location", "refused")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert answers.count("/") == 1
    assert events(database).count("staff.logged_in") == before + 1
    assert len(kept(database, StaffSession)) == 1


def test_time_unlocks_the_account(staffed: Staffed) -> None:
    officer = staffed()
    officer.give_password()
    for _ in range(ATTEMPTS):
        officer.give_code("000000")

    officer.clock.moment += LOCK

    assert officer.log_in().status == 302
    assert officer.is_in()


def test_one_account_does_not_lock_another(staffed: Staffed) -> None:
    officer, caseworker = staffed("officer"), staffed("caseworker")
    officer.give_password()
    for _ in range(ATTEMPTS):
        officer.give_code("000000")

    caseworker.log_in()

    assert caseworker.is_in()


def test_a_second_factor_is_one_for_each_account(staffed: Staffed, database: Database) -> None:
    staffed()

    with database.writing() as session:
        person = session.scalars(select(Staff)).one()
        second_factor.begin(session, person)
        audit.record(session, "staff.second_factor_reset", None, person.id)

    assert [factor.confirmed_at for factor in kept(database, SecondFactor)] == [None]
    assert kept(database, StaffSession) == []
