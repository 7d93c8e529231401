"""What a court orders erased is found nowhere afterwards, does not come back, and nobody else's record is touched."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from agency import migration
from agency.access.case_access import EMERGENCY, NAMED, CaseAccess
from agency.audit import audit
from agency.backup import backup
from agency.database import Database
from agency.keys import erasures
from agency.keys.erasure_ledger import ErasureLedger
from agency.keys.vault import RecordKey
from agency.settings import Settings
from agency.tables import Base
from reentry.consents.consents import Consent
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.records.organizations import Organization
from resources.records.services import Service
from tests import figures
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.program import Program
from tests.reentry.conftest import MARCUS
from tests.reentry.people.erased_traces import places, sealed_of

TakeIn = Callable[..., UUID]
LogIn = Callable[..., Browser]
NUMBER, NAME, STREET = "TD-5150", "Canaryfield", "77 Finchwing Terrace"
NOTES = (
    "Sings when nobody listens.",
    "Ask for Wrenford at the gate.",
    "Nests in the attic.",
    "Molts in June.",
)
CANARIES = (NAME, "Finchwing", NUMBER, *NOTES)
ORDER = {
    "kind": "expunge",
    "order": "Circuit Court, case 24-X-1",
    "ordered_on": "2026-11-18",
    "named": "",
    "number": NUMBER,
}
INTAKE = {
    **MARCUS,
    "number": NUMBER,
    "family_name": NAME,
    "place": {"address_1": STREET, "city": "Baltimore", "state": "MD"},
    "safety_notes": [NOTES[0]],
    "needs": [{"need": "housing", "note": NOTES[1]}],
}


def quietly(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def person_id(take_in: TakeIn, database: Database, clerk: Clerk) -> UUID:
    """Somebody about whom there is a row in every table, with words that stand nowhere else."""
    found = take_in(**INTAKE)
    with database.writing() as session:
        organization = Organization(name="Gullwing House")
        session.add(organization)
        session.flush()
        service = Service(organization_id=organization.id, name="Front door")
        session.add(service)
        session.flush()
        person = session.get_one(Person, found)
        plan = plans.begin(session, person, clerk)
        plan.sections = {"housing": {"text": NOTES[2], "version": 1}}
        step = plan.add(PlanStep(due=clerk.now.date(), service_id=service.id))
        step.title = NOTES[2]
        letter = Referral(
            person_id=found,
            service_id=service.id,
            created_at=clerk.now,
            reference="7K2M-9QXT",
            plan_id=plan.id,
        )
        letter.note = NOTES[3]
        consent = Consent(
            person_id=found,
            signed_on=clerk.now.date(),
            expires_on=clerk.now.date(),
            recorded_at=clerk.now,
        )
        consent.purpose = NOTES[3]
        session.add_all([letter, consent])
        session.flush()
        sent = Disclosure(person_id=found, at=clerk.now, referral_id=letter.id, consent_id=consent.id)
        sent.recipient = NOTES[3]
        way = CaseAccess(
            record_id=found,
            staff_id=clerk.staff_id,
            kind=EMERGENCY,
            given_by_id=clerk.staff_id,
            given_at=clerk.now,
        )
        way.reason = NOTES[0]
        session.add_all([sent, way])
        audit.record(session, "person.updated", None, found, fields="all")
    return found


@pytest.fixture
def supervisor(log_in: LogIn) -> Browser:
    """The supervisor of the person's office."""
    return log_in("supervisor")


def erase(supervisor: Browser, person_id: UUID, **changes: str) -> int:
    """Carry the order out on its page; the answer's status."""
    page = f"/people/{person_id}/erase"
    return supervisor.post(page, {**ORDER, **changes}, page).status


def finds(database: Database, folder: Path, sealed: list[bytes]) -> tuple[int, list[str]]:
    """How many places were searched, and in which something was found."""
    words = [word.casefold().encode() for word in CANARIES]
    searched, found = 0, []
    for where, content in places(database, folder):
        searched += 1
        if any(word in content.lower() for word in words) or any(value in content for value in sealed):
            found.append(where)
    return searched, found


@pytest.mark.security
def test_what_was_expunged_is_found_nowhere_and_does_not_come_back(
    person_id: UUID,
    supervisor: Browser,
    database: Database,
    settings: Settings,
    app: Flask,
    tmp_path: Path,
    elsewhere: Database,
    take_in: TakeIn,
) -> None:
    other_id = take_in(number="TD-2002", family_name="Juniper")
    with database.reading() as session:
        sealed = sealed_of(session, person_id)
    old, _ = backup.create(database, tmp_path / "old", quietly)
    database.sweep([])
    before = set(finds(database, tmp_path / "before", sealed)[1])
    assert before >= {"record_key", "person", "known_fact", "plan", "referral", "consent", "new backup"}
    assert ("file" in before) is database.is_embedded

    assert erase(supervisor, person_id) == 303
    searched = [finds(database, tmp_path / "after", sealed)]
    searched.append(asked_for(supervisor, app))
    assert brought_back(supervisor, app, tmp_path) == [True, True, True]
    searched.append(finds(database, tmp_path / "imported", sealed))
    ledger = ErasureLedger(settings.data)
    backup.restore(database, old, quietly, replace=True)
    searched.append(finds(database, tmp_path / "restored", sealed))
    backup.restore(elsewhere, old, quietly, ledger=ledger)
    searched.append(finds(elsewhere, tmp_path / "fresh", sealed))
    searched.append((1, [word for word in CANARIES if word.encode() in ledger.path.read_bytes()]))

    figures.record(
        "erased content", sum(count for count, _ in searched), sum(len(found) for _, found in searched)
    )
    assert [found for _, found in searched] == [[], [], [], [], [], []]
    for each in (database, elsewhere):
        with each.reading() as session:
            assert session.get_one(RecordKey, person_id).wrapped is None
            assert session.get_one(Person, other_id).name == "Marcus Juniper"
            assert list(audit.faults(session)) == []


def asked_for(supervisor: Browser, app: Flask) -> tuple[int, list[str]]:
    """Every list and search that could still tell of the person."""
    # What is asked for stands on the page again, so that only a part of a word is.
    part, digits = NAME[:-2], NUMBER[:-1]
    asked = [
        "/people",
        f"/people?q={digits}",
        f"/search?q={part}",
        f"/api/people?q={part}",
        "/",
        "/referrals",
    ]
    told = [supervisor.get(path).text for path in asked]
    told.append(app.test_cli_runner().invoke(args=["people", "list", "--json"]).output)
    return len(told), [text for text in told if any(word in text for word in CANARIES)]


def brought_back(supervisor: Browser, app: Flask, folder: Path) -> list[bool]:
    """Whether form, program and file each refuse to take the person in again, and say why."""
    said = "erased by order on Nov 21, 2026"
    path = folder / "intake.json"
    path.write_text(json.dumps(INTAKE))
    form = {"number": NUMBER, "given_name": "Marcus", "family_name": "Other", "kind": "parole"}
    typed = supervisor.post("/people", form, "/people/new")
    sent = Program(supervisor).post("/api/people", {**form})
    command = app.test_cli_runner().invoke(args=["people", "import", str(path)])
    return [
        typed.status == 422 and said in typed.text,
        sent.status_code == 422 and said in sent.get_data(as_text=True),
        command.exit_code == 1 and said in command.output,
    ]


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path) -> Iterator[Database]:
    """An empty database of its own, where the old one was lost."""
    made = Database(
        f"sqlite:///{tmp_path / 'elsewhere' / 'reentry.db'}",
        database.vault,
        database.clock,
        migration.bring_up_to_date,
    )
    yield made
    made.close()


def test_a_slip_erases_nobody(person_id: UUID, supervisor: Browser, database: Database) -> None:
    wrong = [
        {"number": "TD-5151"},
        {"number": ""},
        {"kind": "burn"},
        {"order": ""},
        {"ordered_on": "yesterday"},
        {"named": "officer@test.example"},
        {"kind": "seal", "named": "nobody@test.example"},
    ]

    statuses = [erase(supervisor, person_id, **changes) for changes in wrong]

    assert statuses == [422] * len(wrong)
    with database.reading() as session:
        assert session.get_one(Person, person_id).family_name == NAME
        assert erasures.orders(session) == []


def test_only_the_supervisor_of_the_office_erases(
    person_id: UUID, log_in: LogIn, database: Database, hire: Callable[..., UUID]
) -> None:
    officer = log_in("caseworker")

    assert officer.get(f"/people/{person_id}/erase").status == 403
    assert officer.post(f"/people/{person_id}/erase", ORDER, f"/people/{person_id}").status == 403
    with database.reading() as session:
        assert session.get_one(Person, person_id).family_name == NAME


def test_without_its_ledger_nothing_is_erased(
    person_id: UUID, supervisor: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("agency.keys.erasure_ledger.os.fsync", full)

    assert erase(supervisor, person_id) == 500
    with database.reading() as session:
        assert session.get_one(Person, person_id).family_name == NAME


@pytest.mark.parametrize("kind", ["seal", "shield"])
def test_what_is_shut_away_is_open_to_those_the_order_names_alone(
    kind: str,
    person_id: UUID,
    supervisor: Browser,
    log_in: LogIn,
    browser: Browser,
    app: Flask,
    database: Database,
    tmp_path: Path,
) -> None:
    named = log_in("caseworker", email="named@test.example")
    officer = {"email": "officer@test.example", "password": PASSWORD, "notice": "read"}
    browser.post("/log-in", officer)
    path = tmp_path / "intake.json"
    path.write_text(json.dumps({**INTAKE, "given_name": "Changed"}))

    assert erase(supervisor, person_id, kind=kind, named="named@test.example") == 303

    assert NAME in named.get(f"/people/{person_id}").text
    for other in (supervisor, browser):
        assert other.get(f"/people/{person_id}").status == 404
        assert NAME not in other.get("/people").text
    assert named.post(f"/people/{person_id}/erase", ORDER, "/people").status == 403
    imported = app.test_cli_runner().invoke(args=["people", "import", str(path)])
    assert (imported.exit_code, "may not open" in imported.output) == (1, True)
    assert "erased" not in imported.output
    assert NAME not in app.test_cli_runner().invoke(args=["people", "list"]).output
    with database.reading() as session:
        person = session.get_one(Person, person_id)
        assert (person.restricted, person.holder_id, person.given_name) == (True, None, "Marcus")
        assert list(session.scalars(select(CaseAccess.kind))) == [NAMED]


def test_an_order_that_shuts_away_follows_into_a_restored_copy(
    person_id: UUID,
    supervisor: Browser,
    database: Database,
    settings: Settings,
    elsewhere: Database,
    tmp_path: Path,
) -> None:
    old, _ = backup.create(database, tmp_path / "old", quietly)
    erase(supervisor, person_id, kind="seal", named="supervisor@test.example")

    backup.restore(elsewhere, old, quietly, ledger=ErasureLedger(settings.data))
    backup.restore(database, old, quietly, replace=True)

    for each in (database, elsewhere):
        with each.reading() as session:
            assert session.get_one(Person, person_id).restricted
            (way,) = session.scalars(select(CaseAccess))
            assert way.staff.email == "supervisor@test.example"
            assert [order.kind for order in erasures.orders(session)] == ["seal"]


def test_a_sealed_record_may_be_expunged_later(
    person_id: UUID, supervisor: Browser, database: Database
) -> None:
    erase(supervisor, person_id, kind="seal", named="supervisor@test.example")

    assert supervisor.post(f"/people/{person_id}/restriction/end", page=f"/people/{person_id}").status == 409
    assert erase(supervisor, person_id) == 303

    with database.reading() as session:
        assert session.get(Person, person_id) is None
        assert [order.kind for order in erasures.orders(session)] == ["expunge"]


def test_the_command_erases_too(person_id: UUID, app: Flask, database: Database) -> None:
    words = ["people", "erase", NUMBER, "--kind", "expunge", "--order", "Circuit Court, case 24-X-1"]

    done = app.test_cli_runner().invoke(args=[*words, "--ordered-on", "2026-11-18", "--json"])
    again = app.test_cli_runner().invoke(args=words)

    assert json.loads(done.output) == {"kind": "expunge", "swept": True}
    assert (again.exit_code, again.output) == (1, "Error: There is no record of this number.\n")
    with database.reading() as session:
        assert session.get(Person, person_id) is None
        assert [order.order for order in erasures.orders(session)] == ["Circuit Court, case 24-X-1"]


def test_every_table_about_a_person_is_erased() -> None:
    known = {table.name for table, _ in erasures.tables()}
    about = {
        table.name
        for table in Base.metadata.tables.values()
        if {"person_id", "record_id"} & set(table.c.keys())
        or any(key.column.table.name in known for key in table.foreign_keys)
    }

    assert about - known == set(), "Say whose rows these are: __record__, in the model."
    assert len(known) >= 12


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_ledger_holds_only_what_was_finished(database: Database, tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path / "data")
    wanted = [
        erasures.Order(
            uuid4(), "index", "seal", database.clock.now().date(), "Order", "2026-11-18", (uuid4(),)
        ),
        erasures.Order(uuid4(), "other", "expunge", database.clock.now().date()),
    ]
    with database.reading() as session:
        assert ledger.orders(session) == []
        ledger.add(session, wanted[0])
        with ledger.path.open("ab") as file:
            file.write(b"a half of a li")
        assert ledger.orders(session) == wanted[:1]
        ledger.add(session, wanted[1])
        assert ledger.orders(session) == wanted
    assert ledger.path.stat().st_mode & 0o777 == 0o600
