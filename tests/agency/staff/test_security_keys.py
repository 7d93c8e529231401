"""A security key takes the place of a code: it answers one challenge, once, in time, and for this address alone."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from agency.settings import Settings
from agency.staff import security_keys
from agency.staff.security_keys import AT_MOST, CHALLENGE_LASTS, Party, SecurityKey
from agency.staff.staff import ATTEMPTS
from tests.agency.proving import STEP, Keyboard, Staffed, key_options
from tests.agency.soft_key import ORIGIN, SoftKey
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD

NEW = "/account/security-keys/new"
# What a key answers does not depend on the kind of database; a few tests keep to both.
one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def damaged(**response: str) -> str:
    """The answer of a key with something wrong inside."""
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


DAMAGED = [
    "x",
    "{}",
    "null",
    "[" * 9000,
    damaged(),
    damaged(clientDataJSON="AA", authenticatorData="AA", signature="A"),
    damaged(clientDataJSON="e30", attestationObject="o2NmbXRkbm9uZQ"),
    "x" * 20_000,
]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation as an agency runs it: with the second factor."""
    return replace(settings, second_factor=True)


@pytest.fixture
def officer(staffed: Staffed) -> Keyboard:
    """An officer with the app, logged in."""
    keyboard = staffed()
    keyboard.log_in()
    assert keyboard.is_in()
    return keyboard


def begin(keyboard: Keyboard, password: str = PASSWORD, name: str = "Blue ring") -> Answer:
    """Ask for a further key."""
    return keyboard.post(NEW, {"name": name, "current": password}, page=NEW)


def send(keyboard: Keyboard, answer: str, name: str = "Blue ring") -> Answer:
    """Hand in what the key answered."""
    return keyboard.post(
        "/account/security-keys", {"name": name, "credential": answer}, page="/account/security-keys/new"
    )


def add(keyboard: Keyboard) -> SoftKey:
    """Add a key to the account of whoever is logged in."""
    key = SoftKey()
    assert send(keyboard, key.create(key_options(begin(keyboard).text))).status == 302
    return key


def halfway(keyboard: Keyboard) -> dict[str, Any]:
    """Log out, give the password, and read what the key is asked."""
    keyboard.log_out()
    keyboard.give_password()
    return keyboard.key_options()


def kept(database: Database) -> list[SecurityKey]:
    """Every key there is."""
    with database.reading() as session:
        return list(session.scalars(select(SecurityKey)))


def events(database: Database) -> list[tuple[str, str]]:
    """What the trail holds, with the outcome, oldest first."""
    with database.reading() as session:
        found = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.sequence))
        return [(entry.event, entry.outcome) for entry in found]


# Adding one


def test_a_key_is_added_and_logs_in_in_place_of_a_code(officer: Keyboard, database: Database) -> None:
    touched = begin(officer)
    key = SoftKey()
    added = send(officer, key.create(key_options(touched.text)))
    shown = officer.get("/account").text
    options = halfway(officer)

    answer = officer.give_key(key.get(options))

    assert (touched.status, added.status, answer.status) == (200, 302, 302)
    assert touched.text.count("<h1>") == officer.get(NEW).text.count("<h1>") == 1
    assert "Blue ring" in shown
    assert officer.is_in()
    assert ("staff.security_key_added", "done") in events(database)
    assert [name for name, _ in events(database)[-2:]] == ["staff.security_key_used", "staff.logged_in"]
    assert [(each.sign_count, each.used_at is not None) for each in kept(database)] == [(1, True)]


@one_database
def test_a_further_key_takes_the_password_again(officer: Keyboard, database: Database) -> None:
    answer = begin(officer, "not the right password")

    assert answer.status == 422
    assert "This is not the password you have now." in answer.text
    assert key_options(answer.text) == {}
    assert events(database)[-1] == ("staff.password_changed", "refused")


@one_database
def test_a_key_has_a_name(officer: Keyboard) -> None:
    assert "Give the key a name" in begin(officer, name="").text


@one_database
def test_a_key_is_added_once(officer: Keyboard, database: Database) -> None:
    key = add(officer)
    excluded = key_options(begin(officer).text)

    again = send(officer, key.create(excluded))

    assert len(excluded["excludeCredentials"]) == 1
    assert again.status == 422
    assert again.text.count("<h1>") == 1
    assert len(kept(database)) == 1


@one_database
def test_what_was_asked_for_a_log_in_adds_no_key_and_the_other_way_round(
    officer: Keyboard, database: Database
) -> None:
    key = add(officer)
    asked_to_add = key_options(begin(officer).text)
    asked_to_log_in = halfway(officer)

    refused = officer.give_key(key.get({**asked_to_log_in, "challenge": asked_to_add["challenge"]}))
    officer.give_key(key.get(officer.key_options()))
    turned = send(officer, SoftKey().create({**asked_to_add, "challenge": asked_to_log_in["challenge"]}))

    assert (refused.status, turned.status) == (422, 422)
    assert len(kept(database)) == 1


@one_database
def test_an_answer_to_another_question_or_for_another_address_adds_no_key(
    officer: Keyboard, database: Database
) -> None:
    spoiled: list[tuple[dict[str, Any], str]] = [
        ({"challenge": "AAAA"}, ORIGIN),
        ({}, "https://evil.example"),
        ({}, "https://localhost"),
        ({"rp": {"id": "evil.example"}}, ORIGIN),
    ]

    for change, origin in spoiled:
        options = key_options(begin(officer).text)
        assert send(officer, SoftKey().create({**options, **change}, origin)).status == 422

    assert kept(database) == []


@one_database
def test_an_answer_that_comes_late_or_twice_adds_no_key(officer: Keyboard, database: Database) -> None:
    late = key_options(begin(officer).text)
    officer.clock.moment += CHALLENGE_LASTS

    first = send(officer, SoftKey().create(late))
    fresh = key_options(begin(officer).text)
    send(officer, SoftKey().create({**fresh, "challenge": "AAAA"}))
    second = send(officer, SoftKey().create(fresh))

    assert (first.status, second.status) == (422, 422)
    assert kept(database) == []


@one_database
def test_an_account_has_so_many_keys_at_most(officer: Keyboard, database: Database) -> None:
    for _ in range(AT_MOST):
        add(officer)

    assert begin(officer).status == 409
    assert len(kept(database)) == AT_MOST


# At the first log-in


@one_database
def test_the_first_log_in_takes_a_key_in_place_of_the_app(staffed: Staffed, database: Database) -> None:
    officer, key = staffed(ready=False), SoftKey()
    officer.give_password()
    options = officer.key_options("/log-in/set-up")
    secret = officer.get("/log-in/set-up").text.partition("the app: <code>")[2].partition("<")[0]

    answer = officer.give_key(key.create(options), to="/log-in/set-up")
    was_in = officer.is_in()
    asked = halfway(officer)
    officer.secret = secret.replace(" ", "")
    with_code = officer.give_code()
    officer.give_key(key.get(officer.key_options()))

    assert "Keep your recovery codes" in answer.text
    assert was_in
    assert asked
    assert with_code.status == 422
    assert officer.is_in()
    assert [name for name, _ in events(database)].count("staff.second_factor_set_up") == 1


@one_database
def test_a_wrong_answer_at_the_first_log_in_confirms_nothing(staffed: Staffed, database: Database) -> None:
    officer, key = staffed(ready=False), SoftKey()
    officer.give_password()
    options = officer.key_options("/log-in/set-up")

    refused = officer.give_key(key.create(options, origin="https://evil.example"), to="/log-in/set-up")
    again = officer.give_key(key.create(options), to="/log-in/set-up")

    assert (refused.status, again.status) == (422, 422)
    assert kept(database) == []
    assert not officer.is_in()
    assert (
        officer.give_key(key.create(officer.key_options("/log-in/set-up")), to="/log-in/set-up").status == 200
    )


# Logging in


@pytest.mark.parametrize("minutes", [0, 20])
def test_an_answer_counts_once_and_in_time(officer: Keyboard, database: Database, minutes: int) -> None:
    key = add(officer)
    options = halfway(officer)
    answer = key.get(options)
    if minutes:
        officer.clock.moment += 2 * CHALLENGE_LASTS
        officer.give_password()
    else:
        officer.give_key(answer)
        officer.log_out()
        officer.give_password()

    refused = officer.give_key(answer)

    assert refused.status == 422
    assert "The security key was not taken" in refused.text
    assert not officer.is_in()
    assert events(database)[-1] == ("staff.second_factor_failed", "refused")


@one_database
def test_a_copy_of_a_key_is_noticed_by_its_count(officer: Keyboard) -> None:
    key = add(officer)
    officer.give_key(key.get(halfway(officer)))
    key.count = 0

    assert officer.give_key(key.get(halfway(officer))).status == 422


@one_database
def test_a_key_asked_at_another_address_does_not_log_in(officer: Keyboard) -> None:
    key = add(officer)
    options = halfway(officer)

    for elsewhere in (
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"origin": "http://localhost:8000"},
        {"host": "evil.example"},
    ):
        assert officer.give_key(key.get(options, **elsewhere)).status == 422
        options = officer.key_options()

    assert not officer.is_in()
    assert officer.give_key(key.get(options)).status == 302


@one_database
def test_the_key_of_another_account_does_not_log_in(officer: Keyboard, staffed: Staffed) -> None:
    add(officer)
    other = staffed("caseworker")
    other.log_in()
    stolen = add(other)

    answer = officer.give_key(stolen.get(halfway(officer)))

    assert answer.status == 422
    assert not officer.is_in()


@one_database
def test_wrong_answers_of_keys_lock_the_account_as_wrong_codes_do(
    officer: Keyboard, database: Database
) -> None:
    key = add(officer)
    halfway(officer)
    for _ in range(ATTEMPTS):
        officer.give_key(key.get(officer.key_options(), origin="https://evil.example"))

    assert ("staff.locked", "done") in events(database)
    assert officer.give_password().status == 422


@one_database
def test_a_damaged_answer_is_refused_and_no_fault(officer: Keyboard) -> None:
    key = add(officer)

    for answer in DAMAGED:
        begin(officer)
        assert send(officer, answer).status == 422
        halfway(officer)
        assert officer.give_key(answer).status == 422
        assert officer.give_key(key.get(officer.key_options())).status == 302


# Taking one away


@one_database
def test_a_key_taken_away_does_not_log_in(officer: Keyboard, database: Database) -> None:
    key = add(officer)
    key_id = kept(database)[0].id

    answer = officer.post(f"/account/security-keys/{key_id}/remove", page="/account")

    assert answer.status == 302
    assert ("staff.security_key_removed", "done") in events(database)
    assert halfway(officer) == {}
    assert officer.give_key(key.get({"rpId": "localhost", "challenge": "AAAA"})).status == 422


@one_database
def test_the_key_of_somebody_else_is_not_taken_away(
    officer: Keyboard, staffed: Staffed, database: Database
) -> None:
    add(officer)
    key_id = kept(database)[0].id
    other = staffed("caseworker")
    other.log_in()

    assert other.post(f"/account/security-keys/{key_id}/remove", page="/account").status == 404
    assert len(kept(database)) == 1


@one_database
def test_the_only_second_factor_is_not_taken_away(staffed: Staffed, database: Database) -> None:
    officer = staffed(ready=False)
    officer.give_password()
    officer.give_key(SoftKey().create(officer.key_options("/log-in/set-up")), to="/log-in/set-up")

    answer = officer.post(f"/account/security-keys/{kept(database)[0].id}/remove", page="/account")

    assert answer.status == 409
    assert "your only second factor" in answer.text


def test_a_reset_takes_the_keys_too(staffed: Staffed, officer: Keyboard, database: Database) -> None:
    add(officer)
    administrator = staffed("administrator")
    administrator.log_in()
    owner = kept(database)[0].staff_id

    administrator.post(f"/staff/{owner}/reset-second-factor", page="/staff")

    assert kept(database) == []
    assert officer.give_password().headers["Location"] == "/log-in/set-up"


# Where keys work


@pytest.mark.parametrize(
    ("public", "asked", "expected"),
    [
        ("", "localhost", Party("localhost", "http://localhost")),
        ("", "localhost:8204", Party("localhost", "http://localhost:8204")),
        ("", "127.0.0.1:8000", None),
        ("", "reentry.agency.example", None),
        ("reentry.agency.example", "127.0.0.1:8000", Party("reentry.agency.example", "https://reentry.agency.example")),
        ("reentry.agency.example:8443", "x", Party("reentry.agency.example", "https://reentry.agency.example:8443")),
    ],
)  # fmt: skip
def test_a_key_knows_the_service_by_its_public_name(public: str, asked: str, expected: Party | None) -> None:
    assert security_keys.party(public, asked) == expected


@one_database
def test_without_a_public_name_codes_do_it_alone(officer: Keyboard, app: Flask) -> None:
    add(officer)
    numbers = Keyboard(Browser(app.test_client()), officer.email, officer.clock)
    address = {"base_url": "http://127.0.0.1:8000"}
    token = Answer(numbers.client.get("/log-in", **address)).token
    form = {"email": officer.email, "password": PASSWORD, "notice": "read", "csrf_token": token}
    numbers.client.post("/log-in", data=form, **address)
    shown = Answer(numbers.client.get("/log-in/code", **address))
    officer.clock.moment += 2 * STEP

    entered = numbers.client.post(
        "/log-in/code", data={"code": officer.code(), "csrf_token": shown.token}, **address
    )

    assert key_options(shown.text) == {}
    assert entered.status_code == 302
    assert "once your administrator has set PUBLIC_HOST" in numbers.client.get(NEW, **address).text
