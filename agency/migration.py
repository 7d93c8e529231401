"""Brings a database to the shape this version of the product needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from agency.database import Database
from agency.errors import ConflictError
from agency.keys import house_keys

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration the database has not seen, as one transaction."""
    with database.engine.connect() as connection, reshaping(connection):
        command.upgrade(config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision; "base" removes every table."""
    with database.engine.connect() as connection, reshaping(connection):
        command.downgrade(config(connection), revision)


@contextmanager
def reshaping(connection: Connection) -> Iterator[None]:
    """One transaction in which tables may be made anew; the embedded file looks at foreign keys only at its end."""
    embedded = connection.dialect.name == "sqlite"
    if embedded:
        # It cannot be said within the transaction.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            if embedded and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise ConflictError("Some rows point to others that are not there; nothing was changed.")
    finally:
        if embedded:
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


def is_current(database: Database) -> bool:
    """Whether the database has every migration."""
    with database.engine.connect() as connection:
        seen = MigrationContext.configure(connection).get_current_revision()
    return seen == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory(str(FOLDER)).get_current_head()


def bring_up_to_date(database: Database) -> None:
    """Run the migrations the database has not seen, as on its first use and after an update.

    KeyLostError where the database is another key's: nothing is read from it and nothing added.
    """
    if not is_current(database):
        upgrade(database)
    with Session(database.engine) as session:
        database.vault.require_keys_of(session)
        house_keys.make(session, database.vault)


def config(connection: object) -> Config:
    """Alembic's settings for one open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
