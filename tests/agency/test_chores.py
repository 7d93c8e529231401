"""What an update leaves to be done is done once, whole or not at all."""

import pytest
from sqlalchemy import MetaData, delete, insert, select
from sqlalchemy.orm import Session

from agency import chores, migration
from agency.audit import audit
from agency.chores import Chore
from agency.database import Database
from agency.offices import Office
from tests.guards.filling import fill

# The release that had no chores.
BEFORE = "0003"


@pytest.fixture(autouse=True)
def _one_is_due(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(delete(Chore))
        connection.execute(insert(Chore), [{"name": "open"}])


def open_an_office(session: Session) -> None:
    session.add(Office(name="Invented Office", state="MD", time_zone="America/New_York"))
    audit.record(session, "agency.changed", None, fields="office")


def fail_half_way(session: Session) -> None:
    open_an_office(session)
    session.flush()
    raise RuntimeError("cut off")


def offices(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Office)).all())


def due(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Chore.name)))


def test_a_chore_is_done_once(database: Database) -> None:
    for _ in ("first start", "second start"):
        chores.do(database, {"open": open_an_office})

    assert (offices(database), due(database)) == (1, [])


def test_a_chore_that_is_not_due_is_not_done(database: Database) -> None:
    chores.do(database, {"other": open_an_office})

    assert (offices(database), due(database)) == (0, ["open"])


def test_a_chore_that_was_cut_off_is_done_whole_the_next_time(database: Database) -> None:
    with pytest.raises(RuntimeError):
        chores.do(database, {"open": fail_half_way})
    assert (offices(database), due(database)) == (0, ["open"])

    chores.do(database, {"open": open_an_office})
    assert (offices(database), due(database)) == (1, [])


def test_an_update_leaves_chores_only_where_there_are_records(database: Database) -> None:
    migration.downgrade(database, BEFORE)
    migration.upgrade(database)
    assert due(database) == []

    migration.downgrade(database, BEFORE)
    with database.engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        fill(connection, found)
    migration.upgrade(database)
    assert sorted(due(database)) == ["count_outcomes", "date_choices"]
