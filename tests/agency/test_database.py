"""The database keeps whole changes, encrypted, under keys that can be destroyed."""

import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from agency import migration
from agency.audit import audit
from agency.database import Database
from agency.errors import KeyLostError, UnauditedChangeError
from agency.keys.vault import Vault
from agency.offices import Office


def test_a_change_without_its_audit_entry_is_not_kept(database: Database) -> None:
    with pytest.raises(UnauditedChangeError), database.writing() as session:
        session.add(Office(name="Silent", time_zone="America/New_York", state="MD"))

    with database.reading() as session:
        assert session.scalars(select(Office)).all() == []


def test_a_reading_unit_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(Office(name="Reader", time_zone="America/New_York", state="MD"))

        with pytest.raises(RuntimeError, match="asked to change something"):
            session.flush()


def test_every_change_extends_a_whole_chain(database: Database) -> None:
    for name in ("North", "South"):
        with database.writing() as session:
            session.add(Office(name=name, time_zone="America/New_York", state="MD"))
            audit.record(session, "agency.created", None)

    with database.reading() as session:
        entries = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.sequence)).all()

        assert [entry.sequence for entry in entries] == [1, 2]
        assert list(audit.faults(session)) == []


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_file_cannot_be_read_without_its_key(database: Database) -> None:
    path = Path(database.url.removeprefix("sqlite:///"))

    assert b"Baltimore" not in path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM office")
    with (
        pytest.raises(KeyLostError),
        Database(database.url, Vault(bytes(32)), database.clock).reading() as session,
    ):
        session.scalars(select(Office)).all()


def test_records_of_another_key_are_told_before_anything_is_read_or_written(database: Database) -> None:
    with database.writing() as session:
        database.vault.key_of(session, uuid4())
        audit.record(session, "person.listed", None, count=1)
    other = Database(database.url, Vault(bytes(32)), database.clock, migration.bring_up_to_date)

    for unit in (other.reading, other.writing):
        with pytest.raises(KeyLostError, match="key"), unit():
            pytest.fail("the unit of work began")
    other.close()
