"""What is exported comes back the same, and neither secrets nor formulas leave with it."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from agency.audit import audit
from agency.database import Database
from resources.geocoding.geocoder import Geocoder
from resources.hsds.export import ExportFormat, write
from resources.imports.importing import Report, import_directory
from resources.imports.rows import Outcome
from resources.readings.reading import read_texts
from resources.readings.rules import Rules
from resources.readings.texts import text_id
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.revisions import Modified
from resources.records.services import Service
from resources.records.sources import PROSE
from tests.conftest import NOW
from tests.resources.hsds.conftest import SECRET, key

pytestmark = pytest.mark.usefixtures("directory")


def export(database: Database, path: Path, format_: ExportFormat = ExportFormat.HSDS_JSON) -> str:
    """Write the directory out, and read what was written."""
    with database.reading() as session:
        write(session, path, format_)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    return path.read_text(encoding="utf-8-sig")


def days_ago(database: Database) -> None:
    """Have each record changed last on a day of its own."""
    with database.writing() as session:
        for number, each in enumerate(session.query(Modified).order_by(Modified.subject_id), 1):
            each.at = NOW - timedelta(days=number, minutes=number)
        audit.record(session, "directory.edited", None, fields="all")


def clear(database: Database, *, wholly: bool) -> None:
    """Take every record away; wholly: as if there had never been any."""
    with database.writing() as session:
        for organization in {service.organization for service in session.query(Service)}:
            session.delete(organization)
        session.flush()
        if wholly:
            session.execute(delete(Modified))
        audit.record(session, "directory.edited", None, fields="all")


def bring_in(database: Database, path: Path) -> Report:
    """Import what was exported."""
    with database.writing() as session:
        report = import_directory(session, path, NOW, Geocoder)
        audit.record(session, "directory.imported", None, source="first", created=2, updated=0)
    return report


def test_an_export_brought_into_an_empty_directory_is_exported_the_same(
    database: Database, tmp_path: Path
) -> None:
    with database.writing() as session:
        # HSDS knows extensions as numbers.
        session.query(Phone).filter(Phone.service_id.is_not(None)).limit(1).one().extension = "040"
        audit.record(session, "directory.edited", None, fields="phones")
    days_ago(database)
    first = export(database, tmp_path / "first.json")
    assert '"extension": 40' in first
    clear(database, wholly=True)

    report = bring_in(database, tmp_path / "first.json")

    assert report.counts == {Outcome.CREATED: report.read}
    assert export(database, tmp_path / "second.json") == first


def test_a_rule_that_nobody_accepted_waits_for_a_decision_wherever_it_comes(
    database: Database, tmp_path: Path
) -> None:
    """Accepted there is not accepted here, and read there is not said by the provider."""
    words = "Must be 18 or older. Photo ID required."
    with database.writing() as session:
        session.get_one(Service, key("desk")).eligibility_description = words
        session.get_one(Service, key("beds")).eligibility_description = words
        read_texts(session, NOW)
        beds = session.get_one(Service, key("beds"))
        (asked,) = [each for each in Rules().items(words) if each.value["rule"] == "identification"]
        beds.requirements.append(ServiceRequirement(**asked.value, source=PROSE, position=5))
        audit.record(session, "directory.edited", None, fields="all")
    days_ago(database)
    first = export(database, tmp_path / "first.json")
    assert first.count('"source": "prose"') == 3
    clear(database, wholly=True)

    for number in range(2):
        bring_in(database, tmp_path / "first.json")
        assert export(database, tmp_path / f"again{number}.json") == first

    with database.writing() as session:
        waiting = Rules().waiting_items(session, text_id(Rules().name, words), words)
        assert sorted((item.value["rule"], count) for item, count in waiting) == [
            ("identification", 2),
            ("minimum_age", 1),
        ]
        read_texts(session, NOW)
    assert export(database, tmp_path / "third.json") == first


def test_where_there_were_records_before_what_comes_is_new_today(database: Database, tmp_path: Path) -> None:
    """Programs that ask what changed since their last visit miss nothing of it."""
    days_ago(database)
    first = json.loads(export(database, tmp_path / "first.json"))
    clear(database, wholly=False)

    bring_in(database, tmp_path / "first.json")

    second = json.loads(export(database, tmp_path / "second.json"))
    today = NOW.isoformat(timespec="milliseconds")
    assert {each["last_modified"] for one in second for each in one["services"]} == {today}
    assert today not in {each["last_modified"] for one in first for each in one["services"]}


def test_an_export_brought_back_where_it_came_from_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    first = export(database, tmp_path / "first.json")

    with database.writing() as session:
        report = import_directory(session, tmp_path / "first.json", NOW, Geocoder)
        audit.record(session, "directory.imported", None, source="first", created=0, updated=0)

    assert report.counts == {Outcome.MERGED: report.read}
    assert export(database, tmp_path / "second.json") == first


def test_an_export_holds_the_organizations_that_the_list_holds(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    """One without services is part of the directory; one all of whose services are held or for survivors is not."""
    with database.writing() as session:
        survivors = Service(name="Rooms", victim_services=True)
        session.add_all(
            [Organization(name="Open Union"), Organization(name="Quiet Guild", services=[survivors])]
        )
        audit.record(session, "directory.edited", None, fields="all")

    exported = {each["name"] for each in json.loads(export(database, tmp_path / "all.json"))}
    listed = app.test_client().get("/hsds/organizations?per_page=100").get_json()["contents"]

    assert exported == {each["name"] for each in listed} == {"Harbor Homes", "Wren Works", "Open Union"}


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("all.json", ExportFormat.HSDS_JSON),
        ("all.zip", ExportFormat.HSDS_CSV),
        ("all.csv", ExportFormat.TABLE),
    ],
)
def test_nothing_secret_leaves(database: Database, tmp_path: Path, name: str, format_: ExportFormat) -> None:
    told = export(database, tmp_path / name, format_)

    assert "Harbor Beds" in told
    for secret in (
        SECRET,
        "Wren Hollow",
        "Wren Shelter",
        "Hidden House",
        "Held Record",
        "Canary",
        "accepts_",
    ):
        assert secret not in told


@pytest.mark.parametrize("format_", [ExportFormat.HSDS_CSV, ExportFormat.TABLE])
def test_no_cell_is_a_formula(database: Database, tmp_path: Path, format_: ExportFormat) -> None:
    with database.writing() as session:
        session.get_one(Service, key("beds")).name = '=HYPERLINK("http://bad.example")'
        session.get_one(Service, key("desk")).name = "＝1+1"
        audit.record(session, "directory.edited", None, fields="name")

    told = export(
        database, tmp_path / ("all.zip" if format_ is ExportFormat.HSDS_CSV else "all.csv"), format_
    )

    cells = [cell for row in csv.reader(io.StringIO(told)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert "'＝1+1" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))] == []
    assert [cell for cell in cells if re.match(r"-(?!\d+\.\d+$)", cell)] == []


def test_the_command_says_what_it_wrote(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    path = str(tmp_path / "all.json")

    done = run(args=["directory", "export", path, "--format", "hsds-json", "--json"])
    refused = run(args=["directory", "export", str(tmp_path / "none" / "all.json"), "--format", "table"])

    assert json.loads(done.output.splitlines()[-1])["services"] == 2
    assert refused.exit_code != 0
    assert "cannot be written" in refused.output
