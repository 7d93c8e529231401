"""The database: one encrypted file, or PostgreSQL; the same code and the same migrations for both."""

from collections.abc import Callable, Iterator
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

from agency.clock import Clock
from agency.errors import DatabaseAwayError, KeyLostError, SettingsError
from agency.vault import Vault

READING = "reading"
# How long a change waits for its turn, in seconds.
PATIENCE = 30
BUSY = "Somebody else is saving something long. Nothing was changed; try again in a minute."
AWAY = "The database cannot be reached, or does not let the service in. Check DATABASE_URL and the database server."


class Database:
    """Hands out units of work: reading, which cannot change anything, and writing, kept whole or not at all."""

    def __init__(
        self, url: str, vault: Vault, clock: Clock, prepare: Callable[["Database"], None] | None = None
    ) -> None:
        """prepare brings the tables up to date before the first unit of work; None leaves them as they are."""
        self.vault = vault
        self.clock = clock
        self.url = url
        self.engine = _embedded(url, vault) if url.startswith("sqlite") else _server(url)
        self._prepare = prepare
        self._preparing = Lock()
        # Writers of the embedded file wait in line here; the file's own lock is asked for again only now and then.
        self._writers = Lock() if url.startswith("sqlite") else None
        self._readers = self.engine.execution_options(unit=READING)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the records at one moment; an attempt to change something fails."""
        self._prepared()
        with Session(
            self._readers, info={"vault": self.vault, "clock": self.clock, "unit": READING}
        ) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A change, committed at the end and undone entirely on any error."""
        self._prepared()
        with (
            self._in_line(),
            Session(self.engine, info={"vault": self.vault, "clock": self.clock}) as session,
            session.begin(),
        ):
            yield session

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

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _embedded(url: str, vault: Vault) -> Engine:
    path = make_url(url).database
    if not path:
        raise ValueError("the embedded database needs a file")
    key = vault.derive("database file").hex()

    def connect() -> Any:  # noqa: ANN401 - the driver ships no types
        try:
            connection = sqlcipher.connect(
                path, isolation_level=None, check_same_thread=False, timeout=PATIENCE
            )
        except sqlcipher.OperationalError as error:
            raise SettingsError(f"{path} cannot be opened: {error}.") from error
        # What is wrong is told in a sentence of our own.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlcipher.DatabaseError as error:
            raise KeyLostError(f"{path} cannot be opened with this key: restore its key file.") from error
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"There can be no folder for {path}: {error.strerror}.") from error
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_size=8, hide_parameters=True
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
        pool_pre_ping=True,
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
