"""Intake: nobody is typed twice, nothing is dropped, every fact says where it comes from."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agency.database import Database
from agency.errors import InvalidError
from reentry.people import conditions, known_facts
from reentry.people.people import Person


def test_the_same_record_number_updates_instead_of_duplicating(
    database: Database, take_in: Callable[..., UUID]
) -> None:
    first = take_in()
    second = take_in(number="  td-1001 ", given_name="Mark")

    with database.reading() as session:
        assert first == second
        assert session.scalar(select(func.count()).select_from(Person)) == 1
        assert session.get_one(Person, first).name == "Mark Tidewater"


def test_every_fact_keeps_its_source_its_date_and_who_entered_it(
    database: Database, take_in: Callable[..., UUID], officer: UUID
) -> None:
    person_id = take_in(fact_sources={"birth_date": {"source": "document", "dated": "2020-03-01"}})

    with database.reading() as session:
        known = known_facts.current(session.get_one(Person, person_id).known_facts)

        assert (known["birth_date"].source, known["birth_date"].dated) == ("document", "2020-03-01")
        assert (known["offenses.felony"].value, known["offenses.felony"].source) == (True, "case_record")
        assert {entry.entered_by_id for entry in known.values()} == {officer}


def test_a_newer_fact_supersedes_and_the_older_one_stays(
    database: Database, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()
    take_in(facts={"sober_since": "2026-06-01"})

    with database.reading() as session:
        person = session.get_one(Person, person_id)

        assert known_facts.facts_of(person.known_facts).sober_since == date(2026, 6, 1)
        assert [e.value for e in person.known_facts if e.name == "sober_since"] == [
            "2026-01-10",
            "2026-06-01",
        ]


def test_what_matching_checks_joins_the_words_of_the_order(
    database: Database, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()

    with database.reading() as session:
        person = session.get_one(Person, person_id)
        curfew = next(each for each in person.conditions if each.kind == "curfew")
        terms = conditions.terms_of(person.conditions, person.travel_minutes)

        assert (curfew.text, curfew.terms) == ("Home from 8 pm to 6 am.", {"from": "20:00", "to": "06:00"})
        assert terms.curfew is not None
        assert terms.travel_minutes == 25


def test_the_same_orders_again_change_nothing_and_a_lifted_one_ends(
    database: Database, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()
    take_in()
    take_in(conditions={}, orders=[{"kind": "treatment", "text": "Treatment as directed."}])

    with database.reading() as session:
        person = session.get_one(Person, person_id)

        assert len(person.conditions) == 2
        assert [each.kind for each in conditions.in_force(person.conditions)] == ["treatment"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nickname": "Tide"}, "nickname"),
        ({"kind": "bail"}, "kind"),
        ({"family_name": ""}, "family_name"),
        ({"needs": ["housing", "housing"]}, "needs"),
        ({"needs": ["yacht"]}, "needs"),
        ({"facts": {"citizenship": "?"}}, "facts"),
        ({"office": "Nowhere"}, "office"),
        ({"officer": "nobody@test.example"}, "officer"),
        ({"release_date": "soon"}, "release_date"),
    ],
)
def test_a_wrong_intake_names_the_field_and_changes_nothing(
    database: Database, take_in: Callable[..., UUID], change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        take_in(**change)

    assert set(refused.value.fields) == {field}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_nothing_about_a_person_stands_in_plain(database: Database, take_in: Callable[..., UUID]) -> None:
    person_id = take_in()

    with database.reading() as session:
        row = session.execute(select(Person.__table__).where(Person.__table__.c.id == person_id)).one()

        assert "Tidewater" not in repr(row)
        assert "TD-1001" not in repr(row)
