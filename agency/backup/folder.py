"""The folder that backups are written into: never beside the key, and never half of one under a backup's name."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from agency.errors import ConflictError
from agency.keys.ring import MasterKey
from agency.keys.vault import Vault

KEY_FILE_AT_MOST = 4096


@contextmanager
def new_file(folder: Path, at: datetime, vault: Vault) -> Iterator[tuple[Path, BinaryIO]]:
    """A file named after a moment, which gets its name when all of it is on the disk; *.part is an unfinished one.

    ConflictError where the folder holds the master key; OSError where the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _holds_key(folder, vault):
        raise ConflictError(f"{folder} holds the master key: a backup must not lie beside what opens it.")
    path = _free_name(folder, at)
    part = folder / f".{path.name}.{secrets.token_hex(4)}.part"
    try:
        with open(part, "xb", opener=_for_its_owner) as target:
            yield path, target
            target.flush()
            os.fsync(target.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    _fsync(folder)


def _holds_key(folder: Path, vault: Vault) -> bool:
    small = (path for path in folder.iterdir() if path.is_file() and path.stat().st_size <= KEY_FILE_AT_MOST)
    return any(_is_key(path.read_bytes(), vault) for path in small)


def _is_key(content: bytes, vault: Vault) -> bool:
    """Whether some text, or a word of it, is a master key."""
    ring = {key.fingerprint for key in vault.ring}
    for word in content.replace(b",", b" ").split():
        with suppress(ValueError):
            if MasterKey(bytes.fromhex(word.decode())).fingerprint in ring:
                return True
    return False


def _free_name(folder: Path, at: datetime) -> Path:
    name = f"reentry-{at:%Y-%m-%dT%H%M%SZ}"
    path, number = folder / f"{name}.backup", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.backup"
    return path


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
