"""Backups: the whole database in one sealed file that either kind of database can be restored from.

It is taken at one moment, while others write, and opens only with the master key, which is never in it.

Restoring is one transaction: whoever pulls the plug finds the old records or the new ones. What was erased by order
stays erased: a copy made before still holds it, so the orders that the replaced database or the ledger of erasures
know of are carried out again in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.util import CommandError
from sqlalchemy import ColumnElement, Connection, Table, inspect, literal, select, text
from sqlalchemy.orm import Session

from agency import migration, sole_use
from agency.audit import audit
from agency.backup import contents as backup_contents
from agency.backup import folder as backup_folder
from agency.backup import sealed_file
from agency.backup.contents import Contents, Manifest
from agency.backup.row_lines import Shape, Tally
from agency.backup.sealed_file import DamagedFileError
from agency.command_line import Progress
from agency.database import Database
from agency.errors import ConflictError
from agency.keys import erasures, house_keys
from agency.keys.erasure_ledger import ErasureLedger
from agency.keys.erasures import Order
from agency.keys.vault import HOUSE_KEYS, RecordKey
from agency.tables import Base


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the records that were there before are kept; None where there were none.

    erased: how many records of the copy were erased or shut away again by order.
    """

    manifest: Manifest
    kept: Path | None
    erased: int


def create(database: Database, folder: Path, progress: Progress) -> tuple[Path, Manifest]:
    """Copy the database, as it is at this moment, into a new file of a folder; nobody has to wait for it.

    ConflictError where the folder holds the master key; OSError where the file cannot be written.
    """
    with database.reading() as session:
        if not database.is_embedded:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            session.connection(execution_options=options)
        return _write(database, session.connection(), folder, progress)


def verify(
    database: Database, path: Path, progress: Progress, ledger: ErasureLedger | None = None
) -> Restored:
    """Rehearse the restoring of a backup in a file of its own, which is thrown away; needs space for one database."""
    with database.reading() as session:
        known = erasures.orders(session)
    with TemporaryDirectory() as folder:
        rehearsal = Database(f"sqlite:///{folder}/rehearsal.db", database.vault, database.clock)
        try:
            return restore(rehearsal, path, progress, ledger=ledger, known=known)
        finally:
            rehearsal.close()


def restore(
    database: Database,
    path: Path,
    progress: Progress,
    replace: bool = False,
    ledger: ErasureLedger | None = None,
    known: Sequence[Order] = (),
) -> Restored:
    """Put the records of a backup into an empty database, all of them or none.

    replace: first write a backup of the records that are there, beside the other, then put these in their place.
    Orders of erasure that the replaced database, the ledger or known tell of are carried out again.
    DamagedFileError where the backup is not whole, ConflictError where the database is in use.
    """
    with path.open("rb") as source, sole_use.of(database) as connection:
        kept, session = None, database.session_on(connection)
        if _is_used(connection):
            if not replace:
                raise ConflictError(
                    "The database holds records; --replace backs them up, then puts these in their place."
                )
            kept, _ = _write(database, connection, path.parent, lambda _done, _total: None)
            known = [*known, *erasures.orders(session)]
            session.expunge_all()
        contents = Contents(source, database.vault, progress)
        _load(connection, contents)
        _require_trail(session, contents.manifest)
        house_keys.make(session, database.vault)
        orders = {order.record_id: order for order in [*(ledger.orders(session) if ledger else ()), *known]}
        now = database.clock.now()
        erased = sum([erasures.carry_out(session, order, now) for order in orders.values()])
        rows = contents.manifest.rows
        audit.record(session, "backup.restored", None, file=path.name, rows=rows, erased=erased)
        session.commit()
    return Restored(contents.manifest, kept, erased)


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


def _require_trail(session: Session, manifest: Manifest) -> None:
    faults = list(audit.faults(session))
    if audit.end(session) != (manifest.entries, manifest.last_digest):
        faults.append("it does not end where the manifest says")
    if faults:
        raise DamagedFileError(f"The audit trail in the backup is broken: {faults[0]}. Nothing was changed.")


def _is_used(connection: Connection) -> bool:
    """Whether it holds anything but the keys that every database makes for itself."""
    return any(
        connection.scalar(select(literal(True)).select_from(table).where(*_of_records(table)).limit(1))
        for table in Base.metadata.sorted_tables
    )


def _of_records(table: Table) -> list[ColumnElement[bool]]:
    return [table.c.id.not_in(HOUSE_KEYS.values())] if table is RecordKey.__table__ else []


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
