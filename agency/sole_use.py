"""A database that one command has for itself: nobody else reads or writes it until the command is through."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from agency import migration
from agency.database import Database
from agency.errors import ConflictError
from agency.tables import Base

IN_USE = "The database is open elsewhere: stop the service first."
# Longer than any other unit of work takes; milliseconds.
PATIENCE = 10_000


@contextmanager
def of(database: Database) -> Iterator[Connection]:
    """One transaction on an up-to-date database; ConflictError where somebody else has it open."""
    database.close()
    with database.engine.connect() as connection:
        # It is closed at the end, not kept for others: it may hold the file for itself.
        connection.detach()
        if database.is_embedded:
            take_file(connection.connection)
        with migration.reshaping(connection):
            command.upgrade(migration.config(connection), "head")
            if not database.is_embedded:
                _take_tables(connection)
            yield connection


def take_file(connection: object) -> None:
    """Make a connection of the driver the only one to its file; ConflictError where it is not."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA busy_timeout = 0")
    cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        # The log beside the file can only be given up by whoever is alone with it.
        cursor.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher.OperationalError as error:
        raise ConflictError(IN_USE) from error


def _take_tables(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
    names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    try:
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    except DBAPIError as error:
        raise ConflictError(IN_USE) from error
