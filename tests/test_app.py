"""The app wires the floors together, from settings alone, and starts only when everything is in its place."""

from pathlib import Path

import pytest
from flask import Blueprint

import app as wiring
from agency.clock import FixedClock, SystemClock
from agency.errors import SettingsError
from agency.permissions import ANYONE
from agency.settings import Settings
from agency.web import Area
from app import create_app
from tests.conftest import MASTER_KEY, NOW


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    """Settings with nothing special."""
    return Settings(f"sqlite:///{tmp_path / 'reentry.db'}", tmp_path, MASTER_KEY)


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

    with pytest.raises(SettingsError, match="PORT"):
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
    other = Settings(plain.database_url, tmp_path, bytes(32))

    assert create_app(plain).config["SECRET_KEY"] != create_app(other).config["SECRET_KEY"]


def test_every_page_is_served_to_staff_or_to_anyone(plain: Settings) -> None:
    app = create_app(plain)

    permissions = {getattr(view, "permission", None) for view in app.view_functions.values()}

    assert None not in permissions
    assert ANYONE in permissions
