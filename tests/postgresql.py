"""A PostgreSQL database that tests use one after the other, emptied in between."""

from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from agency import migration
from agency.clock import SystemClock
from agency.database import Database
from agency.keys.vault import Vault
from agency.tables import Base

# Foreign keys are no trigger's business while everything goes.
EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{names}] LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""
# A connection that a test left open would keep its rows locked.
LEFT_OVER = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT relname || '.' || attname || ' ' || atttypid
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped ORDER BY 1
"""


TABLES = sorted(Base.metadata.tables)


class PostgreSQLDatabase:
    """Making a database takes a server ten times as long as emptying one."""

    def __init__(self, server: str) -> None:
        """server: the address of any database of a server where this one may make others."""
        self._name = f"test_{uuid4().hex}"
        address, _, query = server.partition("?")
        self.url = f"{address.rpartition('/')[0]}/{self._name}" + (f"?{query}" if query else "")
        self._server = _engine(server).execution_options(isolation_level="AUTOCOMMIT")
        self._engine = _engine(self.url)
        self._make()

    def empty(self) -> None:
        """Leave it as a test found it; where one changed the tables themselves, it is made anew."""
        with self._engine.begin() as connection:
            connection.execute(text(LEFT_OVER))
            whole = self._shape(connection) == self._whole
            if whole:
                connection.execute(text(EMPTY.format(names=", ".join(f"'{name}'" for name in TABLES))))
        if not whole:
            self.drop()
            self._make()

    def drop(self) -> None:
        """Take it away."""
        self._administer(f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def _make(self) -> None:
        self._administer(f'CREATE DATABASE "{self._name}"')
        database = Database(self.url, Vault(bytes(32)), SystemClock())
        migration.upgrade(database)
        database.close()
        with self._engine.connect() as connection:
            self._whole = self._shape(connection)

    def _shape(self, connection: Connection) -> list[str]:
        return list(connection.scalars(text(SHAPE)))

    def _administer(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
