"""A new master key takes the place of the old one without a moment in which something cannot be opened."""

import json
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy import func, insert, select, update

from agency import migration, sole_use
from agency.audit import audit
from agency.backup import backup
from agency.backup.sealed_file import DamagedFileError
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError, DatabaseAwayError, KeyLostError
from agency.keys import file as key_file
from agency.keys import rotation as key_rotation
from agency.keys.erasures import Order, carry_out, orders
from agency.keys.ring import MasterKey
from agency.keys.rotation import Ring
from agency.keys.vault import HOUSE_KEYS, RecordKey, Vault
from agency.offices import Office
from tests import figures
from tests.conftest import MASTER_KEY, NOW
from tests.killing import KILL_POINTS, imported, killed, moments

imported(__name__)
OLD, OTHER = MASTER_KEY, bytes(32)
RECORDS = 60


def quietly(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def opened(url: str, ring: Ring) -> Database:
    """The database as the service opens it with these keys."""
    return Database(url, Vault(*ring), FixedClock(NOW), migration.bring_up_to_date)


def rotate(url: str, path: Path) -> tuple[Ring, int | None]:
    """What the command does."""
    keep = partial(key_file.replace, path)
    return key_rotation.rotate(key_file.read(path), partial(opened, url), keep, quietly)


def rotate_again(url: str, path: Path, ready: Pipe) -> None:
    """What the process does that is killed in the middle of it."""
    ready.send("ready")
    rotate(url, path)


def fill(database: Database) -> dict[UUID, bytes]:
    """Records with keys, enough rows for the file to take a while, and an erased record; the keys in plain."""
    with database.writing() as session:
        keys = [database.vault.key_of(session, uuid4()) for _ in range(RECORDS)]
        erased = Order(uuid4(), "index", "expunge", NOW.date(), "Order 7")
        database.vault.key_of(session, erased.record_id)
        carry_out(session, erased, NOW)
        office = {"time_zone": "America/New_York", "state": "MD", "address": "", "phone": "", "fax": ""}
        session.execute(
            insert(Office), [{**office, "id": uuid4(), "name": f"Office {n:900}"} for n in range(800)]
        )
        audit.record(session, "agency.created", None)
        return {key.id: database.vault.unwrap(key) for key in keys}


def plain_keys(database: Database, wanted: dict[UUID, bytes]) -> dict[UUID, bytes]:
    """The keys of these records, opened."""
    with database.reading() as session:
        found = session.scalars(select(RecordKey).where(RecordKey.id.in_(wanted)))
        return {key.id: database.vault.unwrap(key) for key in found}


def is_whole(database: Database, wanted: dict[UUID, bytes]) -> bool:
    """Whether everything opens: records' keys, trail, rows, and the erased record does not."""
    with database.reading() as session:
        destroyed = session.scalars(select(RecordKey).where(RecordKey.wrapped.is_(None))).all()
        return (
            plain_keys(database, wanted) == wanted
            and list(audit.faults(session)) == []
            and session.scalar(select(func.count()).select_from(Office)) == 800
            and [each.order for each in orders(session)] == ["Order 7"]
            and len(destroyed) == 1
        )


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The key file, with the key the database was made under."""
    path = tmp_path / "keys" / "reentry.key"
    key_file.replace(path, [OLD])
    return path


def test_everything_opens_under_the_new_key_alone(database: Database, keys: Path) -> None:
    wanted = fill(database)
    database.close()

    ring, records = rotate(database.url, keys)

    assert ring == key_file.read(keys)
    assert ring[1:] == (OLD,)
    # House keys and the sign of the erasure too.
    assert records == RECORDS + len(HOUSE_KEYS) + 1
    under_new = opened(database.url, ring[:1])
    assert is_whole(under_new, wanted)
    under_new.close()
    with (
        closing(opened(database.url, (OLD,))) as under_old,
        pytest.raises(KeyLostError),
        under_old.reading(),
    ):
        pytest.fail("the old key opened it")


def test_trail_and_number_index_stay_valid(database: Database, keys: Path) -> None:
    fill(database)
    with database.reading() as session:
        before = database.vault.fingerprint(session, "TD-100482"), audit.end(session)
    database.close()

    after = opened(database.url, rotate(database.url, keys)[0][:1])

    with after.reading() as session:
        assert after.vault.fingerprint(session, "TD-100482") == before[0]
        assert list(audit.faults(session)) == []
        last = session.get_one(audit.AuditEntry, audit.end(session)[0])
        assert (last.event, last.details) == (
            "agency.key_rotated",
            {"key": after.vault.newest.fingerprint, "records": RECORDS + len(HOUSE_KEYS) + 1},
        )
    after.close()


@pytest.mark.security
def test_cut_off_at_any_moment_it_goes_on_and_the_service_starts_in_between(
    database: Database, keys: Path
) -> None:
    wanted, url, broken = fill(database), database.url, 0
    database.close()
    done, whole = killed(rotate_again, url, keys)
    assert done

    for after in moments(7, whole):
        ring = key_file.read(keys)
        done, _ = killed(rotate_again, url, keys, after=after)
        between = opened(url, key_file.read(keys))
        broken += not is_whole(between, wanted) or not set(ring) <= set(key_file.read(keys))
        between.close()
    ring, _ = rotate(url, keys)

    figures.record("kill points", KILL_POINTS, broken)
    assert broken == 0
    alone = opened(url, ring[:1])
    assert is_whole(alone, wanted)
    alone.close()


@pytest.mark.parametrize("step", ["reseal_file", "rewrap", "_rewrap_some"])
def test_what_was_cut_off_is_finished_under_the_same_key(
    database: Database, keys: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, url = fill(database), database.url
    database.close()

    class PlugPulledError(Exception):
        """Here the plug was pulled."""

    def pulled(*_: object) -> None:
        raise PlugPulledError

    with monkeypatch.context() as patch:
        patch.setattr(key_rotation, step, pulled)
        with pytest.raises(PlugPulledError):
            rotate(url, keys)
    begun = key_file.read(keys)
    between = opened(url, begun)
    assert is_whole(between, wanted)
    between.close()

    assert len(begun) == 2
    assert rotate(url, keys)[0] == begun


def test_a_service_at_work_is_not_cut_off_from_its_records(database: Database, keys: Path) -> None:
    fill(database)
    other = opened(database.url, (OLD,))

    with other.engine.connect() as connection:
        connection.execute(select(Office)).first()
        with pytest.raises(ConflictError, match="stop the service"):
            rotate(database.url, keys)

    other.close()
    assert key_file.read(keys) == (OLD,)


def test_backups_open_as_long_as_their_key_is_in_the_ring(
    database: Database, keys: Path, tmp_path: Path
) -> None:
    wanted = fill(database)
    path, _ = backup.create(database, tmp_path / "backups", quietly)
    database.close()
    ring, _ = rotate(database.url, keys)

    both, alone = opened(database.url, ring), opened(database.url, ring[:1])
    backup.restore(both, path, quietly, replace=True)
    assert is_whole(both, wanted)
    assert not key_rotation.is_finished(both)
    both.close()

    with pytest.raises(ConflictError, match="finish it"):
        key_rotation.forget(ring, partial(opened, database.url), partial(key_file.replace, keys))
    assert rotate(database.url, keys) == (ring, RECORDS + len(HOUSE_KEYS) + 1)
    assert key_rotation.forget(ring, partial(opened, database.url), partial(key_file.replace, keys)) == 1
    assert key_file.read(keys) == ring[:1]
    with pytest.raises(DamagedFileError, match="another master key"):
        backup.verify(alone, path, quietly)
    assert is_whole(alone, wanted)
    alone.close()


def test_a_key_that_left_the_ring_too_early_is_told_before_anything_is_read(database: Database) -> None:
    fill(database)
    with database.engine.begin() as connection:
        strange = MasterKey(OTHER)
        key_id = (
            connection.execute(select(RecordKey.id).where(RecordKey.wrapped.is_not(None))).scalars().first()
        )
        assert key_id is not None
        connection.execute(
            update(RecordKey)
            .where(RecordKey.id == key_id)
            .values(wrapped=strange.wrap(key_id, bytes(32)), wrapped_by=strange.fingerprint)
        )

    early, right = opened(database.url, (OLD,)), opened(database.url, (OLD, OTHER))

    with pytest.raises(KeyLostError, match="restore the key file"), early.reading():
        pytest.fail("it was opened")
    with right.reading() as session:
        assert session.scalar(select(func.count()).select_from(Office)) == 800
    early.close()
    right.close()


Command = Callable[..., Result]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Runs a command as the command line does, on an embedded database of its own."""
    from app import create_app

    for name in ("DATABASE_URL", "REENTRY_KEY", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REENTRY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REENTRY_KEY_FILE", str(tmp_path / "reentry.key"))

    def run(*words: str, **environment: str) -> Result:
        made: list[Flask] = []

        def make() -> Flask:
            made.append(create_app())
            return made[0]

        result = CliRunner().invoke(FlaskGroup(create_app=make), ["agency", *words], env=environment)
        # A process of its own would have ended.
        made[0].extensions["database"].close()
        return result

    return run


def init(command: Command, **environment: str) -> None:
    """Set a real agency up."""
    words = ("--name", "Test", "--neutral-name", "Office", "--state", "MD", "--office", "First")
    assert command("init", *words, "--time-zone", "America/New_York", **environment).exit_code == 0


def test_the_command_changes_the_key_file(command: Command, tmp_path: Path) -> None:
    init(command)
    (old,) = key_file.read(tmp_path / "reentry.key")

    rotated = command("rotate-key")
    forgotten = command("rotate-key", "--forget-old", "--json")
    again = command("rotate-key", "--forget-old")

    assert "The key is changed" in rotated.output
    assert "--forget-old" in rotated.output
    assert json.loads(forgotten.output) == {"set": "", "records": 0, "forgotten": 1}
    assert (again.exit_code, again.output) == (1, "Error: There is only one key; nothing was changed.\n")
    (new,) = key_file.read(tmp_path / "reentry.key")
    assert new != old
    assert (tmp_path / "reentry.key").stat().st_mode & 0o777 == 0o600


def test_keys_from_the_environment_are_told_and_not_written(command: Command, tmp_path: Path) -> None:
    init(command, REENTRY_KEY=OLD.hex())

    told = json.loads(command("rotate-key", "--json", REENTRY_KEY=OLD.hex()).output)
    rotated = json.loads(command("rotate-key", "--json", REENTRY_KEY=told["set"]).output)
    forgotten = command("rotate-key", "--forget-old", REENTRY_KEY=told["set"]).output.splitlines()[-1]

    new, old = told["set"].split(",")
    assert old == OLD.hex()
    assert (rotated["set"], rotated["records"]) == ("", len(HOUSE_KEYS))
    assert forgotten == new
    assert command("rotate-key", "--forget-old", REENTRY_KEY=new).exit_code == 1
    assert not (tmp_path / "reentry.key").exists()


def test_two_cannot_change_the_keys_at_once(command: Command, tmp_path: Path) -> None:
    init(command)

    with key_file.kept(tmp_path / "reentry.key"):
        refused = command("rotate-key")

    assert refused.output == "Error: Another command is changing the keys; wait until it is through.\n"
    assert len(key_file.read(tmp_path / "reentry.key")) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_somebody_holds_is_not_called_one_of_another_key(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.database.PATIENCE", 0)
    fill(database)
    database.close()
    other = opened(database.url, (OLD,))

    with other.engine.connect() as connection:
        connection.detach()
        sole_use.take_file(connection.connection)
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(DatabaseAwayError, match="try again"), database.reading() as session:
            session.scalar(select(func.count()).select_from(Office))

    other.close()
