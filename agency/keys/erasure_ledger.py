"""The ledger of erasures: a sealed file beside the data, written with each erasure and only ever added to.

Where the database is lost, it carries the orders out again on whatever older backup is restored. Each line is sealed
under a key of the database, which every backup of that database holds, so that it does not change with the master key.
"""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from agency.backup.sealed_file import DamagedFileError
from agency.errors import SettingsError
from agency.keys.erasures import Order
from agency.keys.ring import NONCE
from agency.keys.vault import Vault, fingerprint


class ErasureLedger:
    """The erasures that were written down beside the data, whatever database they were of."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "erasures.ledger"

    def add(self, session: Session, order: Order) -> None:
        """Write an order down, before it is committed: an erasure that is not in the ledger never happened.

        SettingsError where it cannot be written.
        """
        key = _key(session)
        nonce = os.urandom(NONCE)
        sealed = AESGCM(key).encrypt(nonce, json.dumps(order.told()).encode(), b"erasure")
        line = f"{_mark(key)} {b64encode(nonce + sealed).decode()}\n"
        try:
            self._write(line.encode())
        except OSError as error:
            raise SettingsError(
                f"{self.path} cannot be written, and so nothing was erased: {error.strerror}."
            ) from error

    def orders(self, session: Session) -> list[Order]:
        """The orders that were carried out in this database or one it was restored from, the oldest first.

        DamagedFileError where a line was altered.
        """
        if not self.path.exists():
            return []
        key = _key(session)
        # What follows the last end of a line was never finished, and so never carried out.
        lines = [line.partition(b" ") for line in self.path.read_bytes().split(b"\n")[:-1]]
        return [_opened(key, sealed) for mark, _, sealed in lines if mark == _mark(key).encode()]

    def _write(self, line: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone() as file:
            _drop_half_a_line(file)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _alone(self) -> Iterator[BinaryIO]:
        with open(self.path, "a+b", opener=_for_its_owner) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file


def _key(session: Session) -> bytes:
    vault: Vault = session.info["vault"]
    return vault.house_key(session, "ledger")


def _mark(key: bytes) -> str:
    """By which a line is known to be of this database."""
    return fingerprint(key, "mark")[:16]


def _opened(key: bytes, sealed: bytes) -> Order:
    try:
        content = b64decode(sealed, validate=True)
        plain = AESGCM(key).decrypt(content[:NONCE], content[NONCE:], b"erasure")
    except (InvalidTag, ValueError) as error:
        raise DamagedFileError("The ledger of erasures was altered.") from error
    return Order.heard(json.loads(plain))


def _drop_half_a_line(file: BinaryIO) -> None:
    """Leave out what was not finished when the plug was pulled; its erasure did not happen."""
    file.seek(0)
    content = file.read()
    file.truncate(content.rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
