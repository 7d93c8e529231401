"""Each mistake in the settings is told in one clear line before anything starts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from agency.errors import SettingsError
from agency.keys.file import default as default_key_file
from agency.settings import Settings

KEY = "0f" * 32


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings under which the service starts."""
    return {
        "REENTRY_DATA": str(tmp_path / "data"),
        "REENTRY_KEY_FILE": str(tmp_path / "keys" / "reentry.key"),
    }


def test_a_first_run_needs_no_setting_but_folders(environment: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.from_environment(environment)

    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'reentry.db'}"
    assert (settings.port, settings.publish_directory, settings.demo, settings.secure_cookies) == (
        8000,
        False,
        False,
        False,
    )
    assert len(settings.master_key) == 32


def test_the_key_file_is_made_for_its_owner_alone_and_kept(environment: dict[str, str]) -> None:
    first = Settings.from_environment(environment)
    second = Settings.from_environment(environment)

    assert Path(environment["REENTRY_KEY_FILE"]).stat().st_mode & 0o777 == 0o600
    assert first.master_key == second.master_key


def test_the_key_lies_outside_the_data_when_nobody_says_otherwise(tmp_path: Path) -> None:
    data = tmp_path / "data"

    assert data not in default_key_file(data).parents
    assert default_key_file(data) != default_key_file(tmp_path / "other")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "PORT must be a whole number from 1 to 65535, not 'eighty'"),
        ("PORT", "0", "PORT must be a whole number"),
        ("PORT", "65536", "PORT must be a whole number"),
        ("PORT", "-1", "PORT must be a whole number"),
        ("PORT", "²", "PORT must be a whole number"),
        ("REENTRY_DEMO", "perhaps", "REENTRY_DEMO must be 1 or 0, not 'perhaps'"),
        ("PUBLISH_DIRECTORY", "2", "PUBLISH_DIRECTORY must be 1 or 0"),
        ("SECURE_COOKIES", "on", "SECURE_COOKIES must be 1 or 0"),
        ("LOCK_MINUTES", "-1", "LOCK_MINUTES must be a whole number from 0 to 527039, not '-1'"),
        ("LOCK_MINUTES", "²", "LOCK_MINUTES must be a whole number"),
        ("SESSIONS_PER_USER", "0", "SESSIONS_PER_USER must be a whole number from 1 to 100, not '0'"),
        ("SESSION_HOURS", "25", "SESSION_HOURS must be a whole number from 1 to 24, not '25'"),
        ("EMERGENCY_ACCESS_HOURS", "169", "EMERGENCY_ACCESS_HOURS must be a whole number from 1 to 168"),
        ("PUBLIC_HOST", "https://reentry.example", "PUBLIC_HOST must be a host name"),
        ("PUBLIC_HOST", "10.0.0.1", "PUBLIC_HOST must be a host name"),
        ("GEOCODER", "google", "GEOCODER must be census, nominatim or empty, not 'google'"),
        ("GEOCODER", "nominatim", "GEOCODER_DOMAIN must name the host of your own Nominatim"),
        ("GEOCODER_DOMAIN", "https://maps.example", "GEOCODER_DOMAIN must be a host name"),
        (
            "DATABASE_URL",
            "mysql://db.example/reentry",
            "DATABASE_URL must begin with postgresql:// or sqlite:///",
        ),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must begin with"),
        ("REENTRY_KEY", "short", "REENTRY_KEY must hold 64 hexadecimal digits"),
        ("REENTRY_KEY", "0f" * 31, "REENTRY_KEY must hold 64 hexadecimal digits"),
    ],
)
def test_a_mistake_is_named_in_one_line(
    environment: dict[str, str], name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as told:
        Settings.from_environment({**environment, name: value})

    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_all_mistakes_are_told_at_once_and_no_key_is_made(environment: dict[str, str]) -> None:
    wrong = {"PORT": "many", "SECURE_COOKIES": "on", "DATABASE_URL": "mysql://x", "TRUSTED_PROXY": "proxy"}

    with pytest.raises(SettingsError) as told:
        Settings.from_environment({**environment, **wrong, "AUDIT_RETENTION_DAYS": "364"})
    with pytest.raises(SettingsError) as told_with_key:
        Settings.from_environment({**environment, "PORT": "many", "REENTRY_KEY": "short"})

    assert str(told.value).splitlines() == [
        "DATABASE_URL must begin with postgresql:// or sqlite:///",
        "PORT must be a whole number from 1 to 65535, not 'many'",
        "SECURE_COOKIES must be 1 or 0, not 'on'",
        "TRUSTED_PROXY must be an address such as 127.0.0.1, not 'proxy'",
        "AUDIT_RETENTION_DAYS must be a whole number from 365 to 36525, not '364'",
    ]
    assert [line.split(" ")[0] for line in str(told_with_key.value).splitlines()] == ["PORT", "REENTRY_KEY"]
    assert not Path(environment["REENTRY_KEY_FILE"]).exists()


@pytest.mark.parametrize(
    ("text", "meant"), [("1", True), ("true", True), ("Yes", True), ("0", False), ("", False), ("NO", False)]
)
def test_a_switch_is_read_as_people_write_it(environment: dict[str, str], text: str, *, meant: bool) -> None:
    assert Settings.from_environment({**environment, "PUBLISH_DIRECTORY": text}).publish_directory is meant


def test_how_log_ins_end_is_the_agencys_choice(environment: dict[str, str]) -> None:
    own = {"LOCK_MINUTES": "0", "SESSIONS_PER_USER": "2", "SESSION_HOURS": "8", "PUBLIC_HOST": "R.Example"}

    usual, chosen = Settings.from_environment(environment), Settings.from_environment({**environment, **own})

    assert (usual.lock, usual.sessions_per_user, usual.longest_session, usual.public_host) == (
        timedelta(minutes=15),
        1,
        timedelta(hours=12),
        "",
    )
    assert (chosen.lock, chosen.sessions_per_user, chosen.longest_session, chosen.public_host) == (
        None,
        2,
        timedelta(hours=8),
        "r.example",
    )


@pytest.mark.parametrize("url", ["postgres://db.example/reentry", "postgresql://db.example/reentry"])
def test_both_names_of_a_database_server_are_understood(environment: dict[str, str], url: str) -> None:
    assert (
        Settings.from_environment({**environment, "DATABASE_URL": url}).database_url
        == "postgresql://db.example/reentry"
    )


@pytest.mark.parametrize("inside", ["reentry.key", "deep/down/reentry.key", "../data/reentry.key"])
def test_a_key_within_the_data_is_refused(environment: dict[str, str], inside: str) -> None:
    place = Path(environment["REENTRY_DATA"]) / inside

    with pytest.raises(SettingsError, match="must lie outside REENTRY_DATA"):
        Settings.from_environment({**environment, "REENTRY_KEY_FILE": str(place)})

    assert not place.exists()


def test_a_link_does_not_carry_the_key_into_the_data(environment: dict[str, str], tmp_path: Path) -> None:
    data = Path(environment["REENTRY_DATA"])
    data.mkdir()
    (tmp_path / "link").symlink_to(data)

    with pytest.raises(SettingsError, match="must lie outside REENTRY_DATA"):
        Settings.from_environment({**environment, "REENTRY_KEY_FILE": str(tmp_path / "link" / "reentry.key")})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_can_read_is_refused(environment: dict[str, str], mode: int) -> None:
    Settings.from_environment(environment)
    key_file = Path(environment["REENTRY_KEY_FILE"])
    key_file.chmod(mode)

    with pytest.raises(SettingsError, match=f"run: chmod 600 {key_file}"):
        Settings.from_environment(environment)


def test_a_lost_key_is_told_and_not_replaced(environment: dict[str, str]) -> None:
    data, key_file = Path(environment["REENTRY_DATA"]), Path(environment["REENTRY_KEY_FILE"])
    data.mkdir()
    (data / "reentry.db").touch()

    with pytest.raises(SettingsError, match="is not; restore the key file"):
        Settings.from_environment(environment)

    assert not key_file.exists()


def test_a_lost_key_of_a_file_elsewhere_is_told_too(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "elsewhere.db").touch()
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'elsewhere.db'}"

    with pytest.raises(SettingsError, match="is not; restore the key file"):
        Settings.from_environment(environment)


def test_the_key_file_is_there_whole_or_not_at_all(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("agency.keys.file.os.fsync", fails)
    with pytest.raises(SettingsError, match="No space left on device"):
        Settings.from_environment(environment)

    assert list(Path(environment["REENTRY_KEY_FILE"]).parent.iterdir()) == []


def test_two_that_start_at_once_share_one_key(environment: dict[str, str]) -> None:
    starters = 8
    begin = Barrier(starters)

    def start(_: int) -> bytes:
        begin.wait()
        return Settings.from_environment(environment).master_key

    with ThreadPoolExecutor(starters) as pool:
        keys = set(pool.map(start, range(starters)))

    assert len(keys) == 1


@pytest.mark.parametrize("name", ["PORT", "PUBLISH_DIRECTORY", "DATABASE_URL"])
def test_no_key_is_made_where_another_setting_is_wrong(environment: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({**environment, name: "wrong"})

    assert not Path(environment["REENTRY_KEY_FILE"]).exists()


def test_a_damaged_key_file_is_told(environment: dict[str, str]) -> None:
    Settings.from_environment(environment)
    Path(environment["REENTRY_KEY_FILE"]).write_text(KEY[:-2])

    with pytest.raises(SettingsError, match="must hold 64 hexadecimal digits"):
        Settings.from_environment(environment)


def test_several_keys_stand_newest_first(environment: dict[str, str]) -> None:
    first, second = "0f" * 32, "1e" * 32
    given = Settings.from_environment({**environment, "REENTRY_KEY": f"{first}, {second}"})
    Settings.from_environment(environment)
    Path(environment["REENTRY_KEY_FILE"]).write_text(f"{first}\n{second}\n\n")

    read = Settings.from_environment(environment)

    assert given.master_keys == read.master_keys == (bytes.fromhex(first), bytes.fromhex(second))
    assert read.master_key == bytes.fromhex(first)
    assert (given.key_file, read.key_file) == (None, Path(environment["REENTRY_KEY_FILE"]))


def test_settings_do_not_change(environment: dict[str, str]) -> None:
    settings = Settings.from_environment(environment)

    with pytest.raises(AttributeError):
        settings.port = 9000  # type: ignore[misc]


def test_nobody_outside_is_asked_for_places_unless_it_is_switched_on(environment: dict[str, str]) -> None:
    own = {"GEOCODER": "Nominatim", "GEOCODER_DOMAIN": "Maps.agency.example:8443"}

    assert Settings.from_environment(environment).geocoder == ""
    chosen = Settings.from_environment({**environment, **own})
    assert (chosen.geocoder, chosen.geocoder_domain) == ("nominatim", "maps.agency.example:8443")


def test_no_routing_server_is_asked_unless_it_is_switched_on(environment: dict[str, str]) -> None:
    own = {"ROUTING_SERVER": "OSRM", "ROUTING_URL": "http://127.0.0.1:5000/"}

    assert Settings.from_environment(environment).routing_server == ""
    chosen = Settings.from_environment({**environment, **own})
    assert (chosen.routing_server, chosen.routing_url) == ("osrm", "http://127.0.0.1:5000")


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"ROUTING_SERVER": "atlas"}, "ROUTING_SERVER must be"),
        ({"ROUTING_SERVER": "otp"}, "ROUTING_URL must say"),
        ({"ROUTING_SERVER": "otp", "ROUTING_URL": "file:///etc/passwd"}, "ROUTING_URL must be an address"),
    ],
)
def test_a_routing_server_that_cannot_be_asked_is_told_at_the_start(
    environment: dict[str, str], own: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings.from_environment({**environment, **own})
