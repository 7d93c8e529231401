"""People for programs: what is read can be sent back, nothing is dropped, nobody's work is overwritten unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Office
from reentry.people.conditions import Condition
from reentry.people.known_facts import KnownFact
from reentry.people.people import Person
from tests.browser import Browser
from tests.program import Program
from tests.reentry.conftest import MARCUS

FULL: dict[str, Any] = {
    **MARCUS,
    "aliases": ["Marc"],
    "caseload": "high_risk",
    "facility": "Harborview",
    "supervision_ends": None,
    "assessment": {"instrument": "ORAS", "total": 21, "domains": {"peers": "high"}},
    "fact_sources": {"offenses.felony": {"source": "order", "dated": "2026-03-01"}},
    "conditions": {
        "curfew": {"from": "20:00", "to": "06:00"},
        "travel_minutes": 25,
        "no_contact": True,
        "zones": [{"kind": "residence", "latitude": 39.3, "longitude": -76.6, "radius_m": 300}],
    },
    "orders": [
        {"kind": "curfew", "text": "Home from 8 pm to 6 am.", "source": "Order 7"},
        {"kind": "community_service", "text": "Serve 40 hours.", "hours": 40},
    ],
    "warrants": [{"kind": "detainer", "text": "Bay County, asked for on Nov 2."}],
    "needs": [{"need": "housing", "note": "near work"}, "jobs"],
    "transport": "bus",
    "safety_notes": ["Call before a visit."],
    "strengths": ["Welds"],
    "interpreter": False,
    "contact": {"phone": "410-555-0111", "may_leave_message": False},
    "medication_note": "Three days at release.",
    "access_needs": ["Large print"],
}


@pytest.fixture
def program(log_in: Callable[..., Browser]) -> Program:
    """A supervisor's program: every case of the office."""
    return Program(log_in("supervisor"))


@pytest.fixture
def events(database: Database) -> Callable[[UUID], list[str]]:
    """Reads what the trail says of a record."""

    def read(subject_id: UUID) -> list[str]:
        with database.reading() as session:
            rows = select(AuditEntry.event).where(AuditEntry.subject_id == subject_id)
            return list(session.scalars(rows.order_by(AuditEntry.sequence)))

    return read


@pytest.fixture
def at_once(log_in: Callable[..., Browser]) -> Callable[..., list[int]]:
    """Does the same as three officers' programs at once, and gives what each was answered."""
    programs = [Program(log_in("case_manager", email=f"c{turn}@test.example")) for turn in range(3)]

    def run(act: Callable[[Program, int], TestResponse]) -> list[int]:
        start = Barrier(len(programs))

        def one(turn: int) -> int:
            start.wait()
            return act(programs[turn], turn).status_code

        with ThreadPoolExecutor(len(programs)) as pool:
            return list(pool.map(one, range(len(programs))))

    return run


def test_the_list_tells_number_name_status_and_needs_and_is_written_down(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    marcus = take_in()
    ada = take_in(number="TD-1002", given_name="Ada", family_name="Skiff", needs=[])
    take_in(number="TD-1003", status="closed")

    told = program.get("/api/people").get_json()

    assert told["people"] == [
        {"id": str(ada), "number": "TD-1002", "name": "Ada Skiff", "status": "in_custody", "needs": []},
        {
            "id": str(marcus),
            "number": "TD-1001",
            "name": "Marcus Tidewater",
            "status": "in_custody",
            "needs": ["housing", "substance_use_treatment", "jobs"],
        },
    ]
    with database.reading() as session:
        assert "person.listed" in session.scalars(select(AuditEntry.event)).all()


def test_the_list_is_found_by_name_or_number(program: Program, take_in: Callable[..., UUID]) -> None:
    take_in()
    take_in(number="TD-1002", given_name="Ada", family_name="Skiff")

    found = [
        program.get(f"/api/people?q={words}").get_json()["people"] for words in ("ski", "td-1001", "nobody")
    ]

    assert [[each["name"] for each in people] for people in found] == [
        ["Ada Skiff"],
        ["Marcus Tidewater"],
        [],
    ]


def test_everything_that_was_taken_in_is_told_again(program: Program) -> None:
    made = program.post("/api/people", FULL)
    told = program.get(made.headers["Location"])

    person = told.get_json()
    assert made.status_code == 201
    assert person == made.get_json()
    assert told.headers["ETag"] == made.headers["ETag"]
    for name in set(FULL) - {"fact_source", "fact_sources", "supervision_ends", "needs", "assessment"}:
        assert person[name] == FULL[name], name
    assert person["needs"] == [{"need": "housing", "note": "near work"}, {"need": "jobs"}]
    assert person["assessment"] == {"instrument": "ORAS", "total": 21.0, "domains": {"peers": "high"}}
    assert person["fact_sources"]["birth_date"] == FULL["fact_source"]
    assert person["fact_sources"]["offenses.felony"] == {"source": "order", "dated": "2026-03-01"}
    assert (person["office"], person["officer"]) == ("Baltimore", "supervisor@test.example")


def test_what_was_told_can_be_sent_back_and_changes_nothing(program: Program, database: Database) -> None:
    made = program.post("/api/people", FULL)
    told = made.get_json()
    person_id = told.pop("id")

    answer = program.patch(f"/api/people/{person_id}", told, made.headers["ETag"])

    assert answer.get_json() == {**told, "id": person_id}
    with database.reading() as session:
        rows = [session.scalar(select(func.count()).select_from(kind)) for kind in (KnownFact, Condition)]
        assert rows == [len(told["fact_sources"]), 5]
        assert session.scalars(select(Condition.ended_at)).unique().all() == [None]


def test_a_change_touches_what_it_names_and_nothing_else(
    program: Program, take_in: Callable[..., UUID], events: Callable[[UUID], list[str]]
) -> None:
    person_id = take_in()
    before = program.get(f"/api/people/{person_id}")
    change = {"facility": "Northbank", "facts": {"sober_since": "2026-06-01"}, "needs": ["legal_help"]}

    after = program.patch(f"/api/people/{person_id}", change, before.headers["ETag"])

    old, new = before.get_json(), after.get_json()
    assert {name for name in new if new[name] != old.get(name)} == {
        "facility",
        "facts",
        "fact_sources",
        "needs",
    }
    assert new["facts"] == {**old["facts"], "sober_since": "2026-06-01"}
    assert new["needs"] == [{"need": "legal_help"}]
    assert events(person_id)[-2:] == ["person.read", "person.updated"]


def test_a_fact_that_is_null_is_unknown_from_now_on_and_the_earlier_entry_stays(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in()
    etag = program.get(f"/api/people/{person_id}").headers["ETag"]
    facts = {"gender": None, "offenses": {"arson": None}, "residence": None, "veteran": None}

    told = program.patch(f"/api/people/{person_id}", {"facts": facts}, etag).get_json()["facts"]

    assert told["offenses"] == {"felony": True, "sex_offense": False}
    assert {"gender", "residence"}.isdisjoint(told)
    assert told["substance_use"] is True
    with database.reading() as session:
        entries = [entry.value for entry in session.scalars(select(KnownFact)) if entry.name == "gender"]
        assert set(entries) == {"male", None}


def test_a_change_must_rest_on_the_record_as_it_is(program: Program, take_in: Callable[..., UUID]) -> None:
    path = f"/api/people/{take_in()}"
    stale = program.get(path).headers["ETag"]

    unconditional = program.patch(path, {"facility": "Northbank"}, None)
    first = program.patch(path, {"facts": {"veteran": True}}, stale)
    second = program.patch(path, {"facts": {"veteran": False}}, stale)

    assert [each.status_code for each in (unconditional, first, second)] == [428, 200, 412]
    assert "If-Match" in unconditional.get_json()["message"]
    assert "Somebody changed the record" in second.get_json()["message"]
    told = program.get(path)
    assert told.get_json()["facts"]["veteran"] is True
    assert told.headers["ETag"] == first.headers["ETag"] != stale


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"nickname": "Tide"}, "nickname"),
        ({"facts": {"offenses": {"theft": True}}}, "facts.offenses.theft"),
        ({"facts": {"citizenship": "?"}}, "facts.citizenship"),
        ({"orders": [{"text": "No kind."}]}, "orders.0.kind"),
        ({"needs": ["housing", "yacht"]}, "needs.1.need"),
        ({"conditions": {"curfew": {"from": "late", "to": "06:00"}}}, "conditions.curfew.from"),
        ({"number": "TD-1002"}, "number"),
        ({"given_name": ""}, "given_name"),
        ({"family_name": None}, "family_name"),
        ({"office": "Nowhere"}, "office"),
        ({"id": "3f2b"}, "id"),
    ],
)
def test_a_wrong_change_names_the_path_of_the_field_and_changes_nothing(
    program: Program, take_in: Callable[..., UUID], change: dict[str, object], path: str
) -> None:
    address = f"/api/people/{take_in()}"
    before = program.get(address)

    answer = program.patch(address, {"facility": "Northbank", **change}, before.headers["ETag"])

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {path}
    assert program.get(address).get_json() == before.get_json()


def test_a_number_that_is_taken_makes_no_second_record_and_overwrites_none(
    program: Program, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()

    answer = program.post("/api/people", {**MARCUS, "number": " td-1001 ", "given_name": "Mark"})

    assert answer.status_code == 409
    assert program.get(f"/api/people/{person_id}").get_json()["given_name"] == "Marcus"
    assert len(program.get("/api/people").get_json()["people"]) == 1


def test_a_wrong_intake_names_the_fields_and_takes_nobody_in(program: Program) -> None:
    answer = program.post("/api/people", {"number": "TD-9", "kind": "bail", "hearing_date": "soon"})

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"given_name", "family_name", "kind", "hearing_date"}
    assert program.get("/api/people").get_json() == {"people": []}


def test_a_person_out_of_reach_reads_as_nobody_and_is_written_down(
    program: Program, take_in: Callable[..., UUID], database: Database, events: Callable[[UUID], list[str]]
) -> None:
    person_id = take_in()
    with database.writing() as session:
        other = Office(name="Cumberland", time_zone="America/New_York", state="MD")
        session.add(other)
        session.flush()
        session.execute(update(Person).values(office_id=other.id))
        audit.record(session, "agency.created", None)

    for path in ("", "/matches", "/plans"):
        refused = program.get(f"/api/people/{person_id}{path}")
        nobody = program.get(f"/api/people/{uuid4()}{path}")
        assert refused.status_code == nobody.status_code == 404
        assert refused.get_json() == nobody.get_json()
    assert program.patch(f"/api/people/{person_id}", {"facility": "Northbank"}, "*").status_code == 404
    assert program.post(f"/api/people/{person_id}/plans").status_code == 404
    assert program.post(f"/api/people/{person_id}/referrals", {"service_id": str(uuid4())}).status_code == 404
    assert events(person_id).count("access.denied") == 6


def test_of_two_changes_at_once_one_is_kept_and_the_other_is_told(
    program: Program, take_in: Callable[..., UUID], at_once: Callable[..., list[int]]
) -> None:
    path = f"/api/people/{take_in()}"
    etag = program.get(path).headers["ETag"]

    kept = at_once(lambda mine, turn: mine.patch(path, {"facts": {"veteran": bool(turn)}}, etag))

    assert sorted(kept) == [200, 412, 412]


def test_of_two_new_records_with_one_number_one_is_made(
    program: Program, at_once: Callable[..., list[int]]
) -> None:
    made = at_once(lambda mine, turn: mine.post("/api/people", {**MARCUS, "given_name": f"Marcus {turn}"}))

    assert sorted(made) == [201, 409, 409]
    assert len(program.get("/api/people").get_json()["people"]) == 1
