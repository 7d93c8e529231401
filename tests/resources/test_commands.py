"""`directory import` as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.settings import Settings
from resources.commands import directory_group
from resources.records.locations import Location
from resources.records.services import Service
from tests.resources.geocoding.streets.shapefiles import Street, zipped

GUIDE = "Organization,Phone,Type\nHarbor Step,410-555-0101,Housing\nOrganization,Phone,Type\n"
Run = Callable[..., Any]


@pytest.fixture
def run(app: Flask) -> Run:
    """Types a command of the group."""
    return lambda *words: app.test_cli_runner().invoke(directory_group, [str(word) for word in words])


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A small resource guide."""
    path = tmp_path / "guide.csv"
    path.write_text(GUIDE)
    return path


def services(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Service)).all())


def test_an_import_says_what_became_of_every_row(run: Run, guide: Path, database: Database) -> None:
    result = run("import", guide, "--json")

    told = json.loads(result.stdout.splitlines()[-1])
    assert (result.exit_code, told["read"], told["created"], told["rejected"]) == (0, 2, 1, 1)
    assert told["warnings"][0].keys() == {"file", "row", "field", "code", "message"}
    assert services(database) == 1
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "directory.imported")).one()
        assert entry.details == {"source": "guide", "created": 1, "updated": 0}


def test_a_dry_run_tells_the_same_and_changes_nothing(run: Run, guide: Path, database: Database) -> None:
    rehearsed = json.loads(run("import", guide, "--dry-run", "--json").stdout.splitlines()[-1])

    assert services(database) == 0
    done = json.loads(run("import", guide, "--json").stdout.splitlines()[-1])
    changes = rehearsed.pop("changes")
    assert rehearsed | {"dry_run": False} == done
    assert [(each["outcome"], each["kind"], each["name"]) for each in changes] == [
        ("created", "organization", "Harbor Step"),
        ("created", "service", "Harbor Step"),
        ("rejected", "", "Organization"),
    ]


def test_where_nothing_can_be_imported_the_command_fails_and_changes_nothing(
    run: Run, tmp_path: Path, database: Database
) -> None:
    path = tmp_path / "guide.csv"
    path.write_text("Organization,Phone\n,410-555-0101\n")

    result = run("import", path, "--json")

    assert result.exit_code == 1
    assert "Nothing in it could be imported" in result.stderr
    assert services(database) == 0


def test_a_file_that_is_no_directory_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    result = run("import", tmp_path / "nowhere.csv")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == f"Error: There is no file or folder {tmp_path / 'nowhere.csv'}."


def test_a_mapping_says_which_column_is_which(run: Run, tmp_path: Path, database: Database) -> None:
    path, mapping = tmp_path / "guide.csv", tmp_path / "mapping.json"
    path.write_text("Wer,Was\nHarbor Step,Transitional housing\n")
    mapping.write_text('{"organization": "Wer", "description": "Was"}')

    result = run("import", path, "--mapping", mapping)

    assert result.exit_code == 0
    with database.reading() as session:
        assert session.scalars(select(Service.description)).all() == ["Transitional housing"]


def test_loaded_streets_place_tables_and_imports_from_then_on(
    app: Flask, run: Run, tmp_path: Path, database: Database, settings: Settings
) -> None:
    guide, table = tmp_path / "guide.csv", tmp_path / "in.csv"
    line = "149 Heron St Baltimore MD 21201"
    guide.write_text(f"Organization,Phone,Type,Address\nHarbor Step,410-555-0101,Housing,{line}\n")
    table.write_text(f"address\n{line}\n")

    with app.app_context():
        assert run("load-streets", zipped(tmp_path, [Street("Heron St", ("101", "199"))])).exit_code == 0
        run("import", guide)
        run("geocode", table, tmp_path / "out.csv")

    assert "street,155,street_range" in (tmp_path / "out.csv").read_text()
    with database.reading() as session:
        (place,) = session.scalars(select(Location)).all()
        assert (place.position_source, place.precision) == ("street_range", "street")
    # What is public lies in a file of its own, beside the encrypted database.
    assert settings.streets.read_bytes().startswith(b"SQLite format 3")


def test_no_outside_geocoder_is_asked_unless_it_is_switched_on(app: Flask, run: Run) -> None:
    with app.app_context():
        result = run("geocode-outside")

    assert result.exit_code == 1
    assert "Nobody was asked" in result.output
