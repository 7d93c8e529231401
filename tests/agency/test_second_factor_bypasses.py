"""Every way past the second factor that we know of, tried by somebody who has the password and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from agency.settings import Settings
from agency.staff import staff
from agency.staff.security_keys import SecurityKey
from agency.staff.sessions import HALFWAY
from agency.staff.staff import Staff
from tests import figures
from tests.agency.proving import STEP, Keyboard, Staffed, key_options
from tests.agency.soft_key import SoftKey
from tests.browser import Browser
from tests.conftest import PASSWORD

PAGES = ("/", "/account", "/staff", "/agency", "/directory", "/search?q=a", "/account/security-keys/new")
PROGRAMS = ("/api/session", "/api/openapi.json")
CODE, SET_UP, NEW_PASSWORD = "/log-in/code", "/log-in/set-up", "/log-in/new-password"
OWN = "seven owls on a copper roof"
FORM = {"name": "A", "email": "a@test.example", "role": "administrator", "office": "Baltimore"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation as an agency runs it: with the second factor."""
    return replace(settings, second_factor=True)


@dataclass
class Scene:
    """An administrator with app, recovery codes and a key; a thief who knows the password; a colleague of the thief."""

    app: Flask
    database: Database
    owner: Keyboard
    key: SoftKey
    thief: Keyboard
    colleague: Keyboard
    colleagues_key: SoftKey

    def forgive(self) -> None:
        """Begin anew: no failures, and the account open."""
        with self.database.writing() as session:
            person = staff.find(session, self.owner.email)
            assert person
            person.forget_failures()
            person.active = True
            audit.record(session, "staff.lock_released", None, person.id)

    def halfway(self) -> None:
        """The thief gives the right password, in an account whose failures were forgotten."""
        self.forgive()
        self.thief.give_password()

    def code(self) -> str:
        """A code of the owner's app, used by the owner."""
        self.owner.clock.moment += 2 * STEP
        code = self.owner.code()
        self.owner.give_password()
        self.owner.give_code(code)
        return code

    def answer(self) -> str:
        """What the owner's key answered at a log-in of the owner's."""
        self.owner.give_password()
        answer = self.key.get(self.owner.key_options())
        self.owner.give_key(answer)
        return answer


@pytest.fixture
def scene(app: Flask, database: Database, staffed: Staffed) -> Scene:
    """Everybody at their keyboards."""
    owner, colleague = staffed("administrator"), staffed("officer")
    keys = [with_key(each) for each in (owner, colleague)]
    thief = Keyboard(Browser(app.test_client()), owner.email, owner.clock)
    return Scene(app, database, owner, keys[0], thief, colleague, keys[1])


def with_key(keyboard: Keyboard) -> SoftKey:
    """Log in, and add a key."""
    keyboard.log_in()
    key, page = SoftKey(), "/account/security-keys/new"
    options = key_options(keyboard.post(page, {"name": "x", "current": PASSWORD}, page=page).text)
    keyboard.post("/account/security-keys", {"name": "x", "credential": key.create(options)}, page=page)
    return key


Way = Callable[[Scene], None]


def half_token_as_session(scene: Scene) -> None:
    """The cookie of half a log-in, renamed."""
    scene.halfway()
    with scene.thief.client.session_transaction() as cookie:
        cookie["token"] = cookie.pop("half")


def half_token_beside_another_session(scene: Scene) -> None:
    """A log-in of the thief's own colleague before it, in the same browser."""
    scene.colleague.log_in()
    with scene.colleague.client.session_transaction() as cookie:
        token = cookie["token"]
    scene.colleague.log_out()
    scene.halfway()
    with scene.thief.client.session_transaction() as cookie:
        cookie["token"] = token


def pages_asked_for_directly(scene: Scene) -> None:
    """Pages and programs, with the password alone."""
    scene.halfway()
    for path in (*PAGES, *PROGRAMS):
        for method in ("GET", "HEAD"):
            assert scene.thief.client.open(path, method=method).status_code in (302, 401), path


def changes_sent_directly(scene: Scene) -> None:
    """Forms and calls that change something, with the token of the code page."""
    scene.halfway()
    for path, form in (
        ("/staff", FORM),
        ("/agency", {"officer": "Agent"}),
        ("/account/password", {"current": PASSWORD, "new": OWN, "again": OWN}),
        ("/account/security-keys/new", {"name": "x", "current": PASSWORD}),
    ):
        location = scene.thief.post(path, form, page=CODE).headers.get("Location", "")
        assert location.startswith("/log-in"), path
    token = scene.thief.get(CODE).token
    assert scene.thief.client.post("/api/people", json={}, headers={"X-CSRFToken": token}).status_code == 401


def own_password_step(scene: Scene) -> None:
    """The step after the second factor, without it."""
    scene.halfway()
    scene.thief.get(NEW_PASSWORD)
    scene.thief.post(NEW_PASSWORD, {"new": OWN, "again": OWN}, page=CODE)


def set_up_again(scene: Scene) -> None:
    """A second factor of the thief's own, in place of the owner's."""
    scene.halfway()
    assert scene.thief.key_options(SET_UP) == {}
    scene.thief.post(SET_UP, {"code": "000000"}, page=CODE)
    options = {"rp": {"id": "localhost"}, "challenge": scene.thief.key_options()["challenge"]}
    scene.thief.post(SET_UP, {"credential": SoftKey().create(options)}, page=CODE)


def nothing_or_something_else(scene: Scene) -> None:
    """Codes that are none."""
    for form in (
        {},
        {"code": ""},
        {"code": " "},
        {"code": "１２３４５６"},
        {"code": "000000", "credential": ""},
    ):
        scene.halfway()
        scene.thief.post(CODE, form, page=CODE)
    scene.thief.client.post(CODE, json={"code": True})


def next_page(scene: Scene) -> None:
    """An address that is to be opened afterwards."""
    for wanted in ("/staff", "//evil.example", CODE, "/log-in/new-password"):
        scene.halfway()
        scene.thief.post(
            f"/log-in?next={wanted}", {"email": scene.owner.email, "password": PASSWORD, "notice": "read"}
        )
        scene.thief.get(f"{CODE}?next={wanted}")


def used_code(scene: Scene) -> None:
    """A code the owner has just used."""
    code = scene.code()
    scene.halfway()
    scene.thief.give_code(code)


def used_code_in_another_spelling(scene: Scene) -> None:
    """The same, written otherwise."""
    code = scene.code()
    for spelled in (f"{code[:3]} {code[3:]}", f"{code}-", f"0{code}", f" {code}\u200b"):
        scene.halfway()
        scene.thief.give_code(spelled)


def code_from_before(scene: Scene) -> None:
    """A code never used, of the half minute before the last used one, and one of an hour ago."""
    scene.owner.clock.moment += 10 * STEP
    codes = [scene.owner.code(-1), scene.owner.code(-2), scene.owner.code(-120)]
    scene.owner.give_password()
    scene.owner.give_code()
    for code in codes:
        scene.halfway()
        scene.thief.give_code(code)


def code_of_a_colleague(scene: Scene) -> None:
    """A right code of another account."""
    scene.owner.clock.moment += 2 * STEP
    scene.halfway()
    scene.thief.give_code(scene.colleague.code())


def recovery_code_twice(scene: Scene) -> None:
    """A recovery code the owner has used."""
    scene.owner.give_password()
    scene.owner.give_code(scene.owner.recovery_codes[0])
    scene.halfway()
    scene.thief.give_code(scene.owner.recovery_codes[0])


def recovery_code_of_a_colleague(scene: Scene) -> None:
    """An unused recovery code of another account."""
    scene.halfway()
    scene.thief.give_code(scene.colleague.recovery_codes[1])


def cookie_of_the_code_page_elsewhere(scene: Scene) -> None:
    """The thief's half log-in in a third browser, while the owner gives a code in the own one."""
    scene.halfway()
    half = scene.thief.client.get_cookie("reentry")
    assert half
    scene.owner.log_in()
    scene.thief.client.set_cookie("reentry", half.value)


def cookie_from_before_the_code(scene: Scene) -> None:
    """The cookie the owner had before the code, after the owner is in."""
    scene.owner.clock.moment += 2 * STEP
    scene.owner.give_password()
    half = scene.owner.client.get_cookie("reentry")
    assert half
    scene.owner.give_code()
    scene.thief.client.set_cookie("reentry", half.value)
    scene.thief.get(CODE)


def session_ended_at_log_out(scene: Scene) -> None:
    """The cookie of a session that the owner has ended."""
    scene.owner.log_in()
    cookie = scene.owner.client.get_cookie("reentry")
    assert cookie
    scene.owner.log_out()
    scene.thief.client.set_cookie("reentry", cookie.value)


def left_halfway_too_long(scene: Scene) -> None:
    """A right code of a log-in that was left too long."""
    scene.halfway()
    token = scene.thief.get(CODE).token
    scene.owner.clock.moment += HALFWAY
    scene.thief.client.post(CODE, data={"code": scene.owner.code(), "csrf_token": token})


def disabled_halfway(scene: Scene) -> None:
    """A right code of an account that was disabled in between."""
    scene.halfway()
    with scene.database.writing() as session:
        person = session.scalars(select(Staff).where(Staff.email == scene.owner.email)).one()
        person.active = False
        audit.record(session, "staff.disabled", None, person.id)
    scene.owner.clock.moment += 2 * STEP
    scene.thief.post(CODE, {"code": scene.owner.code()})


def guessing_until_it_locks(scene: Scene) -> None:
    """Many guesses, and then the right code."""
    scene.halfway()
    for _ in range(6):
        scene.thief.give_code("000000")
    scene.owner.clock.moment += 2 * STEP
    scene.thief.post(CODE, {"code": scene.owner.code()})


def key_answer_sent_twice(scene: Scene) -> None:
    """What the owner's key has answered, again."""
    answer = scene.answer()
    scene.halfway()
    scene.thief.give_key(answer)


def key_answer_for_another_address(scene: Scene) -> None:
    """The owner's key, asked on a page that only looks like this one, or has another name."""
    for elsewhere in ({"origin": "https://evil.example"}, {"host": "evil.example"}):
        scene.halfway()
        scene.thief.give_key(scene.key.get(scene.thief.key_options(), **elsewhere))


def key_of_a_colleague(scene: Scene) -> None:
    """Another account's key, under its own name and under the name of the owner's."""
    scene.halfway()
    scene.thief.give_key(scene.colleagues_key.get(scene.thief.key_options()))
    scene.halfway()
    pretended = SoftKey()
    pretended.id, pretended.count = scene.key.id, 100
    scene.thief.give_key(pretended.get(scene.thief.key_options()))


def copied_key(scene: Scene) -> None:
    """A copy of the owner's key from before its last use."""
    scene.answer()
    copy = SoftKey()
    copy.private, copy.id = scene.key.private, scene.key.id
    scene.halfway()
    scene.thief.give_key(copy.get(scene.thief.key_options()))


def own_key_added_halfway(scene: Scene) -> None:
    """A key of the thief's own, added with half a log-in."""
    scene.halfway()
    options: dict[str, Any] = {**scene.thief.key_options(), "rp": {"id": "localhost"}}
    form = {"name": "x", "credential": SoftKey().create(options)}
    scene.thief.post("/account/security-keys", form, page=CODE)
    with scene.database.reading() as session:
        assert len(session.scalars(select(SecurityKey)).all()) == 2


def ways() -> Iterator[Way]:
    """Every way above."""
    yield from (
        half_token_as_session,
        half_token_beside_another_session,
        pages_asked_for_directly,
        changes_sent_directly,
        own_password_step,
        set_up_again,
        nothing_or_something_else,
        next_page,
        used_code,
        used_code_in_another_spelling,
        code_from_before,
        code_of_a_colleague,
        recovery_code_twice,
        recovery_code_of_a_colleague,
        cookie_of_the_code_page_elsewhere,
        cookie_from_before_the_code,
        session_ended_at_log_out,
        left_halfway_too_long,
        disabled_halfway,
        guessing_until_it_locks,
        key_answer_sent_twice,
        key_answer_for_another_address,
        key_of_a_colleague,
        copied_key,
        own_key_added_halfway,
    )


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_known_way_leads_past_the_second_factor(scene: Scene) -> None:
    led_in = []
    tried = list(ways())

    for way in tried:
        scene.forgive()
        scene.thief.client.delete_cookie("reentry")
        way(scene)
        if scene.thief.is_in():
            led_in.append(way.__name__)

    figures.record("second-factor bypasses", len(tried), len(led_in))
    assert led_in == []
    # The same thief with the owner's telephone is let in: it was the second factor that kept the others out.
    scene.halfway()
    scene.owner.clock.moment += 2 * STEP
    assert scene.thief.give_code(scene.owner.code()).headers["Location"] == "/"
    assert scene.thief.is_in()
