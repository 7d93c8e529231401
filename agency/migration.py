"""Brings a database to the shape this version of the product needs."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from agency.database import Database

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration the database has not seen, as one transaction."""
    with database.engine.begin() as connection:
        command.upgrade(config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision; "base" removes every table."""
    with database.engine.begin() as connection:
        command.downgrade(config(connection), revision)


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
        database.vault.require_key_of(session)


def config(connection: object) -> Config:
    """Alembic's settings for one open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
