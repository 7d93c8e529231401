"""The migrations make exactly the tables the code expects, and go up, down and up again with data in every table."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

import app as every_model
from agency import migration
from agency.database import Database
from agency.tables import Base
from tests.guards.filling import fill

SCRIPTS = ScriptDirectory(str(migration.FOLDER))
# Oldest first.
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
assert every_model.AREAS, "importing the app has declared every table"


def differences(connection: Connection) -> list[object]:
    """What a new migration would have to change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def tables(connection: Connection) -> set[str]:
    """The tables there are, without the one that remembers the revision."""
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_code_expects(database: Database) -> None:
    with database.engine.connect() as connection:
        found = differences(connection)

    assert found == [], "A model changed without its migration: write the next one in migrations/versions."


def test_a_model_without_its_migration_is_found(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE office DROP COLUMN fax"))

    with database.engine.connect() as connection:
        assert len(differences(connection)) == 1


def test_migrations_are_numbered_and_follow_each_other() -> None:
    scripts = sorted(path.stem for path in (migration.FOLDER / "versions").glob("*.py"))

    assert [name[:4] for name in scripts] == [f"{number:04}" for number in range(1, len(scripts) + 1)]
    assert [name[:4] for name in scripts] == REVISIONS, (
        "Each migration revises the one before it; there is one head."
    )


def test_migrations_go_up_down_and_up_again_with_data(database: Database) -> None:
    migration.downgrade(database, "base")

    for _ in ("first", "again"):
        for revision in REVISIONS:
            migration.upgrade(database, revision)
            _fill_empty(database)
        with database.engine.connect() as connection:
            assert differences(connection) == []
            assert tables(connection) == set(Base.metadata.tables)
        for revision in ["base", *REVISIONS[:-1]][::-1]:
            migration.downgrade(database, revision)
        with database.engine.connect() as connection:
            assert tables(connection) == set(), "Going down to base leaves no table behind."


def test_a_database_that_lacks_a_migration_is_known(database: Database) -> None:
    assert migration.is_current(database)

    migration.downgrade(database, "base")

    assert not migration.is_current(database)


def _fill_empty(database: Database) -> None:
    with database.engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        fill(connection, found)
        counts = {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608 - names of our own tables
            for name in tables(connection)
        }
    assert all(counts.values()), (
        f"These tables could not be filled: {[name for name in counts if not counts[name]]}"
    )
