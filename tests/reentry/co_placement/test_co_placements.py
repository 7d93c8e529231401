"""Not to be placed with another: one line on each record, audited on both, ended on both, sealed like the record."""

from uuid import UUID

import pytest
from sqlalchemy import select, text

from agency.access.permissions import Viewer
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.errors import ConflictError, NotFoundError
from agency.keys import erasures
from agency.keys.erasures import Order
from agency.staff.staff import Role
from reentry.access import restriction
from reentry.co_placement import co_placements, telling
from reentry.co_placement.co_placements import CoPlacement
from reentry.people.people import Person
from tests.conftest import NOW
from tests.reentry.co_placement.conftest import ORDER, Two, keep_apart

WHY = "The order was lifted on appeal."


def lines(database: Database, person_id: UUID, *, ended: bool = False) -> list[tuple[UUID, str, str, str]]:
    with database.reading() as session:
        found = co_placements.of_people(session, [person_id], ended=ended)
        return [(each.other_id, each.kind, each.source, each.reason) for each in found]


def events(database: Database, person_id: UUID) -> list[str]:
    with database.reading() as session:
        about = select(AuditEntry.event).where(AuditEntry.subject_id == person_id)
        return [each for each in session.scalars(about) if each.startswith("co_placement.")]


def end(database: Database, two: Two, person_id: UUID) -> None:
    with database.writing() as session:
        (line,) = co_placements.of_people(session, [person_id])
        co_placements.end(session, session.get_one(Person, person_id), line.id, WHY, two.clerk)


@pytest.mark.parametrize("turned", [False, True])
def test_it_stands_on_both_records_and_in_the_trail_of_both(
    database: Database, two: Two, turned: bool
) -> None:
    keep_apart(database, two, turned=turned)

    assert lines(database, two.one) == [(two.other, "co_defendant", ORDER, "")]
    assert lines(database, two.other) == [(two.one, "co_defendant", ORDER, "")]
    assert events(database, two.one) == events(database, two.other) == ["co_placement.entered"]


def test_ending_it_on_one_record_ends_it_on_the_other_with_the_reason(database: Database, two: Two) -> None:
    keep_apart(database, two)

    end(database, two, two.other)

    assert lines(database, two.one) == lines(database, two.other) == []
    assert lines(database, two.one, ended=True) == [(two.other, "co_defendant", ORDER, WHY)]
    assert lines(database, two.other, ended=True) == [(two.one, "co_defendant", ORDER, WHY)]
    assert (
        events(database, two.one)
        == events(database, two.other)
        == ["co_placement.entered", "co_placement.ended"]
    )


def test_once_is_enough_and_another_reason_is_another_line(database: Database, two: Two) -> None:
    keep_apart(database, two)
    with pytest.raises(ConflictError, match="on record already"):
        keep_apart(database, two, turned=True)

    keep_apart(database, two, "rivals")
    with database.writing() as session:
        found = co_placements.of_people(session, [two.one])
        line = next(each for each in found if each.kind == "co_defendant")
        co_placements.end(session, session.get_one(Person, two.one), line.id, WHY, two.clerk)

    assert [each[1] for each in lines(database, two.other)] == ["rivals"]
    keep_apart(database, two)


def test_a_line_of_another_record_cannot_be_ended_from_here(database: Database, two: Two) -> None:
    keep_apart(database, two)

    with database.reading() as session:
        (line,) = co_placements.of_people(session, [two.other])
        person = session.get_one(Person, two.one)
        with pytest.raises(NotFoundError):
            co_placements.end(session, person, line.id, WHY, two.clerk)


@pytest.mark.parametrize("whose", ["one", "other"])
def test_neither_record_may_be_restricted(database: Database, two: Two, whose: str) -> None:
    with database.writing() as session:
        person = session.get_one(Person, getattr(two, whose))
        restriction.begin(session, person, two.clerk, [person.holder_id], "A relative works here.")

    with pytest.raises(ConflictError, match="restricted"):
        keep_apart(database, two)
    assert lines(database, two.one) == lines(database, two.other) == []


def test_what_it_says_lies_sealed(database: Database, two: Two) -> None:
    keep_apart(database, two)

    with database.reading() as session:
        rows = repr(session.execute(text("SELECT sealed FROM co_placement")).all())
        columns = set(CoPlacement.__table__.columns.keys())
    assert columns == {"id", "person_id", "sealed", "entered_at", "entered_by_id", "ended_at", "ended_by_id"}
    assert not [
        each for each in (str(two.one), two.other.hex, str(two.other), ORDER, "co_defendant") if each in rows
    ]


@pytest.mark.parametrize("kind", ["expunge", "seal"])
def test_of_a_record_that_an_order_took_away_nothing_is_told(database: Database, two: Two, kind: str) -> None:
    keep_apart(database, two)
    with database.writing() as session:
        other = session.get_one(Person, two.other)
        erasures.carry_out(session, Order(other.id, other.number_index, kind, NOW.date()), NOW)
        audit.record(session, "person.erased", None, two.other, kind=kind)

    with database.reading() as session:
        assert two.clerk.staff_id
        assert two.clerk.office_id
        viewer = Viewer(two.clerk.staff_id, Role.OFFICER, two.clerk.office_id)
        assert telling.told(session, viewer, session.get_one(Person, two.one), ended=True) == []
