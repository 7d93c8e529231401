"""The embedded database: one SQLCipher file, encrypted whole, under a key derived from a master key."""

from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from agency.errors import DatabaseAwayError, KeyLostError, SettingsError
from agency.keys.ring import MasterKey
from agency.keys.vault import Vault

BUSY = "Somebody else is saving something long. Nothing was changed; try again in a minute."


# What the key of the file is derived for.
PURPOSE = "database file"
# How long a change waits for its turn, in seconds.
PATIENCE = 30
# How long a sweep does.
SWEEP = 3


def opened(path: str, vault: Vault, patience: float = PATIENCE) -> tuple[Any, MasterKey]:
    """A connection of the driver to the file, which is made where there is none, and the key of the ring that opens it.

    patience: seconds to wait for whoever holds the file; then DatabaseAwayError. KeyLostError where no key opens it,
    SettingsError where it is no database that can be opened.
    """
    for key in vault.ring:
        connection = _under(path, key, patience)
        if connection is not None:
            return connection, key
    raise KeyLostError(f"{path} cannot be opened with this key: restore its key file.")


def empty_log(cursor: Any) -> bool:  # noqa: ANN401
    """Leave nothing in the log beside the file; False where somebody is still reading from it."""
    cursor.execute(f"PRAGMA busy_timeout = {SWEEP * 1000}")
    busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    return not busy


def reseal(connection: Any, key: MasterKey) -> None:  # noqa: ANN401
    """Seal the whole file under another key, in one transaction."""
    connection.execute(f"PRAGMA rekey = \"x'{key.derive(PURPOSE).hex()}'\"")


def _under(path: str, key: MasterKey, patience: float) -> Any | None:  # noqa: ANN401 - the driver ships no types
    try:
        connection = sqlcipher.connect(path, isolation_level=None, check_same_thread=False, timeout=patience)
    except sqlcipher.OperationalError as error:
        raise SettingsError(f"{path} cannot be opened: {error}.") from error
    # What is wrong is told in a sentence of our own.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.derive(PURPOSE).hex()}'\"")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlcipher.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == sqlcipher.SQLITE_NOTADB:
            return None
        if error.sqlite_errorcode in (sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED):
            raise DatabaseAwayError(BUSY) from error
        raise SettingsError(f"{path} cannot be opened: {error}.") from error
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
