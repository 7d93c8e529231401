"""The app wires the floors together, from settings alone, and starts only when everything is in its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Blueprint
from flask.cli import FlaskGroup

import app as wiring
from agency.access.permissions import ANYONE
from agency.clock import FixedClock, SystemClock
from agency.edge.areas import Area
from agency.settings import Settings
from app import create_app
from tests.conftest import MASTER_KEY, NOW


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    """Settings with nothing special."""
    return Settings(f"sqlite:///{tmp_path / 'reentry.db'}", tmp_path, (MASTER_KEY,))


def test_settings_come_from_the_environment_where_none_are_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REENTRY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REENTRY_KEY_FILE", str(tmp_path / "reentry.key"))
    monkeypatch.setenv("DATABASE_URL", "")

    app = create_app()

    assert app.extensions["settings"].data == tmp_path / "data"
    assert isinstance(app.extensions["clock"], SystemClock)
    assert (tmp_path / "reentry.key").exists()


def test_a_mistake_in_the_environment_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REENTRY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REENTRY_KEY_FILE", str(tmp_path / "reentry.key"))
    monkeypatch.setenv("PORT", "many")

    with pytest.raises(SystemExit, match="PORT"):
        create_app()


def test_the_clock_that_is_given_is_the_one_that_is_used(plain: Settings) -> None:
    clock = FixedClock(NOW)

    app = create_app(plain, clock)

    assert app.extensions["clock"] is clock
    assert app.extensions["database"].clock is clock


def test_an_area_with_an_unguarded_address_does_not_start(
    plain: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = Blueprint("open", __name__)
    area.add_url_rule("/open-door", view_func=str)
    monkeypatch.setattr(wiring, "AREAS", (*wiring.AREAS, area))

    with pytest.raises(RuntimeError, match="/open-door has no permission"):
        create_app(plain)


@pytest.mark.parametrize("permission", ["plan.eat", "Anyone", ""])
def test_a_permission_that_is_not_in_the_table_does_not_start(
    plain: Settings, monkeypatch: pytest.MonkeyPatch, permission: str
) -> None:
    area = Area("open", __name__)
    area.page("/open-door", permission)(str)
    monkeypatch.setattr(wiring, "AREAS", (*wiring.AREAS, area))

    with pytest.raises(RuntimeError, match="/open-door has no permission"):
        create_app(plain)


def test_no_two_areas_and_no_two_commands_share_a_name(plain: Settings) -> None:
    app = create_app(plain)

    assert len({area.name for area in wiring.AREAS}) == len(wiring.AREAS)
    assert {command.name for command in wiring.COMMANDS} <= set(app.cli.commands)
    assert len({command.name for command in wiring.COMMANDS}) == len(wiring.COMMANDS)


def test_the_cookie_key_is_not_the_master_key(plain: Settings) -> None:
    assert create_app(plain).config["SECRET_KEY"] != MASTER_KEY


def test_two_installations_do_not_share_cookies(plain: Settings, tmp_path: Path) -> None:
    other = Settings(plain.database_url, tmp_path, (bytes(32),))

    assert create_app(plain).config["SECRET_KEY"] != create_app(other).config["SECRET_KEY"]


def test_every_page_is_served_to_staff_or_to_anyone(plain: Settings) -> None:
    app = create_app(plain)

    permissions = {getattr(view, "permission", None) for view in app.view_functions.values()}

    assert None not in permissions
    assert ANYONE in permissions


WRONG = {
    "PORT": ("many", "PORT must be a whole number from 1 to 65535, not 'many'"),
    "REENTRY_KEY": ("short", "REENTRY_KEY must hold 64 hexadecimal digits"),
    "REENTRY_DATA": (
        "/dev/null/data",
        "There can be no folder for /dev/null/data/reentry.db: Not a directory.",
    ),
    "REENTRY_KEY_FILE": ("/dev/null/in/key", "The key file /dev/null/in/key cannot be used: Not a directory"),
    "DATABASE_URL": (
        "postgresql://user:a-secret@/reentry?host=/nowhere",
        "The database cannot be reached, or does not let the service in. Check DATABASE_URL and the database server.",
    ),
}


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Runs a command as the command line does, the settings read from an environment."""
    for name in ("DATABASE_URL", "REENTRY_KEY", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REENTRY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REENTRY_KEY_FILE", str(tmp_path / "reentry.key"))

    def run(*words: str, **environment: str) -> Result:
        return CliRunner().invoke(FlaskGroup(create_app=create_app), words, env=environment)

    return run


@pytest.mark.parametrize(("name", "value", "said"), [(name, *wrong) for name, wrong in WRONG.items()])
def test_a_wrong_setting_ends_a_command_in_one_line(
    command: Callable[..., Result], name: str, value: str, said: str
) -> None:
    result = command("audit", "verify", **{name: value})

    assert (result.exit_code, result.output) == (1, f"Error: {said}\n")


def test_the_list_of_commands_tells_a_wrong_setting_in_one_line(command: Callable[..., Result]) -> None:
    result = command("--help", PORT="many")

    assert (result.exit_code, result.output) == (1, f"Error: {WRONG['PORT'][1]}\n")


def test_a_lost_or_other_key_ends_a_command_in_one_line(
    command: Callable[..., Result], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert command("audit", "verify").exit_code == 0
    key = (tmp_path / "reentry.key").read_text()

    other = command("audit", "verify", REENTRY_KEY="0f" * 32)
    (tmp_path / "reentry.key").unlink()
    lost = command("audit", "verify")
    (tmp_path / "reentry.key").write_text(key)
    open_to_all = command("audit", "verify")

    database, key_file = tmp_path / "data" / "reentry.db", tmp_path / "reentry.key"
    assert [(each.exit_code, each.output) for each in (other, lost, open_to_all)] == [
        (1, f"Error: {database} cannot be opened with this key: restore its key file.\n"),
        (1, f"Error: {database} is there but its key file {key_file} is not; restore the key file\n"),
        (1, f"Error: {key_file} can be read by others; run: chmod 600 {key_file}\n"),
    ]
    assert capfd.readouterr().err == ""
