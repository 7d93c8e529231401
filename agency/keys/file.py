"""The file of the master keys, outside the data: one key of 64 hexadecimal digits a line, the newest first.

It is there whole or not at all, whenever the plug is pulled.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from agency.errors import ConflictError, SettingsError

DIGITS = 64


def default(data: Path) -> Path:
    """Where it lies when nobody says otherwise: in the home folder, named after the data folder it opens."""
    name = "-".join(data.parts[1:]) or "root"
    return Path.home() / ".config" / "reentry-planner" / f"{name}.key"


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(DIGITS // 2)


def read(path: Path) -> tuple[bytes, ...]:
    """The keys in the file, newest first; SettingsError where others could read them or they are none."""
    try:
        if path.stat().st_mode & 0o077:
            raise SettingsError(f"{path} can be read by others; run: chmod 600 {path}")
        return keys_in(path.read_text(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, error) from error


def make(path: Path) -> None:
    """Make the file with one new key; where two start at once, the first one's key stands."""

    def unless_there(draft: Path) -> None:
        with suppress(FileExistsError):
            os.link(draft, path)

    _put(path, [new_key()], unless_there)


def replace(path: Path, keys: Sequence[bytes]) -> None:
    """Put other keys into the file; until that moment the old ones are there whole."""
    _put(path, keys, lambda draft: os.replace(draft, path))


@contextmanager
def kept(path: Path) -> Iterator[None]:
    """Nobody else changes the keys until the block ends; ConflictError where somebody is at it."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ConflictError("Another command is changing the keys; wait until it is through.") from error
    finally:
        os.close(handle)


def keys_in(text: str, where: str) -> tuple[bytes, ...]:
    """The keys that stand in some text, apart by commas or lines; SettingsError names where they stand."""
    keys = tuple(_from_hex(word, where) for word in text.replace(",", "\n").split())
    if not keys:
        raise SettingsError(f"{where} must hold {DIGITS} hexadecimal digits")
    return keys


def _from_hex(word: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(word)
    except ValueError:
        key = b""
    if len(key) != DIGITS // 2:
        raise SettingsError(f"{where} must hold {DIGITS} hexadecimal digits")
    return key


def _put(path: Path, keys: Sequence[bytes], take_place: Callable[[Path], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The draft is made with mode 0600.
        handle, name = mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w") as draft:
                draft.writelines(key.hex() + "\n" for key in keys)
                draft.flush()
                os.fsync(draft.fileno())
            take_place(Path(name))
        finally:
            Path(name).unlink(missing_ok=True)
        _fsync(path.parent)
    except OSError as error:
        raise _unusable(path, error) from error


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unusable(path: Path, error: OSError | UnicodeDecodeError) -> SettingsError:
    why = error.strerror if isinstance(error, OSError) else "it is no text"
    return SettingsError(f"The key file {path} cannot be used: {why}")
