"""Staff accounts: long passwords, kept as hashes; five failures in a row lock the account, and time unlocks it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from agency import audit, staff
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import InvalidError
from agency.staff import _NOBODY, ATTEMPTS, LOCKED_FOR, Role, Staff
from tests.conftest import PASSWORD

Try = Callable[..., bool]


@pytest.fixture
def attempt(database: Database, clock: FixedClock, hire: Callable[..., UUID]) -> Try:
    """Tries a password for an officer's account, at the clock's moment."""
    hire("officer")
    hire("caseworker")

    def enter(password: str = PASSWORD, email: str = "officer@test.example") -> bool:
        with database.writing() as session:
            found = staff.authenticate(session, email, password, clock.now())
            if found:
                found.forget_failures()
            audit.record(session, "staff.logged_in" if found else "staff.log_in_failed", None)
            return found is not None

    return enter


def fail(attempt: Try, times: int) -> None:
    """Give a wrong password that often."""
    for _ in range(times):
        assert not attempt("not the right password")


def test_a_password_is_kept_as_a_hash() -> None:
    person = Staff()

    person.set_password(PASSWORD)

    assert person.password_hash.startswith("$argon2id$")
    assert "plain" not in person.password_hash


def test_a_password_does_not_contain_what_the_account_or_the_agency_is_called() -> None:
    person = Staff(email="o.marlpit@test.example")

    for password in ("so glad to be O.Marlpit here", "at the Tidewater Division now"):
        with pytest.raises(InvalidError, match="e-mail name or the agency's name"):
            person.set_password(password, "Tidewater Division")


def test_a_hash_is_costly_to_guess() -> None:
    # Made before the tests made hashing cheap. OWASP asks for 19 MiB and two passes at least.
    memory, passes, _ = (int(part.partition("=")[2]) for part in _NOBODY.split("$")[3].split(","))

    assert (memory >= 19 * 1024, passes >= 2) == (True, True)


def test_two_accounts_with_one_password_do_not_show_it() -> None:
    first, second = Staff(), Staff()

    for person in (first, second):
        person.set_password(PASSWORD)

    assert first.password_hash != second.password_hash


def test_the_right_password_is_let_in_whatever_the_case_of_the_address(attempt: Try) -> None:
    assert attempt()
    assert attempt(email=" Officer@Test.EXAMPLE ")


@pytest.mark.parametrize(
    ("password", "email"),
    [
        ("four plain words suffic", "officer@test.example"),
        ("", "officer@test.example"),
        (PASSWORD, "nobody@test.example"),
    ],
)
def test_a_wrong_password_and_an_unknown_account_are_not(attempt: Try, password: str, email: str) -> None:
    assert not attempt(password, email)


def test_five_failures_lock_the_account_even_for_the_right_password(attempt: Try) -> None:
    fail(attempt, ATTEMPTS)

    assert not attempt()


def test_four_failures_do_not(attempt: Try) -> None:
    fail(attempt, ATTEMPTS - 1)

    assert attempt()


def test_a_success_begins_the_count_anew(attempt: Try) -> None:
    fail(attempt, ATTEMPTS - 1)
    attempt()
    fail(attempt, ATTEMPTS - 1)

    assert attempt()


def test_time_unlocks_the_account(attempt: Try, clock: FixedClock) -> None:
    fail(attempt, ATTEMPTS)

    clock.moment += LOCKED_FOR - timedelta(seconds=1)
    assert not attempt()
    clock.moment += timedelta(seconds=1)
    assert attempt()


def test_trying_while_locked_does_not_lock_for_longer(attempt: Try, clock: FixedClock) -> None:
    fail(attempt, ATTEMPTS)
    clock.moment += LOCKED_FOR / 2
    fail(attempt, ATTEMPTS)

    clock.moment += LOCKED_FOR / 2
    assert attempt()


def test_after_the_lock_five_more_tries_are_given(attempt: Try, clock: FixedClock) -> None:
    fail(attempt, ATTEMPTS)
    clock.moment += LOCKED_FOR
    fail(attempt, ATTEMPTS - 1)

    assert attempt()


def test_a_password_alone_does_not_begin_the_count_anew(
    attempt: Try, database: Database, clock: FixedClock
) -> None:
    fail(attempt, ATTEMPTS - 1)
    with database.writing() as session:
        assert staff.authenticate(session, "officer@test.example", PASSWORD, clock.now())

    fail(attempt, 1)

    assert not attempt()


def test_guesses_at_once_count_each(attempt: Try, database: Database) -> None:
    with ThreadPoolExecutor(ATTEMPTS) as pool:
        assert not any(pool.map(attempt, ["not the right password"] * ATTEMPTS))

    with database.reading() as session:
        person = staff.find(session, "officer@test.example")
        assert person
        assert person.locked_until is not None


def test_one_account_does_not_lock_another(attempt: Try) -> None:
    fail(attempt, ATTEMPTS)

    assert attempt(email="caseworker@test.example")


def test_a_disabled_account_is_not_let_in(attempt: Try, database: Database) -> None:
    with database.writing() as session:
        person = staff.find(session, "officer@test.example")
        assert person
        person.active = False
        audit.record(session, "staff.added", None, role="officer")

    assert not attempt()


def test_an_unreadable_hash_lets_nobody_in(attempt: Try, database: Database) -> None:
    with database.writing() as session:
        person = staff.find(session, "officer@test.example")
        assert person
        person.password_hash = "$argon2id$damaged"
        audit.record(session, "staff.added", None, role="officer")

    assert not attempt()


@pytest.mark.parametrize(
    ("email", "where", "said"),
    [
        ("no address", "", "is not an e-mail address"),
        ("OFFICER@test.example", "", "There is an account for officer@test.example already"),
        ("new@test.example", "Nowhere", "There is no office 'Nowhere'"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    hire: Callable[..., UUID], database: Database, email: str, where: str, said: str
) -> None:
    hire("officer")

    with pytest.raises(InvalidError, match=said), database.writing() as session:
        staff.add(session, email, Role.OFFICER, "", where, PASSWORD)


@pytest.mark.usefixtures("app")
def test_without_an_agency_there_are_no_accounts(database: Database) -> None:
    with pytest.raises(InvalidError, match="Set up the agency first"), database.writing() as session:
        staff.add(session, "new@test.example", Role.OFFICER, "", "", PASSWORD)


@pytest.mark.parametrize(
    ("name", "initials"), [("Odessa Marlpit", "OM"), ("J. 3rd de la Cruz", "JDLC"), ("", "")]
)
def test_initials_mark_a_printed_page(name: str, initials: str) -> None:
    assert Staff(name=name).initials == initials
