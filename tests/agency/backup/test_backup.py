"""A backup holds every record of one moment, shows any change, and comes back whole or not at all."""

import errno
import json
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import JSON, Connection, MetaData, insert, select, text, update

import app as every_model
from agency import migration
from agency.audit import audit
from agency.backup import backup, sealed_file
from agency.backup.contents import Contents, Manifest
from agency.backup.row_lines import KINDS, Shape, Tally
from agency.backup.sealed_file import CHUNK, MAGIC, SALT, TAG, DamagedFileError
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError
from agency.keys import erasures
from agency.keys.erasure_ledger import ErasureLedger
from agency.keys.erasures import Order
from agency.keys.vault import RecordKey, Vault
from agency.offices import Office
from agency.tables import Base
from tests import figures
from tests.conftest import MASTER_KEY, NOW
from tests.guards.filling import fill
from tests.killing import KILL_POINTS, imported, killed, moments

assert every_model.COMMANDS, "importing the app has declared every table"
imported(__name__)
Run = Callable[..., Result]


def quietly(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def opened(url: str, key: bytes = MASTER_KEY) -> Database:
    """A database, as another process would open it."""
    return Database(url, Vault(key), FixedClock(NOW), migration.bring_up_to_date)


def tallies(database: Database) -> dict[str, Tally]:
    """Every table's rows, counted and hashed."""
    with database.reading() as session:
        return of_records(backup.tallies(session.connection()))


def of_records(tables: dict[str, Tally]) -> dict[str, Tally]:
    """All of them but the trail, to which each restoring adds an entry."""
    return {name: tally for name, tally in tables.items() if name not in ("audit_entry", "audit_head")}


def add_offices(database: Database, count: int) -> None:
    """So many offices, as one change."""
    with database.writing() as session:
        rows = [
            {"id": uuid4(), "name": f"Office {uuid4()}", "time_zone": "America/New_York", "state": "MD"}
            for _ in range(count)
        ]
        defaults = {"address": "", "phone": "", "fax": ""}
        session.execute(insert(Office), [{**defaults, **row} for row in rows])
        audit.record(session, "agency.created", None)


def fill_every_table(database: Database) -> None:
    """Rows in each table, with an audit trail and a record's key that are whole."""
    with database.writing() as session:
        database.vault.key_of(session, uuid4())
        erasures.carry_out(session, Order(uuid4(), "index", "expunge", NOW.date(), "Order 7"), NOW)
        audit.record(session, "agency.created", None)
    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        fill(connection, tables)


def create(database: Database, folder: Path) -> Path:
    """A backup."""
    return backup.create(database, folder, quietly)[0]


def read(path: Path, key: bytes = MASTER_KEY) -> Manifest:
    """Everything a backup holds, against its manifest."""
    with path.open("rb") as source:
        contents = Contents(source, Vault(key), quietly)
        for _batch in contents.batches():
            pass
    return contents.manifest


def rewritten(path: Path, change: Callable[[list[Any]], None]) -> Path:
    """A backup whose lines were changed by somebody who has the key."""
    with path.open("rb") as source:
        lines = [json.loads(line) for line in sealed_file.read(source, Vault(MASTER_KEY))]
    change(lines)
    changed = path.with_name("changed.backup")
    with changed.open("wb") as target:
        sealed_file.write(target, Vault(MASTER_KEY), (json.dumps(line).encode() + b"\n" for line in lines))
    return changed


@pytest.fixture
def filled(database: Database, office: UUID) -> Database:
    """Rows in every table, with the values that are easily lost on the way."""
    fill_every_table(database)
    with database.engine.begin() as connection:
        connection.execute(
            update(Office).values(name="Zoë’s\n\u2028 “office” \\", latitude=0.1 + 0.2, longitude=-76.6)
        )
        requirement = Base.metadata.tables["service_requirement"]
        connection.execute(update(requirement).values(value=JSON.NULL))
        connection.execute(update(Base.metadata.tables["service"]).values(extra={"b": [1, None], "a": "ä"}))
    return database


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    """An empty embedded database of its own."""
    made = opened(f"sqlite:///{tmp_path / 'elsewhere' / 'reentry.db'}")
    yield made
    made.close()


@pytest.fixture
def run(app: Flask) -> Run:
    """Runs a command of the service."""

    def invoke(*words: str | Path) -> Result:
        return app.test_cli_runner().invoke(args=["backup", *map(str, words)])

    return invoke


def one_line(result: Result) -> str:
    """The one line an error is told in."""
    lines = result.stderr.splitlines()
    assert result.exit_code == 1, result.output
    assert len(lines) == 1, result.output
    assert lines[0].startswith("Error: ")
    return lines[0]


@pytest.mark.security
def test_every_record_comes_back_in_another_database(
    filled: Database, elsewhere: Database, tmp_path: Path
) -> None:
    before = tallies(filled)

    path, manifest = backup.create(filled, tmp_path / "backups", quietly)
    restored = backup.restore(elsewhere, path, quietly)

    after = tallies(elsewhere)
    lost = [name for name in before if after[name] != before[name]]
    figures.record("restored rows", manifest.rows, sum(before[name].rows for name in lost))
    assert lost == []
    assert all(tally.rows for tally in before.values())
    assert set(KINDS) == {
        kind for table in Base.metadata.sorted_tables for kind in Shape.of(table).columns.values()
    }
    assert manifest.tables == restored.manifest.tables
    assert of_records(manifest.tables) == before
    with elsewhere.reading() as session:
        assert list(audit.faults(session)) == []
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_records_of_an_embedded_database_come_to_either_kind(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    fill_every_table(elsewhere)

    restored = backup.restore(database, create(elsewhere, tmp_path), quietly)

    assert restored.kept is None
    assert tallies(database) == tallies(elsewhere)
    add_offices(database, 1)
    with database.reading() as session:
        assert list(audit.faults(session)) == []


def test_replacing_keeps_what_was_there(filled: Database, elsewhere: Database, tmp_path: Path) -> None:
    path, before = create(filled, tmp_path), tallies(filled)
    add_offices(filled, 5)
    later = tallies(filled)

    restored = backup.restore(filled, path, quietly, replace=True)

    assert tallies(filled) == before
    assert restored.kept is not None
    backup.restore(elsewhere, restored.kept, quietly)
    assert tallies(elsewhere) == later


def test_a_database_in_use_is_left_alone(run: Run, filled: Database, tmp_path: Path) -> None:
    path, before = create(filled, tmp_path), tallies(filled)

    said = one_line(run("restore", path))

    assert "--replace" in said
    assert tallies(filled) == before


@pytest.mark.usefixtures("office")
def test_a_copy_is_of_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    copies = 6
    with ThreadPoolExecutor(2) as pool:
        stop = False

        def write() -> int:
            written = 0
            while not stop:
                add_offices(database, 2)
                written += 1
            return written

        writers = [pool.submit(write) for _ in range(2)]
        made = [backup.create(database, tmp_path, quietly) for _ in range(copies)]
        stop = True
        written = sum(writer.result() for writer in writers)

    assert written > copies
    assert len({path for path, _ in made}) == copies
    for path, manifest in made:
        # One office from the beginning, and two with each change.
        assert manifest.tables["office"].rows == 2 * manifest.entries - 1
        assert backup.verify(database, path, quietly).manifest == manifest


def test_nothing_can_be_read_from_it(filled: Database, tmp_path: Path) -> None:
    content = create(filled, tmp_path).read_bytes()

    assert content.startswith(MAGIC)
    for canary in (b"office", b"audit_entry", MASTER_KEY, MASTER_KEY.hex().encode(), b"sealed", b"Baltimore"):
        assert canary not in content
    path, again = create(filled, tmp_path), create(filled, tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    # Nothing shows whether two copies are of the same records.
    assert path.read_bytes()[len(MAGIC) :][:4096] != again.read_bytes()[len(MAGIC) :][:4096]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_any_byte_that_changes_is_noticed(
    filled: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path = create(filled, tmp_path)
    whole, chance = path.read_bytes(), random.Random(11)
    places = {*range(200), *range(len(whole) - 200, len(whole)), *chance.sample(range(len(whole)), 1000)}
    unseen = []

    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            read(path)
            unseen.append(place)
        except DamagedFileError:
            continue

    record_property("bytes flipped", len(places))
    assert unseen == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_chunks_that_are_cut_off_moved_or_added_are_noticed(database: Database, tmp_path: Path) -> None:
    add_offices(database, 2500)
    path = create(database, tmp_path)
    whole, head, sealed = path.read_bytes(), len(MAGIC) + SALT, CHUNK + TAG
    chunks = [whole[start : start + sealed] for start in range(head, len(whole), sealed)]
    other = create(database, tmp_path / "other").read_bytes()
    wrong = {
        "empty": b"",
        "within the head": whole[: head - 3],
        "head only": whole[:head],
        "last byte": whole[:-1],
        "last chunk": whole[: -len(chunks[-1])],
        "first chunk": whole[:head] + b"".join(chunks[1:]),
        "swapped": whole[:head] + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        "twice": whole[:head] + b"".join([chunks[0], *chunks]),
        "more": whole + b"\0",
        "another's end": whole[:-sealed] + other[-sealed:],
    }

    assert len(chunks) > 3
    assert read(path).tables["office"].rows == 2500
    for content in wrong.values():
        path.write_bytes(content)
        with pytest.raises(DamagedFileError):
            read(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.remove(next(line for line in lines if isinstance(line, list))),
        lambda lines: lines.pop(),
        lambda lines: lines[-1]["manifest"]["tables"].pop("office"),
        lambda lines: lines[-1]["manifest"].update(revision="0000"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rows_that_are_not_those_of_the_manifest_are_noticed(
    filled: Database, tmp_path: Path, change: Callable[[list[Any]], None]
) -> None:
    changed = rewritten(create(filled, tmp_path), change)

    with pytest.raises(DamagedFileError, match="manifest"):
        read(changed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "cannot read that backup"),
        ({"revision": "9999"}, "newer version"),
    ],
)
def test_a_backup_of_a_later_version_is_refused(
    filled: Database, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    before = tallies(filled)
    later = rewritten(create(filled, tmp_path), lambda lines: lines[0].update(change))

    with pytest.raises((ConflictError, DamagedFileError), match=said):
        backup.restore(filled, later, quietly, replace=True)

    assert tallies(filled) == before


def test_a_broken_trail_is_noticed_and_not_restored(filled: Database, run: Run, tmp_path: Path) -> None:
    whole, before = create(filled, tmp_path), tallies(filled)
    with filled.engine.begin() as connection:
        connection.execute(update(audit.AuditEntry).values(outcome="altered"))
    broken = create(filled, tmp_path)
    backup.restore(filled, whole, quietly, replace=True)

    verified = one_line(run("verify", broken))
    restored = one_line(run("restore", "--replace", broken))

    assert "audit trail in the backup is broken: entry 1 was altered" in verified
    assert "Nothing was changed." in restored
    assert tallies(filled) == before


def test_a_damaged_backup_changes_nothing(filled: Database, run: Run, tmp_path: Path) -> None:
    before, path = tallies(filled), create(filled, tmp_path)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)

    for words in (("verify",), ("restore", "--replace")):
        assert "altered" in one_line(run(*words, path))
    assert tallies(filled) == before


def test_another_key_opens_nothing(filled: Database, run: Run, tmp_path: Path) -> None:
    stranger = opened(f"sqlite:///{tmp_path / 'stranger.db'}", bytes(32))
    add_offices(stranger, 1)
    path = create(stranger, tmp_path)
    stranger.close()

    assert "another master key" in one_line(run("verify", path))
    assert "another master key" in one_line(run("restore", "--replace", path))


def test_what_is_no_backup_is_refused(run: Run, filled: Database, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear board")

    assert "not a backup" in one_line(run("verify", path))
    assert "not a backup" in one_line(run("restore", "--replace", path))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_folder_with_the_key_is_refused(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "copy of the key").write_text(f"{'0f' * 32}\n{MASTER_KEY.hex()}\n")

    said = one_line(run("create", folder))

    assert "holds the master key" in said
    assert [path.name for path in folder.iterdir()] == ["copy of the key"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_is_told_in_a_line_and_leaves_no_half(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("agency.backup.folder.os.fsync", fail)
    said = one_line(run("create", tmp_path / "backups"))

    assert os.strerror(error) in said
    assert list((tmp_path / "backups").iterdir()) == []


def known_records(database: Database, count: int) -> list[UUID]:
    """Records that have a key and nothing else."""
    records = [uuid4() for _ in range(count)]
    with database.writing() as session:
        for record_id in records:
            database.vault.key_of(session, record_id)
        audit.record(session, "agency.created", None)
    return records


def erase(database: Database, record_id: UUID, ledger: ErasureLedger | None = None) -> None:
    """Carry out an order to expunge a record."""
    order = Order(record_id, f"index of {record_id}", "expunge", NOW.date(), "Order 7")
    with database.writing() as session:
        erasures.carry_out(session, order, NOW)
        if ledger:
            ledger.add(session, order)
        audit.record(session, "person.erased", None, record_id, kind="expunge")


def test_what_was_erased_since_stays_erased(database: Database, tmp_path: Path) -> None:
    erased_id, other_id = known_records(database, 2)
    path = create(database, tmp_path)
    erase(database, erased_id)

    told = [
        backup.verify(database, path, quietly).erased,
        backup.restore(database, path, quietly, replace=True).erased,
    ]

    assert told == [1, 1]
    with database.reading() as session:
        kept = session.get_one(RecordKey, erased_id)
        assert (kept.wrapped, kept.destroyed_at) == (None, NOW)
        assert session.get_one(RecordKey, other_id).wrapped is not None
        assert [order.order for order in erasures.orders(session)] == ["Order 7"]


def test_the_ledger_erases_again_what_a_lost_database_had_erased(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    erased_id, other_id = known_records(database, 2)
    path, ledger = create(database, tmp_path / "backups"), ErasureLedger(tmp_path / "data")
    erase(database, erased_id, ledger)

    rehearsed = backup.verify(elsewhere, path, quietly, ledger)
    restored = backup.restore(elsewhere, path, quietly, ledger=ledger)

    assert (rehearsed.erased, restored.erased) == (1, 1)
    with elsewhere.reading() as session:
        assert session.get_one(RecordKey, erased_id).wrapped is None
        assert session.get_one(RecordKey, other_id).wrapped is not None
    assert backup.verify(elsewhere, create(elsewhere, tmp_path), quietly, ledger).erased == 0


def test_a_table_the_service_does_not_know_is_not_left_out(filled: Database, tmp_path: Path) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("CREATE TABLE forgotten (id INTEGER)"))

    with pytest.raises(ConflictError, match="forgotten"):
        create(filled, tmp_path / "backups")


@contextmanager
def at_work(url: str) -> Iterator[Connection]:
    """Another process of the service, in the middle of reading."""
    other = opened(url)
    with other.engine.connect() as connection:
        connection.execute(select(Office)).all()
        yield connection
    other.close()


def test_nothing_is_restored_beside_a_service_at_work(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.sole_use.PATIENCE", 50)
    path, before = create(filled, tmp_path), tallies(filled)

    with at_work(filled.url), pytest.raises(ConflictError, match="stop the service"):
        backup.restore(filled, path, quietly, replace=True)

    assert tallies(filled) == before


def test_the_commands_tell_what_they_did(run: Run, filled: Database, tmp_path: Path) -> None:
    rows = read(create(filled, tmp_path)).rows
    made = run("create", tmp_path / "backups", "--json")
    told = json.loads(made.stdout.splitlines()[-1])
    verified = run("verify", told["path"])
    restored = json.loads(run("restore", told["path"], "--replace", "--json").stdout.splitlines()[-1])

    assert told["rows"] == rows
    assert told["audit"]["entries"] == 2
    assert told["bytes"] == Path(told["path"]).stat().st_size
    assert Path(told["path"]).name == "reentry-2026-11-21T140000Z.backup"
    assert verified.exit_code == 0
    assert f"{told['rows']} rows in {len(told['tables'])} tables" in verified.stdout
    assert told["audit"]["last_digest"] in verified.stdout
    assert restored["tables"] == told["tables"]
    assert restored["erased"] == 0
    with filled.reading() as session:
        last = session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.sequence.desc())).first()
        assert last is not None
        assert (last.event, last.details["file"]) == ("backup.restored", Path(told["path"]).name)
    assert Path(restored["kept"]).name == "reentry-2026-11-21T140000Z-2.backup"


def restore_again(url: str, path: Path, ready: Pipe) -> None:
    """What the process does that is killed in the middle of a restore."""
    database = opened(url)
    ready.send("ready")
    backup.restore(database, path, quietly, replace=True)


def create_again(url: str, folder: Path, ready: Pipe) -> None:
    """What the process does that is killed in the middle of a copy."""
    database = opened(url)
    ready.send("ready")
    create(database, folder)


@pytest.mark.security
def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new_records(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    add_offices(database, 600)
    add_offices(elsewhere, 400)
    states = [tallies(database), tallies(elsewhere)]
    paths = [create(database, tmp_path / "one"), create(elsewhere, tmp_path / "other")]
    database.close()
    halves, now = 0, 1

    done, whole = killed(restore_again, database.url, paths[1])
    assert done
    assert tallies(database) == states[now]
    for after in moments(5, whole):
        database.close()
        done, _ = killed(restore_again, database.url, paths[1 - now], after=after)
        found = tallies(database)
        with database.reading() as session:
            trail = list(audit.faults(session))
        halves += found not in states or (done and found == states[now]) or bool(trail)
        now = states.index(found) if found in states else now

    figures.record("kill points", KILL_POINTS, halves)
    assert halves == 0
    add_offices(database, 1)
    for path in [*(tmp_path / "one").glob("*.backup"), *(tmp_path / "other").glob("*.backup")]:
        assert of_records(read(path).tables) in states


@pytest.mark.security
def test_a_copy_killed_at_any_moment_leaves_a_whole_one_or_none(database: Database, tmp_path: Path) -> None:
    add_offices(database, 2000)
    folder, halves = tmp_path / "backups", 0
    before = tallies(database)
    done, whole = killed(create_again, database.url, folder)
    assert done

    for after in moments(6, whole):
        there = len(list(folder.glob("*.backup")))
        done, _ = killed(create_again, database.url, folder, after=after)
        more = len(list(folder.glob("*.backup"))) - there
        halves += not (more == 1 or (more == 0 and not done))

    halves += sum(of_records(read(path).tables) != before for path in folder.glob("*.backup"))
    figures.record("kill points", KILL_POINTS, halves)
    assert halves == 0
    assert tallies(database) == before
