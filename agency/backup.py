"""Backups: the whole database in one sealed file that either kind of database can be restored from.

It is taken at one moment, while others write, and opens only with the master key, which is never in it.

Restoring is one transaction: whoever pulls the plug finds the old records or the new ones. What was erased by order in
the database that is replaced stays erased. An erasure that the replaced database does not know of, because it was
lost, must be carried out again: the copy holds the record's key as it was, and the master key still opens it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import sqlcipher3.dbapi2 as sqlcipher
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, literal, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agency import audit, backup_contents, backup_folder, migration, sealed_file
from agency.backup_contents import Contents, Manifest, Progress
from agency.database import Database
from agency.errors import ConflictError
from agency.row_lines import Shape, Tally
from agency.sealed_file import DamagedFileError
from agency.tables import Base
from agency.vault import RecordKey, Vault

IN_USE = "The database is open elsewhere: stop the service, then restore."
# Longer than any other unit of work takes; milliseconds.
PATIENCE = 10_000


def create(database: Database, folder: Path, progress: Progress) -> tuple[Path, Manifest]:
    """Copy the database, as it is at this moment, into a new file of a folder; nobody has to wait for it.

    ConflictError where the folder holds the master key; OSError where the file cannot be written.
    """
    with database.reading() as session:
        if _is_server(database):
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            session.connection(execution_options=options)
        return _write(database, session.connection(), folder, progress)


def verify(database: Database, path: Path, progress: Progress) -> Manifest:
    """Rehearse the restoring of a backup in a file of its own, which is thrown away; needs space for one database."""
    with TemporaryDirectory() as folder:
        rehearsal = Database(f"sqlite:///{folder}/rehearsal.db", database.vault, database.clock)
        try:
            return restore(rehearsal, path, progress).manifest
        finally:
            rehearsal.close()


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the records that were there before are kept; None where there were none."""

    manifest: Manifest
    kept: Path | None


def restore(database: Database, path: Path, progress: Progress, replace: bool = False) -> Restored:
    """Put the records of a backup into an empty database, all of them or none.

    replace: first write a backup of the records that are there, beside the other, then put these in their place.
    DamagedFileError where the backup is not whole, ConflictError where the database is in use.
    """
    with path.open("rb") as source, _alone(database) as connection:
        kept, erased = None, []
        if _is_used(connection):
            if not replace:
                raise ConflictError(
                    "The database holds records; --replace backs them up, then puts these in their place."
                )
            kept, _ = _write(database, connection, path.parent, lambda _done, _total: None)
            erased = _erasures(connection)
        contents = Contents(source, database.vault, progress)
        _load(connection, contents)
        _require_trail(connection, database.vault, contents.manifest)
        _erase_again(connection, erased)
    return Restored(contents.manifest, kept)


def tallies(connection: Connection) -> dict[str, Tally]:
    """Each table's rows, counted and hashed: the same for the same records in whichever database."""
    return {shape.name: shape.tally(connection) for shape in _shapes(connection)}


def _write(
    database: Database, connection: Connection, folder: Path, progress: Progress
) -> tuple[Path, Manifest]:
    manifest = Manifest(database.clock.now(), _revision(connection))
    with backup_folder.new_file(folder, manifest.made_at, database.vault) as (path, target):
        lines = backup_contents.lines(connection, _shapes(connection), manifest, progress)
        sealed_file.write(target, database.vault, lines)
    return path, manifest


def _load(connection: Connection, contents: Contents) -> None:
    """Make the tables as they were when the backup was made, fill them, then bring them up to date."""
    command.downgrade(migration.config(connection), "base")
    try:
        command.upgrade(migration.config(connection), contents.manifest.revision)
    except CommandError as error:
        raise ConflictError(
            "The backup was made by a newer version of the service: update it first."
        ) from error
    for shape, lines in contents.batches():
        shape.put(connection, lines)
    for shape in contents.shapes:
        if shape.tally(connection) != contents.manifest.tables[shape.name]:
            raise DamagedFileError(
                f"The rows of {shape.name} did not arrive as they were; nothing was changed."
            )
    command.upgrade(migration.config(connection), "head")


def _require_trail(connection: Connection, vault: Vault, manifest: Manifest) -> None:
    session = Session(connection, info={"vault": vault})
    faults = list(audit.faults(session))
    if audit.end(session) != (manifest.entries, manifest.last_digest):
        faults.append("it does not end where the manifest says")
    if faults:
        raise DamagedFileError(f"The audit trail in the backup is broken: {faults[0]}. Nothing was changed.")


def _erasures(connection: Connection) -> list[tuple[UUID, datetime | None]]:
    erased = select(RecordKey.id, RecordKey.destroyed_at).where(RecordKey.wrapped.is_(None))
    return [(record_id, destroyed_at) for record_id, destroyed_at in connection.execute(erased)]


def _erase_again(connection: Connection, erased: list[tuple[UUID, datetime | None]]) -> None:
    for record_id, destroyed_at in erased:
        gone = update(RecordKey).where(RecordKey.id == record_id)
        connection.execute(gone.values(wrapped=None, destroyed_at=destroyed_at))


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction on an up-to-date database that nobody else reads or writes until it ends."""
    database.close()
    with database.engine.connect() as connection:
        # It is closed at the end, not kept for others: it may hold the file for itself.
        connection.detach()
        if not _is_server(database):
            _take_file(connection)
        with connection.begin():
            command.upgrade(migration.config(connection), "head")
            if _is_server(database):
                _take_tables(connection)
            yield connection


def _take_file(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        # The log beside the file can only be given up by whoever is alone with it.
        cursor.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher.OperationalError as error:
        raise ConflictError(IN_USE) from error


def _take_tables(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
    names = ", ".join(f'"{shape.name}"' for shape in _shapes(connection))
    try:
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    except DBAPIError as error:
        raise ConflictError(IN_USE) from error


def _is_used(connection: Connection) -> bool:
    return any(
        connection.scalar(select(literal(True)).select_from(model).limit(1))
        for model in Base.metadata.sorted_tables
    )


def _shapes(connection: Connection) -> list[Shape]:
    """Every table there is, those that others point to first."""
    shapes = [Shape.of(model) for model in Base.metadata.sorted_tables]
    forgotten = (
        set(inspect(connection).get_table_names()) - {shape.name for shape in shapes} - {"alembic_version"}
    )
    if forgotten:
        raise ConflictError(
            f"The service does not know these tables and would not copy them: {sorted(forgotten)}."
        )
    return shapes


def _revision(connection: Connection) -> str:
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return str(found)


def _is_server(database: Database) -> bool:
    return database.engine.dialect.name == "postgresql"
