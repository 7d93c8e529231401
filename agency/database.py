"""The database: one encrypted file, or PostgreSQL; the same code and the same migrations for both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from agency import embedded_file
from agency.clock import Clock
from agency.embedded_file import BUSY, PATIENCE, SWEEP
from agency.errors import DatabaseAwayError, SettingsError
from agency.keys.vault import Vault

READING = "reading"
# By which a server knows whose connections these are.
SERVICE = "reentry-planner"
# So many statements are compiled once and kept: there are more of them than the 500 that are kept otherwise.
STATEMENTS = 3_000
# How long a server may take to answer the door, in seconds; nobody waits before a page that never comes.
DOOR = 10
AWAY = "The database cannot be reached, or does not let the service in. Check DATABASE_URL and the database server."


class Database:
    """Hands out units of work: reading, which cannot change anything, and writing, kept whole or not at all."""

    def __init__(
        self,
        url: str,
        vault: Vault,
        clock: Clock,
        prepare: Callable[["Database"], None] | None = None,
        origin: Callable[[], str] = str,
        told: Mapping[str, object] | None = None,
    ) -> None:
        """prepare brings the tables up to date before the first unit of work; None leaves them as they are.

        origin tells from where the present unit of work is asked for, for the audit trail. told: what else of this
        installation a unit of work may ask for, in the info of its session.
        """
        self.vault = vault
        self.clock = clock
        self.url = url
        self.origin = origin
        self._installation = dict(told or {})
        self.is_embedded = url.startswith("sqlite")
        self.engine = _embedded(url, vault) if self.is_embedded else _server(url)
        self._prepare = prepare
        self._preparing = Lock()
        # Writers of the embedded file wait in line here; the file's own lock is asked for again only now and then.
        self._writers = Lock() if self.is_embedded else None
        self._readers = self.engine.execution_options(unit=READING)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the records at one moment; an attempt to change something fails."""
        self._prepared()
        with Session(self._readers, info={**self._told(), "unit": READING}) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A change, committed at the end and undone entirely on any error."""
        self._prepared()
        with (
            self._in_line(),
            Session(self.engine, info=self._told()) as session,
            session.begin(),
        ):
            yield session

    def session_on(self, connection: Connection) -> Session:
        """A session within the transaction of a connection; what it commits stays or goes with that transaction."""
        return Session(connection, info=self._told(), join_transaction_mode="rollback_only")

    def _told(self) -> dict[str, Any]:
        return {**self._installation, "vault": self.vault, "clock": self.clock, "origin": self.origin()}

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        if self._writers is None:
            yield
            return
        if not self._writers.acquire(timeout=PATIENCE):
            raise DatabaseAwayError(BUSY)
        try:
            yield
        finally:
            self._writers.release()

    def _prepared(self) -> None:
        with self._preparing:
            if self._prepare is not None:
                self._prepare(self)
                self._prepare = None

    def sweep(self, tables: Iterable[str]) -> bool:
        """Leave nothing of what was deleted in the database's own files; False where others at work prevent it.

        The embedded file overwrites what it deletes, and its log is emptied here. A server is made to give up the rows
        of these tables; the table of the keys, without which no copy of a row opens, is written anew.
        """
        with self.engine.connect() as connection:
            if self.is_embedded:
                return embedded_file.empty_log(connection.connection.cursor())
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"SET lock_timeout = '{SWEEP}s'")
            try:
                connection.exec_driver_sql("VACUUM FULL record_key")
                for name in tables:
                    connection.exec_driver_sql(f'VACUUM "{name}"')
            except OperationalError:
                return False
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _embedded(url: str, vault: Vault) -> Engine:
    path = make_url(url).database
    if not path:
        raise ValueError("the embedded database needs a file")
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"There can be no folder for {path}: {error.strerror}.") from error
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: embedded_file.opened(path, vault, PATIENCE)[0],
        poolclass=QueuePool,
        pool_size=8,
        query_cache_size=STATEMENTS,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver starts no transaction by itself. A writer takes its place in line at once, so that it
        # never finds at its first change that somebody else was quicker.
        reading = connection.get_execution_options().get("unit") == READING
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def _busy(context: ExceptionContext) -> None:
        # Another program, such as a long import, kept the file for longer than anybody waits.
        if "locked" in str(context.original_exception):
            raise DatabaseAwayError(BUSY) from context.original_exception

    return engine


def _server(url: str) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=8,
        query_cache_size=STATEMENTS,
        pool_pre_ping=True,
        connect_args={"application_name": SERVICE, "connect_timeout": DOOR},
        # What people are called must not stand in the text of an error.
        hide_parameters=True,
    )

    @event.listens_for(engine, "handle_error")
    def _away(context: ExceptionContext) -> None:
        # A connection found dead before its use is replaced; only where that fails too, the server is away.
        lost = context.connection is None or context.is_disconnect
        if lost and not context.is_pre_ping and isinstance(context.sqlalchemy_exception, OperationalError):
            raise DatabaseAwayError(AWAY) from context.original_exception

    return engine


@event.listens_for(Session, "before_flush")
def _reading_changes_nothing(session: Session, _context: object, _instances: object) -> None:
    if session.info.get("unit") == READING and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a reading unit of work was asked to change something")
