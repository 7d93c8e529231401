"""How this installation is set up: read once from the environment, checked, then never changed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from agency.errors import SettingsError
from agency.keys import file as key_file

ROOT = Path(__file__).resolve().parent.parent
GEOCODERS = ("", "census", "nominatim")
ROUTING_SERVERS = ("", "osrm", "valhalla", "otp")
# A name and, where it is not the usual one, a port; an address in numbers is none (WebAuthn, section 5.1.2).
HOST = re.compile(r"(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.I)


@dataclass(frozen=True)
class Settings:
    """Every choice an installation can make.

    database_url: where the records are; a file path for the embedded encrypted database, or postgresql://…
    data: folder for database and documents. master_keys: 32 bytes each, newest first, from which every other key is
    derived. key_file: where they were read from; None where REENTRY_KEY holds them.
    second_factor: whether a log-in needs a code besides the password; off in the demonstration alone.
    lock_minutes: how long five failed log-ins lock an account; 0: until somebody releases it.
    session_hours: how long a log-in lasts at most. public_host: the host name browsers ask for, behind HTTPS.
    emergency_access_hours: for how long emergency access opens a record.
    trusted_proxy: the address of the one proxy whose word on a browser's address is taken.
    audit_retention_days: how long audit entries are kept at least. backup_days: how old the last backup may be.
    geocoder: who outside is asked about open places of the directory: "" (nobody), "census" or "nominatim", the latter
    at geocoder_domain. Nobody is ever asked about a person's address.
    routing_server: what kind of server reckons ways between places of the directory: "" (none), "osrm", "valhalla" or
    "otp", at routing_url.
    """

    database_url: str
    data: Path
    master_keys: tuple[bytes, ...]
    port: int = 8000
    publish_directory: bool = False
    demo: bool = False
    tile_url: str = ""
    secure_cookies: bool = False
    second_factor: bool = True
    lock_minutes: int = 15
    sessions_per_user: int = 1
    session_hours: int = 12
    public_host: str = ""
    emergency_access_hours: int = 24
    trusted_proxy: str = ""
    audit_retention_days: int = 2190
    backup_days: int = 7
    geocoder: str = ""
    geocoder_domain: str = ""
    routing_server: str = ""
    routing_url: str = ""
    key_file: Path | None = None

    @property
    def master_key(self) -> bytes:
        """The newest of them, under which everything new is sealed."""
        return self.master_keys[0]

    @property
    def fonts(self) -> Path:
        """The folder of the typeface for documents; documents render without it too."""
        return ROOT / "static" / "vendor" / "fonts"

    @property
    def streets(self) -> Path:
        """The file of street ranges: public data, so it lies beside the encrypted database and not in it."""
        return self.data / "streets" / "ranges.db"

    @property
    def lock(self) -> timedelta | None:
        """How long failed log-ins lock an account; None: until somebody releases it."""
        return timedelta(minutes=self.lock_minutes) if self.lock_minutes else None

    @property
    def longest_session(self) -> timedelta:
        """How long a log-in lasts at most."""
        return timedelta(hours=self.session_hours)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings; SettingsError names every one that cannot be used, a line each."""
        data = Path(environment.get("REENTRY_DATA", ROOT / "var")).expanduser().resolve()
        given = environment.get("REENTRY_KEY", "")
        path = Path(environment.get("REENTRY_KEY_FILE", key_file.default(data))).expanduser()
        number, flag = partial(partial, _number, environment), partial(partial, _flag, environment)
        # One reader for each field; what they refuse is gathered.
        readers: dict[str, Callable[[], object]] = {
            "database_url": lambda: _database_url(environment.get("DATABASE_URL", ""), data),
            "port": lambda: _port(environment.get("PORT", "8000")),
            "publish_directory": flag("PUBLISH_DIRECTORY"),
            "demo": flag("REENTRY_DEMO"),
            "tile_url": lambda: environment.get("TILE_URL", ""),
            "emergency_access_hours": number("EMERGENCY_ACCESS_HOURS", 24, range(1, 7 * 24 + 1)),
            "secure_cookies": flag("SECURE_COOKIES"),
            "lock_minutes": number("LOCK_MINUTES", 15, range(60 * 24 * 366)),
            "sessions_per_user": number("SESSIONS_PER_USER", 1, range(1, 101)),
            "session_hours": number("SESSION_HOURS", 12, range(1, 25)),
            "public_host": lambda: _host(environment.get("PUBLIC_HOST", "")),
            "trusted_proxy": lambda: _address(environment.get("TRUSTED_PROXY", "")),
            "audit_retention_days": number("AUDIT_RETENTION_DAYS", 2190, range(365, 36526)),
            "backup_days": number("BACKUP_DAYS", 7, range(1, 366)),
            "geocoder": lambda: _geocoder(environment.get("GEOCODER", "")),
            "geocoder_domain": lambda: _geocoder_domain(environment),
            "routing_server": lambda: _routing_server(environment.get("ROUTING_SERVER", "")),
            "routing_url": lambda: _routing_url(environment),
        }
        values, mistakes = _read(readers)
        # The key comes last: where something else is wrong, no key is made yet.
        if not mistakes or given:
            file = _file_of(make_url(str(values["database_url"]))) if "database_url" in values else None
            keys, wrong = _read({"master_keys": lambda: _master_keys(given, path, data, file)})
            values, mistakes = {**values, **keys}, [*mistakes, *wrong]
        if mistakes:
            raise SettingsError("\n".join(mistakes))
        return cls(data=data, key_file=None if given else path, second_factor=not values["demo"], **values)


def _read(readers: Mapping[str, Callable[[], object]]) -> tuple[dict[str, Any], list[str]]:
    values, mistakes = {}, []
    for name, read in readers.items():
        try:
            values[name] = read()
        except SettingsError as error:
            mistakes.append(str(error))
    return values, mistakes


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


def _master_keys(given: str, path: Path, data: Path, file: Path | None) -> tuple[bytes, ...]:
    if given:
        return key_file.keys_in(given, "REENTRY_KEY")
    if data in path.resolve().parents:
        raise SettingsError(
            "REENTRY_KEY_FILE must lie outside REENTRY_DATA: a copy of the data must not hold its key"
        )
    if not _exists(path):
        if file and file.exists():
            raise SettingsError(f"{file} is there but its key file {path} is not; restore the key file")
        key_file.make(path)
    return key_file.read(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # What is wrong with it is told when it is read.
        return True


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT must be a whole number from 1 to 65535, not {text!r}")
    return int(text)


def _number(environment: Mapping[str, str], name: str, usual: int, allowed: range) -> int:
    text = environment.get(name, "") or str(usual)
    if not (text.isascii() and text.isdecimal() and int(text) in allowed):
        raise SettingsError(f"{name} must be a whole number from {allowed[0]} to {allowed[-1]}, not {text!r}")
    return int(text)


def _host(text: str) -> str:
    if text and not HOST.fullmatch(text):
        raise SettingsError(
            f"PUBLIC_HOST must be a host name such as reentry.agency.example, without https://, not {text!r}"
        )
    return text.lower()


def _address(text: str) -> str:
    try:
        return str(ip_address(text)) if text else ""
    except ValueError:
        raise SettingsError(f"TRUSTED_PROXY must be an address such as 127.0.0.1, not {text!r}") from None


def _geocoder(text: str) -> str:
    if text.lower() not in GEOCODERS:
        raise SettingsError(f"GEOCODER must be census, nominatim or empty, not {text!r}")
    return text.lower()


def _geocoder_domain(environment: Mapping[str, str]) -> str:
    text = environment.get("GEOCODER_DOMAIN", "")
    if text and not HOST.fullmatch(text):
        raise SettingsError(
            f"GEOCODER_DOMAIN must be a host name such as nominatim.agency.example, without https://, not {text!r}"
        )
    if not text and environment.get("GEOCODER", "").lower() == "nominatim":
        raise SettingsError(
            "GEOCODER_DOMAIN must name the host of your own Nominatim where GEOCODER is nominatim"
        )
    return text.lower()


def _routing_server(text: str) -> str:
    if text.lower() not in ROUTING_SERVERS:
        raise SettingsError(f"ROUTING_SERVER must be osrm, valhalla, otp or empty, not {text!r}")
    return text.lower()


def _routing_url(environment: Mapping[str, str]) -> str:
    text = environment.get("ROUTING_URL", "").rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s?#]+", text):
        raise SettingsError(f"ROUTING_URL must be an address such as http://127.0.0.1:5000, not {text!r}")
    if not text and environment.get("ROUTING_SERVER", ""):
        raise SettingsError("ROUTING_URL must say where the routing server is that ROUTING_SERVER names")
    return text


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").lower()
    if text in ("", "0", "false", "no"):
        return False
    if text in ("1", "true", "yes"):
        return True
    raise SettingsError(f"{name} must be 1 or 0, not {text!r}")
