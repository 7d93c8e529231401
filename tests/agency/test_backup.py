"""A backup holds every record of one moment, shows any change, and comes back whole or not at all."""

import errno
import json
import multiprocessing
import os
import random
import signal
import time
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
from agency import audit, backup, migration, sealed_file
from agency.backup_contents import Contents, Manifest
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError
from agency.offices import Office
from agency.row_lines import KINDS, Shape, Tally
from agency.sealed_file import CHUNK, MAGIC, SALT, TAG, DamagedFileError
from agency.tables import Base
from agency.vault import RecordKey, Vault
from tests.conftest import MASTER_KEY, NOW
from tests.guards.filling import fill

assert every_model.COMMANDS, "importing the app has declared every table"
Run = Callable[..., Result]
# A process of its own for each try, forked from one that has imported everything already.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
KILLS = 8


def quietly(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def opened(url: str, key: bytes = MASTER_KEY) -> Database:
    """A database, as another process would open it."""
    return Database(url, Vault(key), FixedClock(NOW), migration.bring_up_to_date)


def tallies(database: Database) -> dict[str, Tally]:
    """Every table's rows, counted and hashed."""
    with database.reading() as session:
        return backup.tallies(session.connection())


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


def test_every_record_comes_back_in_another_database(
    filled: Database, elsewhere: Database, tmp_path: Path
) -> None:
    before = tallies(filled)

    path, manifest = backup.create(filled, tmp_path / "backups", quietly)
    restored = backup.restore(elsewhere, path, quietly)

    assert all(tally.rows for tally in before.values())
    assert set(KINDS) == {
        kind for name in before for kind in Shape.of(Base.metadata.tables[name]).columns.values()
    }
    assert manifest.tables == restored.manifest.tables == tallies(elsewhere) == before
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
        assert backup.verify(database, path, quietly) == manifest


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
    (folder / "copy of the key").write_text(MASTER_KEY.hex() + "\n")

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

    monkeypatch.setattr("agency.backup_folder.os.fsync", fail)
    said = one_line(run("create", tmp_path / "backups"))

    assert os.strerror(error) in said
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_was_erased_since_stays_erased(database: Database, tmp_path: Path) -> None:
    record_id, other_id = uuid4(), uuid4()
    with database.writing() as session:
        database.vault.key_of(session, record_id)
        database.vault.key_of(session, other_id)
        audit.record(session, "person.created", None, record_id, source="test")
    path = create(database, tmp_path)
    with database.writing() as session:
        erased = session.get_one(RecordKey, record_id)
        erased.wrapped, erased.destroyed_at = None, NOW
        audit.record(session, "person.updated", None, record_id, fields="all")

    backup.restore(database, path, quietly, replace=True)

    with database.reading() as session:
        kept = session.get_one(RecordKey, record_id)
        assert (kept.wrapped, kept.destroyed_at) == (None, NOW)
        assert session.get_one(RecordKey, other_id).wrapped is not None


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
    monkeypatch.setattr("agency.backup.PATIENCE", 50)
    path, before = create(filled, tmp_path), tallies(filled)

    with at_work(filled.url), pytest.raises(ConflictError, match="stop the service"):
        backup.restore(filled, path, quietly, replace=True)

    assert tallies(filled) == before


def test_the_commands_tell_what_they_did(run: Run, filled: Database, tmp_path: Path) -> None:
    made = run("create", tmp_path / "backups", "--json")
    told = json.loads(made.stdout.splitlines()[-1])
    verified = run("verify", told["path"])
    restored = json.loads(run("restore", told["path"], "--replace", "--json").stdout.splitlines()[-1])

    assert told["rows"] == sum(tally.rows for tally in tallies(filled).values())
    assert told["audit"]["entries"] == 2
    assert told["bytes"] == Path(told["path"]).stat().st_size
    assert Path(told["path"]).name == "reentry-2026-11-21T140000Z.backup"
    assert verified.exit_code == 0
    assert f"{told['rows']} rows in {len(told['tables'])} tables" in verified.stdout
    assert told["audit"]["last_digest"] in verified.stdout
    assert restored["tables"] == told["tables"]
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


def killed(work: Callable[[str, Path, Pipe], None], url: str, path: Path, after: float) -> tuple[bool, float]:
    """Whether the work was done when its process was killed so many seconds after its start, and how long it took."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(url, path, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    began = time.perf_counter()
    process.join(after)
    took = time.perf_counter() - began
    process.kill()
    process.join()
    here.close()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0, took


def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new_records(
    database: Database, elsewhere: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    add_offices(database, 3000)
    add_offices(elsewhere, 2000)
    states = [tallies(database), tallies(elsewhere)]
    paths = [create(database, tmp_path / "one"), create(elsewhere, tmp_path / "other")]
    database.close()
    chance, now, outcomes = random.Random(5), 0, []

    done, whole = killed(restore_again, database.url, paths[1], 60)
    assert done
    now = states.index(tallies(database))
    assert now == 1
    for _ in range(KILLS):
        database.close()
        done, _ = killed(restore_again, database.url, paths[1 - now], chance.uniform(0, 1.2 * whole))
        found = states.index(tallies(database))
        outcomes.append("new" if found != now else "old")
        assert found != now or not done
        now = found
        with database.reading() as session:
            assert list(audit.faults(session)) == []

    record_property(
        "killed", f"{KILLS} within {whole:.2f} s: {outcomes.count('new')} new, {outcomes.count('old')} old"
    )
    add_offices(database, 1)
    for path in [*(tmp_path / "one").glob("*.backup"), *(tmp_path / "other").glob("*.backup")]:
        assert read(path).tables in states


def test_a_copy_killed_at_any_moment_leaves_a_whole_one_or_none(
    database: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    add_offices(database, 5000)
    folder, chance, outcomes = tmp_path / "backups", random.Random(6), []
    before = tallies(database)
    done, whole = killed(create_again, database.url, folder, 60)
    assert done

    for _ in range(KILLS):
        there = len(list(folder.glob("*.backup")))
        done, _ = killed(create_again, database.url, folder, chance.uniform(0, 1.2 * whole))
        more = len(list(folder.glob("*.backup"))) - there
        assert more == 1 or (more == 0 and not done)
        outcomes.append(more)

    record_property(
        "killed", f"{KILLS} within {whole:.2f} s: {sum(outcomes)} whole, {outcomes.count(0)} none"
    )
    assert all(read(path).tables == before for path in folder.glob("*.backup"))
    assert tallies(database) == before
