"""What guards are tried on: the product itself, and small synthetic projects that break a rule."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from agency.clock import FixedClock
from agency.settings import Settings
from app import create_app
from tests.conftest import MASTER_KEY, NOW

Plant = Callable[[dict[str, str]], Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes a synthetic project, path → text, and gives its root."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    """The service with every route, on a database nobody asks."""
    return create_app(Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, (MASTER_KEY,)), FixedClock(NOW))
