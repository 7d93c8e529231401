"""Which records are open to a staff member by name, for a while, or because they keep two people apart."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from agency.access import case_access as access
from agency.access.case_access import APART, EMERGENCY, NAMED, CaseAccess
from agency.access.permissions import Viewer
from agency.audit import audit
from agency.database import Database
from agency.staff.staff import Staff
from tests.conftest import NOW, CountQueries

Hire = Callable[..., UUID]
WHY = "The neighbor called about smoke."


def let_in(database: Database, staff_id: UUID, kind: str, **more: object) -> UUID:
    """A way into a record, by its id."""
    with database.writing() as session:
        row = CaseAccess(record_id=uuid4(), staff_id=staff_id, kind=kind, given_at=NOW, **more)
        row.reason = WHY
        session.add(row)
        session.flush()
        audit.record(session, "access.named", None, row.record_id, staff_id=str(staff_id))
        return row.record_id


def viewer(database: Database, staff_id: UUID) -> Viewer:
    """The staff member as one who asks, now."""
    with database.reading() as session:
        return access.viewer_of(session, session.get_one(Staff, staff_id), NOW)


def test_a_viewer_knows_what_is_open_by_name_and_for_a_while(database: Database, hire: Hire) -> None:
    officer, other = hire("officer"), hire("caseworker")
    named = let_in(database, officer, NAMED)
    opened = let_in(database, officer, EMERGENCY, until=NOW + timedelta(seconds=1))
    let_in(database, other, NAMED)

    found = viewer(database, officer)

    assert found.named == {named}
    assert found.emergency == {opened}


def test_what_was_opened_for_a_while_is_closed_at_its_end(database: Database, hire: Hire) -> None:
    officer = hire("officer")
    let_in(database, officer, EMERGENCY, until=NOW)
    let_in(database, officer, NAMED, until=NOW - timedelta(days=1))

    found = viewer(database, officer)
    assert found.named == found.emergency == set()


def test_everybody_in_victim_services_is_let_into_records_that_are_kept_apart(
    database: Database, hire: Hire
) -> None:
    keeper, colleague = hire("victim_services"), hire("victim_services", email="second@test.example")
    officer = hire("officer")
    apart = let_in(database, keeper, APART)
    let_in(database, officer, APART)

    assert viewer(database, keeper).named == viewer(database, colleague).named
    assert apart in viewer(database, colleague).named
    assert viewer(database, officer).named == set()


def test_one_question_is_enough(database: Database, hire: Hire, count_queries: CountQueries) -> None:
    officer = hire("officer")
    for _ in range(3):
        let_in(database, officer, NAMED)

    with database.reading() as session:
        staff = session.get_one(Staff, officer)
        with count_queries() as sent:
            access.viewer_of(session, staff, NOW)

    assert len(sent) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_reason_lies_sealed(database: Database, hire: Hire) -> None:
    let_in(database, hire("officer"), NAMED)

    with database.reading() as session:
        (row,) = session.execute(text("SELECT * FROM case_access")).all()
    assert WHY not in repr(row)
