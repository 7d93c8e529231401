"""How this installation is set up: read once from the environment, checked, then never changed."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from agency.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Every choice an installation can make.

    database_url: where the records are; a file path for the embedded encrypted database, or postgresql://…
    data: folder for database and documents. master_key: 32 bytes from which every other key is derived.
    second_factor: whether a log-in needs a code besides the password; off in the demonstration alone.
    """

    database_url: str
    data: Path
    master_key: bytes
    port: int = 8000
    publish_directory: bool = False
    demo: bool = False
    tile_url: str = ""
    secure_cookies: bool = False
    second_factor: bool = True

    @property
    def fonts(self) -> Path:
        """The folder of the typeface for documents; documents render without it too."""
        return ROOT / "static" / "vendor" / "fonts"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings; SettingsError names the first one that cannot be used."""
        data = Path(environment.get("REENTRY_DATA", ROOT / "var")).expanduser().resolve()
        key_file = Path(environment.get("REENTRY_KEY_FILE", default_key_file(data))).expanduser()
        url = _database_url(environment.get("DATABASE_URL", ""), data)
        # The key comes last: where something else is wrong, no key is made yet.
        return cls(
            database_url=url,
            data=data,
            port=_port(environment.get("PORT", "8000")),
            publish_directory=_flag(environment, "PUBLISH_DIRECTORY"),
            demo=_flag(environment, "REENTRY_DEMO"),
            second_factor=not _flag(environment, "REENTRY_DEMO"),
            tile_url=environment.get("TILE_URL", ""),
            secure_cookies=_flag(environment, "SECURE_COOKIES"),
            master_key=_master_key(
                environment.get("REENTRY_KEY", ""), key_file, data, _file_of(make_url(url))
            ),
        )


def default_key_file(data: Path) -> Path:
    """Where the key lies when nobody says otherwise: in the home folder, named after the data folder it opens."""
    name = "-".join(data.parts[1:]) or "root"
    return Path.home() / ".config" / "reentry-planner" / f"{name}.key"


def _database_url(url: str, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'reentry.db'}"
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///")
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(
            "DATABASE_URL cannot be read; one is postgresql://user:password@host/name"
        ) from error
    return url


def _file_of(url: URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _master_key(given: str, key_file: Path, data: Path, file: Path | None) -> bytes:
    if given:
        return _key_from_hex(given, "REENTRY_KEY")
    if data in key_file.resolve().parents:
        raise SettingsError(
            "REENTRY_KEY_FILE must lie outside REENTRY_DATA: a copy of the data must not hold its key"
        )
    try:
        if not key_file.exists():
            _make_key_file(key_file, file)
        if key_file.stat().st_mode & 0o077:
            raise SettingsError(f"{key_file} can be read by others; run: chmod 600 {key_file}")
        return _key_from_hex(key_file.read_text(), str(key_file))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"The key file {key_file} cannot be used: {why}") from error


def _make_key_file(key_file: Path, file: Path | None) -> None:
    """Make a key that is there whole or not at all; where two start at once, the first one's key stands."""
    if file and file.exists():
        raise SettingsError(f"{file} is there but its key file {key_file} is not; restore the key file")
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The file is made with mode 0600.
    handle, draft = mkstemp(dir=key_file.parent)
    try:
        with os.fdopen(handle, "w") as written:
            written.write(secrets.token_bytes(32).hex() + "\n")
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(draft, key_file)
    finally:
        os.unlink(draft)


def _key_from_hex(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SettingsError(f"{where} must hold 64 hexadecimal digits")
    return key


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT must be a whole number from 1 to 65535, not {text!r}")
    return int(text)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").lower()
    if text in ("", "0", "false", "no"):
        return False
    if text in ("1", "true", "yes"):
        return True
    raise SettingsError(f"{name} must be 1 or 0, not {text!r}")
