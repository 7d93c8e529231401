"""The trail is kept for its time and longer where a hold stands; what is left verifies from where it begins."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, select, update

from agency.audit import audit
from agency.audit import retention as audit_retention
from agency.audit.audit import AuditEntry, AuditHead
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError, ReentryError, TrailBrokenError
from agency.keys.vault import Vault
from tests.conftest import NOW

KEPT = timedelta(days=365)
Tamper = Callable[[Connection], object]


@pytest.fixture
def old_trail(database: Database, clock: FixedClock) -> Database:
    """Three entries of two years ago, three of last month."""
    for at in (NOW - timedelta(days=730), NOW - timedelta(days=30)):
        clock.moment = at
        for number in range(3):
            audit.record_reading(database, "person.listed", UUID(int=number + 1), count=number)
    clock.moment = NOW
    return database


def dispose(database: Database) -> audit_retention.Disposal:
    """Do it, as the command does."""
    with database.writing() as session:
        return audit_retention.dispose(session, KEPT, database.clock.now())


def faults(database: Database) -> list[str]:
    """What the verification finds."""
    with database.reading() as session:
        return list(audit.faults(session))


def sequences(database: Database) -> list[int]:
    """The numbers that are left."""
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)))


def test_what_is_past_its_time_goes_and_the_rest_verifies(old_trail: Database) -> None:
    gone = dispose(old_trail)
    again = dispose(old_trail)
    audit.record_reading(old_trail, "person.listed", None, count=1)

    assert (gone.count, gone.through, again.count) == (3, 3, 0)
    assert sequences(old_trail) == [4, 5, 6, 7, 8]
    assert faults(old_trail) == []
    with old_trail.reading() as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.event == "audit.disposed")).one()
        assert written.details == {"count": 3, "through": 3}
        assert audit.end(session)[0] == 8


def test_the_last_entry_stays_whatever_its_age(old_trail: Database, clock: FixedClock) -> None:
    clock.moment = NOW + timedelta(days=3000)

    dispose(old_trail)

    assert sequences(old_trail) == [6, 7]
    assert faults(old_trail) == []


def test_an_older_entry_behind_a_newer_one_waits_for_it(database: Database, clock: FixedClock) -> None:
    for days in (730, 10, 730, 10):
        clock.moment = NOW - timedelta(days=days)
        audit.record_reading(database, "person.listed", None, count=days)
    clock.moment = NOW

    assert dispose(database).through == 1
    assert faults(database) == []


def _cut_more(connection: Connection) -> None:
    connection.execute(delete(AuditEntry).where(AuditEntry.sequence == 4))


def _move_start(connection: Connection) -> None:
    _cut_more(connection)
    after = connection.scalar(select(AuditEntry.previous).where(AuditEntry.sequence == 5))
    connection.execute(update(AuditHead).values(disposed=4, disposed_digest=after))


def _forget_start(connection: Connection) -> None:
    connection.execute(update(AuditHead).values(disposed=0, disposed_digest=""))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_cut_more, "entries 4 to 4 are missing"),
        (_move_start, "the head of the trail was altered"),
        (_forget_start, "the head of the trail was altered"),
    ],
)
def test_cutting_off_the_beginning_by_hand_is_found(old_trail: Database, change: Tamper, told: str) -> None:
    dispose(old_trail)

    with old_trail.engine.begin() as connection:
        change(connection)

    assert told in faults(old_trail)


def test_cutting_off_the_beginning_of_a_whole_trail_is_found(old_trail: Database) -> None:
    with old_trail.engine.begin() as connection:
        connection.execute(delete(AuditEntry).where(AuditEntry.sequence <= 2))

    assert "entries 1 to 2 are missing" in faults(old_trail)


def test_while_a_hold_stands_nothing_goes(old_trail: Database) -> None:
    with old_trail.writing() as session:
        hold = audit_retention.place(session, "Tidewater v. Test Division", None, NOW)
        hold_id = hold.id
    with pytest.raises(ConflictError, match="1 legal hold stands"):
        dispose(old_trail)

    with old_trail.writing() as session:
        placed = session.get_one(audit_retention.LegalHold, hold_id)
        audit_retention.lift(session, placed, None, NOW)
    with pytest.raises(ConflictError, match="lifted already"), old_trail.writing() as session:
        audit_retention.lift(session, session.get_one(audit_retention.LegalHold, hold_id), None, NOW)

    assert dispose(old_trail).count == 3
    with old_trail.reading() as session:
        assert b"Tidewater" not in session.get_one(audit_retention.LegalHold, hold_id).sealed


def test_the_command_says_what_would_go_before_it_goes(
    app: Flask, old_trail: Database, clock: FixedClock
) -> None:
    run = app.test_cli_runner().invoke
    clock.moment = NOW + timedelta(days=2100)

    tried = run(args=["audit", "dispose", "--dry-run"])
    before = sequences(old_trail)
    done = run(args=["audit", "dispose", "--json"])
    again = run(args=["audit", "dispose"])

    assert tried.output == "3 entries would be disposed of, up to number 3.\n"
    assert before == [1, 2, 3, 4, 5, 6]
    assert done.output == '{"disposed": 3, "through": 3, "dry_run": false}\n'
    assert (again.exit_code, again.output) == (0, "Nothing is older than 2190 days.\n")
    assert run(args=["audit", "verify"]).exit_code == 0


def test_nothing_of_a_broken_trail_is_disposed_of(app: Flask, old_trail: Database) -> None:
    with old_trail.engine.begin() as connection:
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == 5).values(outcome="refused"))

    told = app.test_cli_runner().invoke(args=["audit", "dispose"])

    assert told.exit_code == 1
    assert "entry 5 was altered. Nothing was disposed of" in told.output
    assert len(sequences(old_trail)) == 6


def _damage_head(connection: Connection) -> None:
    connection.execute(update(AuditHead).values(seal="f" * 64))


def _lose_head(connection: Connection) -> None:
    connection.execute(delete(AuditHead))


@pytest.mark.parametrize("change", [_damage_head, _lose_head])
def test_a_broken_head_is_sealed_anew_where_every_entry_verifies(
    app: Flask, old_trail: Database, change: Tamper
) -> None:
    dispose(old_trail)
    with old_trail.engine.begin() as connection:
        change(connection)
    with pytest.raises(TrailBrokenError):
        audit.record_reading(old_trail, "person.listed", None, count=1)
    run = app.test_cli_runner().invoke

    told = run(args=["audit", "verify"])
    sealed = run(args=["audit", "reseal", "--reason", "file-damaged"])
    after = run(args=["audit", "verify", "--json"])

    assert told.exit_code == 1
    assert "audit reseal --reason" in told.output
    assert sealed.output == "Sealed anew after entry 7, and written down in the trail.\n"
    assert '"entries": 9' in after.output
    assert faults(old_trail) == []


def test_no_seal_covers_up_a_broken_entry_or_a_whole_trail(app: Flask, old_trail: Database) -> None:
    run = app.test_cli_runner().invoke
    whole = run(args=["audit", "reseal", "--reason", "other"])
    with old_trail.engine.begin() as connection:
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == 2).values(outcome="refused"))
        _damage_head(connection)

    broken = run(args=["audit", "reseal", "--reason", "other"])
    named = run(args=["audit", "reseal", "--reason", "because of Marcus"])

    assert (whole.exit_code, broken.exit_code, named.exit_code) == (1, 1, 2)
    assert "nothing to seal anew" in whole.output
    assert "entry 2 was altered" in broken.output


def test_under_another_key_nothing_is_sealed_anew(old_trail: Database) -> None:
    with old_trail.writing() as session:
        session.info["vault"] = Vault(bytes(range(1, 33)))

        with pytest.raises(ReentryError, match=r"key|broken"):
            audit_retention.reseal(session, "other")
