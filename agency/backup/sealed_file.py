"""A file that only a master key opens, and that shows any change: written and read as a stream, in sealed chunks.

Each file has a key of its own, derived from its random salt, so that no nonce is ever used twice. A chunk is tied to
its place and to whether it is the last one: none can be altered, moved, repeated, left out or cut off unnoticed.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import product
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agency.errors import ReentryError
from agency.keys.ring import NONCE, MasterKey
from agency.keys.vault import Vault

MAGIC = b"reentry backup 1\n"
SALT = 16
CHUNK = 64 * 1024
TAG = 16


class DamagedFileError(ReentryError):
    """The file is not what was written: cut off, altered, sealed under another key, or another kind of file."""

    title = "The file is damaged"


def write(target: BinaryIO, vault: Vault, pieces: Iterable[bytes]) -> None:
    """Seal pieces, of any length, one after the other."""
    head = MAGIC + os.urandom(SALT)
    cipher = _cipher(vault.newest, head)
    target.write(head)
    for number, (chunk, last) in enumerate(_chunks(pieces)):
        target.write(cipher.encrypt(_nonce(number, last), chunk, head))


def read(source: BinaryIO, vault: Vault) -> Iterator[bytes]:
    """The lines that were written, each without its end; DamagedFileError as soon as one cannot be trusted."""
    rest = b""
    for chunk in _opened(source, vault):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        raise DamagedFileError("The file ends within a line.")


def _opened(source: BinaryIO, vault: Vault) -> Iterator[bytes]:
    head = source.read(len(MAGIC) + SALT)
    if not head.startswith(MAGIC):
        raise DamagedFileError("This is not a backup, or its beginning was altered.")
    chunk, number = source.read(CHUNK + TAG), 0
    cipher = _fitting(vault, head, chunk)
    while True:
        # Whether a chunk is the last shows only in that nothing follows.
        following = source.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), chunk, head)
        except InvalidTag as error:
            raise DamagedFileError(_told(number)) from error
        if not following:
            return
        chunk, number = following, number + 1


def _told(number: int) -> str:
    if number == 0:
        return (
            "The backup cannot be opened: it was sealed under another master key, was altered or was cut off."
        )
    return f"The backup was altered or cut off after {number * CHUNK // 1024} KB."


def _fitting(vault: Vault, head: bytes, chunk: bytes) -> AESGCM:
    """The cipher of the master key that the file was sealed under; the newest where none fits."""
    for key, last in product(vault.ring, (False, True)):
        cipher = _cipher(key, head)
        with suppress(InvalidTag):
            cipher.decrypt(_nonce(0, last), chunk, head)
            return cipher
    return _cipher(vault.newest, head)


def _cipher(key: MasterKey, head: bytes) -> AESGCM:
    return AESGCM(key.derive(f"backup {head[len(MAGIC) :].hex()}"))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([last])


def _chunks(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True
