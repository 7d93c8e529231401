"""What stands in the database, so that a test can say that nothing of it changed."""

import hashlib

from sqlalchemy import select

from agency.database import Database
from agency.tables import Base


def contents(database: Database) -> dict[str, tuple[int, str]]:
    """The rows of each table: how many, and a hash of all that stands in them, in whatever order they lie."""
    with database.engine.connect() as connection:
        return {
            table.name: _summed(sorted(repr(tuple(row)) for row in connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def _summed(rows: list[str]) -> tuple[int, str]:
    return len(rows), hashlib.sha256("\n".join(rows).encode(errors="replace")).hexdigest()
