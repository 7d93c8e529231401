"""The trail shows tampering: whatever is altered, removed, cut off, put in or put elsewhere breaks the chain."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import combinations
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Executable, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.audit.audit import GENESIS, AuditEntry, AuditHead
from agency.database import Database
from agency.errors import KeyLostError, TrailBrokenError, UnauditedChangeError
from agency.keys.vault import Vault
from agency.offices import Office
from tests import figures

ENTRIES = 6
# Whoever has the database and not the master key can only guess.
NOT_THE_KEY = bytes(32)
Tamper = Callable[[Connection], object]


@pytest.fixture
def trail(database: Database) -> Database:
    """A database with a trail of a few entries."""
    for number in range(ENTRIES):
        audit.record_reading(database, "person.listed", UUID(int=number + 1), count=number)
    return database


def faults(database: Database) -> list[str]:
    """What the verification finds."""
    with database.reading() as session:
        return list(audit.faults(session))


def tamper(database: Database, change: Tamper) -> None:
    """Change the table past the product, as somebody with the key to the database could."""
    with database.engine.begin() as connection:
        change(connection)


def swap(connection: Connection) -> None:
    """Let two entries trade places."""
    for old, new in ((2, 99), (3, 2), (99, 3)):
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == old).values(sequence=new))


def put_in(connection: Connection) -> None:
    """Put an entry with a digest under a key of one's own between two others."""
    for old in (6, 5, 4):
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == old).values(sequence=old + 1))
    before = connection.execute(select(AuditEntry.__table__).where(AuditEntry.sequence == 3)).one()
    forged = AuditEntry(
        sequence=4,
        at=before.at,
        actor_id=uuid4(),
        event="person.listed",
        outcome="done",
        details={"count": 9},
        previous=before.digest,
    )
    columns = [column.name for column in AuditEntry.__table__.columns if column.name != "digest"]
    values = {name: getattr(forged, name) for name in columns}
    connection.execute(insert(AuditEntry).values(**values, digest=forged.computed_digest(NOT_THE_KEY)))


ALTERED = {
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor_id": UUID(int=99),
    "event": "person.read",
    "subject_id": UUID(int=99),
    "outcome": "refused",
    "details": {"count": 99},
    "previous": "f" * 64,
    "digest": "f" * 64,
    "origin": "192.0.2.9",
}


def test_an_untouched_trail_is_whole(trail: Database) -> None:
    assert faults(trail) == []


def test_an_empty_trail_is_whole(database: Database) -> None:
    assert faults(database) == []


def test_two_entries_of_one_change_follow_each_other(database: Database) -> None:
    with database.writing() as session:
        audit.record(session, "person.listed", None, count=1)
        audit.record(session, "person.listed", None, count=2)

    with database.reading() as session:
        first, second = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
        assert (first.previous, second.previous) == (GENESIS, first.digest)


def test_an_entry_says_who_did_what_to_whom_and_when(database: Database) -> None:
    actor, subject = uuid4(), uuid4()

    audit.record_reading(database, "person.read", actor, subject, outcome="refused", page="plan")

    with database.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.actor_id, entry.event, entry.subject_id) == (actor, "person.read", subject)
        assert (entry.outcome, entry.details, entry.at) == ("refused", {"page": "plan"}, database.clock.now())


@pytest.mark.parametrize("sequence", [1, 3, ENTRIES])
def test_an_altered_entry_is_found(trail: Database, sequence: int) -> None:
    unseen = []
    for column, value in ALTERED.items():
        change: dict[str, Any] = {column: value}
        with Session(trail.engine, info={"vault": trail.vault}) as session:
            session.execute(update(AuditEntry).where(AuditEntry.sequence == sequence).values(change))
            found = list(audit.faults(session))
            session.rollback()
        if f"entry {sequence} was altered" not in found:
            unseen.append(column)

    assert unseen == []


def test_every_column_is_covered_by_the_digest() -> None:
    assert {column.name for column in AuditEntry.__table__.columns} == {*ALTERED, "sequence"}


@pytest.mark.parametrize("sequence", [1, 3, ENTRIES - 1])
def test_a_removed_entry_is_found(trail: Database, sequence: int) -> None:
    tamper(
        trail,
        lambda connection: connection.execute(delete(AuditEntry).where(AuditEntry.sequence == sequence)),
    )

    assert f"entries {sequence} to {sequence} are missing" in faults(trail)


def test_a_removed_entry_is_found_although_the_rest_moved_up(trail: Database) -> None:
    def close_the_gap(connection: Connection) -> None:
        connection.execute(delete(AuditEntry).where(AuditEntry.sequence == 3))
        for old in (4, 5, 6):
            connection.execute(update(AuditEntry).where(AuditEntry.sequence == old).values(sequence=old - 1))

    tamper(trail, close_the_gap)

    assert "entry 3 does not follow the one before it" in faults(trail)


@pytest.mark.parametrize("change", [swap, put_in])
def test_an_entry_put_elsewhere_or_put_in_is_found(trail: Database, change: Tamper) -> None:
    tamper(trail, change)

    assert any("does not follow" in fault for fault in faults(trail))


def _forge_all(connection: Connection) -> None:
    """Change an entry and compute every later digest again, as only the key would allow."""
    connection.execute(update(AuditEntry).where(AuditEntry.sequence == 3).values(outcome="refused"))
    previous = GENESIS
    for row in (
        connection.execute(select(AuditEntry.__table__).order_by(AuditEntry.sequence)).mappings().all()
    ):
        entry = AuditEntry(**{**row, "previous": previous})
        previous = entry.computed_digest(NOT_THE_KEY)
        values = {"previous": entry.previous, "digest": previous}
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == row["sequence"]).values(values))
    head = AuditHead(sequence=ENTRIES, digest=previous, disposed=0, disposed_digest="")
    connection.execute(update(AuditHead).values(digest=previous, seal=head.computed_seal(NOT_THE_KEY)))


def test_without_the_key_nobody_can_compute_the_chain_again(trail: Database) -> None:
    tamper(trail, _forge_all)

    found = faults(trail)
    assert [fault for fault in found if fault.endswith("was altered")] == [
        *(f"entry {sequence} was altered" for sequence in range(1, ENTRIES + 1)),
        "the head of the trail was altered",
    ]


def _cut_off(connection: Connection) -> None:
    connection.execute(delete(AuditEntry).where(AuditEntry.sequence > ENTRIES - 2))


def test_cutting_off_the_last_entries_is_found_and_stays_found(trail: Database) -> None:
    tamper(trail, _cut_off)
    at_once = faults(trail)
    audit.record_reading(trail, "person.listed", None, count=1)

    assert at_once == [f"entries {ENTRIES - 1} to {ENTRIES} are missing"]
    assert f"entries {ENTRIES - 1} to {ENTRIES} are missing" in faults(trail)


def _shorten(connection: Connection) -> None:
    _cut_off(connection)
    last = connection.execute(select(AuditEntry.__table__).where(AuditEntry.sequence == ENTRIES - 2)).one()
    connection.execute(update(AuditHead).values(sequence=last.sequence, digest=last.digest))


def _behead(connection: Connection) -> None:
    _cut_off(connection)
    connection.execute(delete(AuditHead))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_shorten, "the head of the trail was altered"),
        (_behead, "the head of the trail is missing"),
    ],
)
def test_a_head_that_is_not_ours_is_found_and_never_written_over(
    trail: Database, change: Tamper, told: str
) -> None:
    tamper(trail, change)

    assert faults(trail) == [told]
    with pytest.raises(TrailBrokenError, match="audit verify"):
        audit.record_reading(trail, "person.listed", None, count=1)
    assert faults(trail) == [told]


def test_under_another_key_nothing_is_added(trail: Database) -> None:
    other = Database(trail.url, trail.vault, trail.clock)
    other.vault = Vault(NOT_THE_KEY)

    with pytest.raises(KeyLostError, match="another master key"):
        audit.record_reading(other, "person.listed", None, count=1)

    other.close()
    assert faults(trail) == []


@pytest.mark.parametrize(
    ("event", "details"),
    [("person.eaten", {}), ("person.listed", {}), ("person.listed", {"count": 1, "who": "M"})],
)
def test_only_declared_events_with_their_details_are_written(
    database: Database, event: str, details: dict[str, Any]
) -> None:
    with pytest.raises((KeyError, ValueError)):
        audit.record_reading(database, event, None, **details)

    with database.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []


def test_an_error_undoes_the_change_and_its_entry(database: Database) -> None:
    def change() -> None:
        with database.writing() as session:
            session.add(Office(name="Undone", time_zone="America/New_York", state="MD"))
            audit.record(session, "agency.created", None)
            raise LookupError

    with pytest.raises(LookupError):
        change()

    with database.reading() as session:
        assert session.scalars(select(Office)).all() == []
        assert session.scalars(select(AuditEntry)).all() == []


def _alter(session: Session, office: Office) -> None:
    office.phone = "(410) 555-0199"


def _remove(session: Session, office: Office) -> None:
    session.delete(office)


@pytest.mark.parametrize("change", [_alter, _remove])
def test_altering_and_removing_need_an_entry_too(
    database: Database, change: Callable[[Session, Office], None]
) -> None:
    with database.writing() as session:
        session.add(Office(name="Spare", time_zone="America/New_York", state="MD"))
        audit.record(session, "agency.created", None)

    with pytest.raises(UnauditedChangeError), database.writing() as session:
        change(session, session.scalars(select(Office)).one())


def test_a_row_that_is_given_what_it_has_needs_no_entry(database: Database) -> None:
    with database.writing() as session:
        session.add(Office(name="Spare", time_zone="America/New_York", state="MD"))
        audit.record(session, "agency.created", None)

    with database.writing() as session:
        office = session.scalars(select(Office)).one()
        office.name = str(office.name)

    with database.reading() as session:
        assert session.scalars(select(Office.name)).all() == ["Spare"]
        assert len(session.scalars(select(AuditEntry)).all()) == 1


def test_writers_at_the_same_time_keep_one_chain(database: Database) -> None:
    writers, each = 6, 5
    start = Barrier(writers)

    def write(number: int) -> None:
        start.wait()
        for count in range(each):
            with database.writing() as session:
                session.add(Office(name=f"Office {number}-{count}", time_zone="America/New_York", state="MD"))
                audit.record(session, "person.listed", UUID(int=number), count=count)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.sequence for entry in entries] == list(range(1, writers * each + 1))
        assert len(session.scalars(select(Office)).all()) == writers * each
    assert faults(database) == []


def test_readers_are_not_held_up_by_a_writer(database: Database) -> None:
    with database.writing() as writing:
        writing.add(Office(name="Half done", time_zone="America/New_York", state="MD"))
        audit.record(writing, "agency.created", None)
        writing.flush()

        with database.reading() as reading:
            assert reading.scalars(select(Office)).all() == []


def _attempts() -> Iterator[Sequence[Executable]]:
    """Everything that can be done to rows by somebody who has the database and no key, as statements."""
    entry: Any = AuditEntry.__table__
    head: Any = AuditHead.__table__
    numbers = range(1, ENTRIES + 1)
    for number in numbers:
        at = entry.c.sequence == number
        yield from ([update(entry).where(at).values({name: value})] for name, value in ALTERED.items())
        yield from ([update(entry).where(at).values({name: None})] for name in ("actor_id", "origin"))
        yield [delete(entry).where(at)]
        yield [delete(entry).where(entry.c.sequence < number)] if number > 1 else [delete(entry)]
        yield [delete(entry).where(entry.c.sequence > number)] if number < ENTRIES else [delete(head)]
        copied = [column for column in entry.columns if column.name != "sequence"]
        copy = select(literal(ENTRIES + 1), *copied).where(at)
        yield [insert(entry).from_select(["sequence", *(column.name for column in copied)], copy)]
    for one, other in combinations(numbers, 2):
        moves = ((one, 99), (other, one), (99, other))
        yield [update(entry).where(entry.c.sequence == old).values(sequence=new) for old, new in moves]
        for name in ("actor_id", "details", "previous", "digest"):
            values = select(entry.c[name])
            yield [
                update(entry)
                .where(entry.c.sequence == one)
                .values({name: values.where(entry.c.sequence == other).scalar_subquery()})
            ]
    for name, value in {"sequence": 5, "digest": "f" * 64, "seal": "f" * 64, "disposed": 1}.items():
        yield [update(head).values({name: value})]
    yield [update(head).values(disposed_digest="f" * 64)]


@pytest.mark.security
def test_whatever_is_done_to_the_rows_is_found(trail: Database) -> None:
    tried, unseen = 0, []
    for statements in _attempts():
        with Session(trail.engine, info={"vault": trail.vault}) as session:
            for statement in statements:
                session.execute(statement)
            if not list(audit.faults(session)):
                unseen.append([str(statement) for statement in statements])
            session.rollback()
        tried += 1

    figures.record("tampered audit rows", tried, len(unseen))
    assert unseen == []
    assert tried > 150
    assert faults(trail) == []
