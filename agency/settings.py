"""How this installation is set up: read once from the environment, checked, then never changed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agency.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Every choice an installation can make.

    database_url: where the records are; a file path for the embedded encrypted database, or postgresql://…
    data: folder for database and documents. master_key: 32 bytes from which every other key is derived.
    """

    database_url: str
    data: Path
    master_key: bytes
    port: int = 8000
    publish_directory: bool = False
    demo: bool = False
    tile_url: str = ""
    secure_cookies: bool = False

    @property
    def fonts(self) -> Path:
        """The folder of the typeface for documents; documents render without it too."""
        return ROOT / "static" / "vendor" / "fonts"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings; SettingsError names the first one that cannot be used."""
        data = Path(environment.get("REENTRY_DATA", ROOT / "var")).expanduser().resolve()
        key_file = Path(environment.get("REENTRY_KEY_FILE", default_key_file(data))).expanduser()
        return cls(
            database_url=_database_url(environment.get("DATABASE_URL", ""), data),
            data=data,
            master_key=_master_key(environment.get("REENTRY_KEY", ""), key_file, data),
            port=_port(environment.get("PORT", "8000")),
            publish_directory=_flag(environment, "PUBLISH_DIRECTORY"),
            demo=_flag(environment, "REENTRY_DEMO"),
            tile_url=environment.get("TILE_URL", ""),
            secure_cookies=_flag(environment, "SECURE_COOKIES"),
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
    return url


def _master_key(given: str, key_file: Path, data: Path) -> bytes:
    if given:
        return _key_from_hex(given, "REENTRY_KEY")
    if data in key_file.resolve().parents:
        raise SettingsError(
            "REENTRY_KEY_FILE must lie outside REENTRY_DATA: a copy of the data must not hold its key"
        )
    if not key_file.exists():
        return _new_key_file(key_file, data)
    if key_file.stat().st_mode & 0o077:
        raise SettingsError(f"{key_file} can be read by others; run: chmod 600 {key_file}")
    return _key_from_hex(key_file.read_text(), str(key_file))


def _new_key_file(key_file: Path, data: Path) -> bytes:
    if (data / "reentry.db").exists():
        raise SettingsError(
            f"{data / 'reentry.db'} is there but its key file {key_file} is not; restore the key file"
        )
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(32)
    key_file.touch(mode=0o600, exist_ok=False)
    key_file.write_text(key.hex() + "\n")
    return key


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
