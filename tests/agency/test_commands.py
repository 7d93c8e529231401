"""Commands of the office: each says in one line what it did, or what is wrong, and then exits with an error."""

import json
import re
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Agency, Office
from agency.staff import staff
from tests.conftest import PASSWORD

NAMES = ("--name", "Test Division", "--neutral-name", "Test Office", "--office", "Baltimore")
INIT = ("agency", "init", *NAMES, "--state", "md")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Runs a command of the service."""

    def invoke(*words: str, typed: str | None = None) -> Result:
        return app.test_cli_runner().invoke(args=list(words), input=typed)

    return invoke


def is_let_in(database: Database, password: str) -> bool:
    """Whether the new account opens with a password."""
    return staff.weigh(database, "new@test.example", password).right


def one_line(result: Result) -> str:
    """The one line an error is told in."""
    lines = result.output.strip().splitlines()
    assert result.exit_code == 1, result.output
    assert len(lines) == 1, lines
    return lines[0]


def test_an_agency_is_set_up_with_its_first_office(run: Run, database: Database) -> None:
    result = run(*INIT, "--time-zone", "America/New_York")

    assert result.exit_code == 0
    assert "Test Division is set up." in result.output
    with database.reading() as session:
        office = session.scalars(select(Office)).one()
        agency = session.get_one(Agency, 1)
        assert (agency.name, agency.state, agency.main_office_id) == ("Test Division", "MD", office.id)
        assert (office.name, office.time_zone, office.state) == ("Baltimore", "America/New_York", "MD")


def test_an_agency_begins_without_any_account(run: Run, database: Database) -> None:
    run(*INIT, "--time-zone", "America/New_York")

    with database.reading() as session:
        assert session.scalars(select(staff.Staff)).all() == []


def test_what_is_not_given_is_asked_for(run: Run, database: Database) -> None:
    result = run("agency", "init", typed="Test Division\nTest Office\nMD\nBaltimore\n\n")

    assert result.exit_code == 0
    with database.reading() as session:
        assert session.scalars(select(Office.time_zone)).one() == "America/New_York"


def test_an_agency_is_set_up_once(run: Run) -> None:
    run(*INIT, "--time-zone", "America/New_York")

    assert one_line(run(*INIT, "--time-zone", "America/New_York")) == "Error: The agency is set up already."


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--time-zone", "Baltimore", "time zone"),
        ("--state", "Maryland", "two letters"),
        ("--state", "M1", "two letters"),
    ],
)
def test_an_agency_with_a_mistake_is_not_set_up(
    run: Run, database: Database, option: str, value: str, said: str
) -> None:
    result = run(*INIT, "--time-zone", "America/New_York", option, value)

    assert result.exit_code != 0
    assert said in result.output
    with database.reading() as session:
        assert session.get(Agency, 1) is None


@pytest.mark.usefixtures("office")
def test_an_account_is_made_with_the_password_given(run: Run, database: Database) -> None:
    result = run(
        "staff",
        "add",
        "New@Test.example",
        "--role",
        "officer",
        "--name",
        "New Officer",
        "--password",
        PASSWORD,
    )

    assert result.output == "New@Test.example can log in as officer.\n"
    assert is_let_in(database, PASSWORD)
    with database.reading() as session:
        added = staff.find(session, "new@test.example")
        assert added
        assert (added.name, added.role, added.office.name) == ("New Officer", staff.Role.OFFICER, "Baltimore")
        assert added.must_change_password


@pytest.mark.usefixtures("office")
def test_a_password_that_was_not_given_is_made_and_shown_once(run: Run, database: Database) -> None:
    result = run("staff", "add", "new@test.example", "--role", "officer")

    shown = re.search(r"with the password (\S+)$", result.output.strip())
    assert shown
    assert is_let_in(database, shown[1])


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("password", [(), ("--password", PASSWORD)])
def test_an_account_as_json_says_all_a_program_needs(run: Run, password: Sequence[str]) -> None:
    result = run("staff", "add", "new@test.example", "--role", "officer", *password, "--json")

    told = json.loads(result.output)
    assert UUID(told.pop("id"))
    assert len(told.pop("password", "x" * 15)) >= 15
    assert told == {"email": "new@test.example", "role": "officer"}


@pytest.mark.usefixtures("office")
def test_a_password_made_for_a_program_is_told_to_it(run: Run, database: Database) -> None:
    result = run("staff", "add", "new@test.example", "--role", "officer", "--json")

    assert is_let_in(database, json.loads(result.output)["password"])


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-address", "--role", "officer"), "Error: 'no-address' is not an e-mail address."),
        (("a@b.example", "--role", "officer", "--office", "Nowhere"), "Error: There is no office 'Nowhere'."),
        (
            ("a@b.example", "--role", "officer", "--password", "short"),
            "Error: A password has 15 to 256 characters",
        ),
    ],
)
def test_an_account_with_a_mistake_is_refused_in_one_line(run: Run, words: Sequence[str], said: str) -> None:
    assert one_line(run("staff", "add", *words)).startswith(said)


@pytest.mark.usefixtures("office")
def test_a_role_that_is_none_is_refused_with_those_there_are(run: Run) -> None:
    result = run("staff", "add", "a@b.example", "--role", "king")

    assert result.exit_code == 2
    assert "case_manager" in result.output


def test_staff_come_after_the_agency(run: Run) -> None:
    said = one_line(run("staff", "add", "a@b.example", "--role", "officer"))

    assert said == "Error: Set up the agency first: agency init."


@pytest.mark.usefixtures("office")
def test_a_whole_trail_is_said_to_be_whole_and_how_long_it_is(run: Run, database: Database) -> None:
    plain = run("audit", "verify")
    with database.reading() as session:
        entries, digest = audit.end(session)
        verified = session.get_one(AuditEntry, entries)
        assert (verified.event, verified.details) == ("audit.verified", {"last": entries - 1, "faults": 0})
    as_json = run("audit", "verify", "--json")

    assert plain.exit_code == as_json.exit_code == 0
    assert plain.output == f"The audit trail is whole.\n{entries} entries; the last digest is {digest}\n"
    with database.reading() as session:
        entries, digest = audit.end(session)
    assert json.loads(as_json.output) == {"entries": entries, "last_digest": digest, "faults": []}


@pytest.mark.usefixtures("office")
def test_a_broken_trail_is_an_error_with_every_break(run: Run, database: Database) -> None:
    audit.record_reading(database, "person.listed", None, count=1)
    with database.engine.begin() as connection:
        connection.execute(update(AuditEntry).values(outcome="refused"))

    plain, as_json = run("audit", "verify"), run("audit", "verify", "--json")

    assert (plain.exit_code, as_json.exit_code) == (1, 1)
    assert plain.output.startswith("entry 1 was altered\nentry 2 was altered\nKeep a copy of the database")
    assert "3 entries; the last digest is" in plain.output
    assert json.loads(as_json.output)["faults"] == ["entry 1 was altered", "entry 2 was altered"]


@pytest.mark.parametrize("words", [("agency", "init"), ("staff", "add"), ("audit", "verify")])
def test_every_command_has_its_help(run: Run, words: Sequence[str]) -> None:
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.output
