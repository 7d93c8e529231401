"""Pages of people: what was typed is kept, what is wrong is said beside its field, and nobody sees another's case."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Office
from reentry.people import conditions, known_facts
from reentry.people.people import Person
from tests.browser import Browser

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]
TYPED = {
    "number": "TD-77",
    "given_name": "Ada",
    "family_name": "Fencepost",
    "kind": "parole",
    "needs": "housing",
}


def count(database: Database) -> int:
    """How many people there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def standing(database: Database, person_id: UUID) -> dict[str, Any]:
    """What is on record of a person: facts with their sources, conditions in force, needs with their notes."""
    with database.reading() as session:
        person = session.get_one(Person, person_id)
        known = known_facts.current(person.known_facts)
        return {
            "facts": {name: (each.value, each.source, each.dated) for name, each in known.items()},
            "conditions": [
                (each.kind, each.text, each.source, each.hours, each.terms)
                for each in conditions.in_force(person.conditions)
            ],
            "needs": [(each.need, each.note) for each in person.needs],
        }


def test_a_person_is_taken_in_by_form(log_in: LogIn) -> None:
    officer = log_in("officer")

    answer = officer.post(
        "/people", {**TYPED, "facts.birth_date": "1990-01-31", "facts.veteran": "true"}, "/people/new"
    )

    assert answer.status == 303
    page = officer.get(answer.headers["Location"]).text
    assert "Ada Fencepost" in page
    assert "36 years old" in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"family_name": ""}, "This is needed."),
        ({"facts.birth_date": "yesterday"}, "Not a valid date."),
        ({"nickname": "Fence"}, "Unknown field."),
        ({"needs": "yacht"}, "Choose one of"),
        ({"conditions.curfew.from": "20:00"}, "Missing data"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_changes_nothing(
    database: Database, log_in: LogIn, change: dict[str, object], told: str
) -> None:
    answer = log_in("officer").post("/people", {**TYPED, **change}, "/people/new")

    assert answer.status == 422
    assert told in answer.text
    assert 'value="TD-77"' in answer.text
    assert count(database) == 0


def test_editing_shows_what_is_known_and_an_emptied_fact_is_unknown_again(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()
    supervisor = log_in("supervisor")
    page = supervisor.get(f"/people/{person_id}/edit").text
    assert 'value="2026-01-10"' in page
    version = page.partition('name="version" value="')[2].partition('"')[0]

    form = {
        **TYPED,
        "number": "TD-1001",
        "facts.sober_since": "",
        "facts.offenses.felony": "true",
        "version": version,
    }
    answer = supervisor.post(f"/people/{person_id}", form, f"/people/{person_id}/edit")

    assert answer.status == 303, answer.text
    with database.reading() as session:
        facts = known_facts.facts_of(session.get_one(Person, person_id).known_facts)
        assert facts.sober_since is None
        assert facts.offenses.felony is True


def test_saving_the_form_untouched_loses_nothing(database: Database, log_in: LogIn, take_in: TakeIn) -> None:
    orders = [
        {"kind": kind, "text": f"As to {kind}.", "source": f"Order, no. {number}"}
        for number, kind in enumerate(("treatment", "testing", "no_alcohol", "travel", "reporting"), start=1)
    ]
    served = {"kind": "community_service", "text": "Serve 50 hours.", "source": "Order, no. 6", "hours": 50.0}
    person_id = take_in(
        orders=[*orders, served],
        warrants=[{"kind": kind, "text": "On file."} for kind in ("warrant", "detainer", "pending_charge")],
        needs=[{"need": "jobs", "note": "Has a forklift license."}, {"need": "housing"}],
    )
    supervisor = log_in("supervisor")
    before = standing(database, person_id)

    typed = supervisor.get(f"/people/{person_id}/edit").typed
    answer = supervisor.post(f"/people/{person_id}", typed, f"/people/{person_id}/edit")

    assert answer.status == 303
    assert standing(database, person_id) == before


def test_an_answer_changed_in_the_form_takes_the_source_given_there_and_the_rest_keep_theirs(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()
    supervisor = log_in("supervisor")

    typed = supervisor.get(f"/people/{person_id}/edit").typed | {"facts.veteran": ["true"]}
    supervisor.post(f"/people/{person_id}", typed, f"/people/{person_id}/edit")

    facts = standing(database, person_id)["facts"]
    assert facts["veteran"] == (True, "person", "")
    assert facts["gender"] == ("male", "case_record", "2026-11-01")


def test_two_people_editing_at_once_are_told(log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in()
    supervisor = log_in("supervisor")

    answer = supervisor.post(
        f"/people/{person_id}", {**TYPED, "number": "TD-1001", "version": "99"}, "/people/new"
    )

    assert answer.status == 409
    assert "Somebody else saved this record" in answer.text


def test_another_officers_case_reads_as_if_it_were_not_there(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()
    other = log_in("officer", email="other@test.example")

    assert other.get(f"/people/{person_id}").status == 404
    assert "Tidewater" not in other.get("/people").text
    with database.reading() as session:
        denied = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.denied")).all()
        assert [(each.subject_id, each.outcome) for each in denied] == [(person_id, "refused")]


def test_a_case_of_another_office_is_out_of_reach(database: Database, log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in()
    with database.writing() as session:
        far = Office(name="Hagerstown", time_zone="America/New_York", state="MD")
        session.add(far)
        session.flush()
        session.get_one(Person, person_id).office_id = far.id
        audit.record(session, "person.updated", None, person_id, fields="office")

    assert log_in("caseworker").get(f"/people/{person_id}").status == 404


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator", "victim_services"])
def test_roles_without_casework_see_nobody(log_in: LogIn, take_in: TakeIn, role: str) -> None:
    person_id = take_in()
    viewer = log_in(role)

    assert viewer.get("/people").status == 403
    assert viewer.get(f"/people/{person_id}").status == 403


def test_opening_a_record_is_written_down_before_it_is_shown(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()

    log_in("supervisor").get(f"/people/{person_id}")

    with database.reading() as session:
        read = session.scalars(select(AuditEntry).where(AuditEntry.event == "person.read")).all()
        assert [(each.subject_id, each.details) for each in read] == [(person_id, {"page": "person"})]


def test_a_spreadsheet_of_people_goes_in_whole_or_not_at_all(database: Database, log_in: LogIn) -> None:
    officer = log_in("officer")
    good = "number,given_name,family_name,kind\nA-1,Ada,Fencepost,parole\nA-2,Bo,Gatepost,probation\n"
    bad = good + "A-3,Cy,,parole\n"

    def bring(content: str) -> object:
        file = (io.BytesIO(content.encode()), "people.csv")
        return officer.post("/people/import", {"file": file}, "/people/import")

    refused = bring(bad)
    assert (refused.status, count(database)) == (422, 0)  # type: ignore[attr-defined]
    assert "family_name" in refused.text  # type: ignore[attr-defined]

    assert bring(good).status == 303  # type: ignore[attr-defined]
    assert count(database) == 2


def test_nobody_changes_another_officers_case_by_typing_or_bringing_its_number(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()
    other = log_in("officer", email="other@test.example")
    file = (io.BytesIO(b"number,given_name,family_name,kind\nTD-1001,Stolen,Case,parole\n"), "people.csv")

    typed = other.post("/people", {**TYPED, "number": "td-1001"}, "/people/new")
    brought = other.post("/people/import", {"file": file}, "/people/import")

    assert (typed.status, brought.status) == (422, 422)
    assert "There is a record with this number already." in typed.text
    with database.reading() as session:
        assert session.get_one(Person, person_id).name == "Marcus Tidewater"
        denied = session.scalars(select(AuditEntry).where(AuditEntry.event == "access.denied")).all()
        assert [each.subject_id for each in denied] == [person_id, person_id]


def test_an_edit_cannot_take_over_another_record(database: Database, log_in: LogIn, take_in: TakeIn) -> None:
    marcus, ada = take_in(), take_in(number="TD-2", given_name="Ada")
    supervisor = log_in("supervisor")

    answer = supervisor.post(f"/people/{ada}", {**TYPED, "number": "TD-1001"}, f"/people/{ada}/edit")

    assert answer.status == 422
    with database.reading() as session:
        assert session.get_one(Person, marcus).given_name == "Marcus"


def test_a_save_of_facts_alone_is_told_to_whoever_opened_the_record_before(
    log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in()
    supervisor = log_in("supervisor")
    page = supervisor.get(f"/people/{person_id}/edit").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    take_in(facts={"veteran": True})

    form = {**TYPED, "number": "TD-1001", "version": version}
    answer = supervisor.post(f"/people/{person_id}", form, f"/people/{person_id}/edit")

    assert answer.status == 409


def test_the_critical_path_stands_beside_the_person(log_in: LogIn, take_in: TakeIn) -> None:
    page = log_in("supervisor").get(f"/people/{take_in()}").text

    assert "Critical path" in page
    assert "counted back from the hearing and the release" in page
    assert page.index("Birth certificate in hand") < page.index("State ID card in hand")


def test_the_client_safe_view_hides_holds_victims_and_notes(log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in(
        orders=[{"kind": "no_contact", "text": "Stay away from J. D."}],
        warrants=[{"kind": "warrant", "text": "Bench warrant of Sussex County."}],
        needs=[{"need": "victim_services", "note": "She asks."}],
        safety_notes=["Two staff at any visit."],
    )

    shown = log_in("supervisor").get(f"/people/{person_id}").across_the_desk

    assert "Marcus Tidewater" in shown
    told = (
        "Bench warrant",
        "J. D.",
        "She asks",
        "Victim services",
        "Two staff",
        "Felony",
        "Substance-use need",
    )
    assert [words for words in told if words in shown] == []


def test_the_client_safe_view_shows_no_list_of_other_people(log_in: LogIn, take_in: TakeIn) -> None:
    take_in()
    supervisor = log_in("supervisor")

    for path in ("/", "/people", "/referrals", "/search?q=Marcus"):
        answer = supervisor.get(path)

        assert "Tidewater" not in answer.across_the_desk, path
