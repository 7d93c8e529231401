"""A new master key in the place of the old one, step by step; each step can be cut off, and is taken up again.

The new key joins the ring, before the old one. The embedded file is sealed anew in one transaction. Each record's key
is wrapped anew, a batch at a time. In between the ring opens everything, and so the service starts. What people
entered is not touched: only keys are. Backups made before open as long as their key is in the ring.
"""

from collections.abc import Callable
from contextlib import closing

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from agency import embedded_file, sole_use
from agency.audit import audit
from agency.command_line import Progress
from agency.database import SERVICE, Database
from agency.errors import ConflictError
from agency.keys import file as key_file
from agency.keys.vault import RecordKey, Vault

BATCH = 500
UNFINISHED = "Something still lies under an older key: run rotate-key first, and finish it."
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %(name)s AND pid <> pg_backend_pid()
"""
# A server takes a moment to notice that a connection of our own was closed; in tenths of a second.
MOMENTS = 20


Ring = tuple[bytes, ...]


def rotate(
    ring: Ring, opened: Callable[[Ring], Database], keep: Callable[[Ring], None] | None, progress: Progress
) -> tuple[Ring, int | None]:
    """Put a new key before the keys of a ring, or go on where this was cut off; the ring from now on.

    opened: the database as a ring opens it. keep: writes a ring where the service reads it, whole or not at all; None
    where a person does that, and then a new ring is only made up. The number is how many records' keys were wrapped
    anew; None where nothing was done yet. ConflictError while the service is at work.
    """
    with closing(opened(ring)) as database:
        require_alone(database)
        finished = is_finished(database)
    if finished:
        ring = (key_file.new_key(), *ring)
        if keep is None:
            return ring, None
        keep(ring)
    with closing(opened(ring)) as database:
        reseal_file(database)
        return ring, rewrap(database, progress)


def forget(ring: Ring, opened: Callable[[Ring], Database], keep: Callable[[Ring], None] | None) -> int:
    """Leave only the newest key of a ring; how many went. ConflictError while something lies under another one."""
    if len(ring) == 1:
        raise ConflictError("There is only one key; nothing was changed.")
    with closing(opened(ring)) as database:
        if not is_finished(database):
            raise ConflictError(UNFINISHED)
        with database.writing() as session:
            audit.record(session, "agency.keys_forgotten", None, count=len(ring) - 1)
    if keep:
        keep(ring[:1])
    return len(ring) - 1


def is_finished(database: Database) -> bool:
    """Whether nothing is sealed under an older key of the ring any more."""
    if database.is_embedded:
        connection, key = embedded_file.opened(_path(database), database.vault)
        connection.close()
        if key is not database.vault.newest:
            return False
    with database.reading() as session:
        return _count(session, database.vault) == 0


def require_alone(database: Database) -> None:
    """ConflictError where the service is at work: it would not know the new key."""
    database.close()
    with database.engine.connect() as connection:
        connection.detach()
        if database.is_embedded:
            sole_use.take_file(connection.connection)
            return
        for _ in range(MOMENTS):
            if connection.exec_driver_sql(OTHERS, {"name": SERVICE}).scalar_one() == 0:
                return
            connection.exec_driver_sql("SELECT pg_stat_clear_snapshot(), pg_sleep(0.1)")
    raise ConflictError(sole_use.IN_USE)


def reseal_file(database: Database) -> None:
    """Seal the embedded file under the newest key: all of it or, when cut off, nothing; a server has no such file."""
    if not database.is_embedded:
        return
    database.close()
    connection, key = embedded_file.opened(_path(database), database.vault)
    try:
        if key is not database.vault.newest:
            sole_use.take_file(connection)
            embedded_file.reseal(connection, database.vault.newest)
    finally:
        connection.close()


def rewrap(database: Database, progress: Progress, batch: int = BATCH) -> int:
    """Wrap every record's key under the newest master key; how many were not."""
    with database.reading() as session:
        total = _count(session, database.vault)
    done = 0
    while True:
        with database.writing() as session:
            wrapped = _rewrap_some(session, database.vault, batch)
            done += wrapped
            if wrapped < batch:
                key = database.vault.newest.fingerprint
                audit.record(session, "agency.key_rotated", None, key=key, records=done)
        progress(done, max(total, done))
        if wrapped < batch:
            return done


def _rewrap_some(session: Session, vault: Vault, batch: int) -> int:
    # An erasure in this moment waits, so that a destroyed key is not put back.
    some = select(RecordKey).where(_older(vault)).limit(batch).with_for_update()
    rows = [vault.new_key(key.id, vault.unwrap(key)) for key in session.scalars(some)]
    if rows:
        session.execute(update(RecordKey), rows)
    return len(rows)


def _path(database: Database) -> str:
    return str(make_url(database.url).database)


def _count(session: Session, vault: Vault) -> int:
    return session.scalar(select(func.count()).select_from(RecordKey).where(_older(vault))) or 0


def _older(vault: Vault) -> ColumnElement[bool]:
    return and_(RecordKey.wrapped.is_not(None), RecordKey.wrapped_by != vault.newest.fingerprint)
