"""What is exported as tables comes back the same as what is exported as JSON."""

from pathlib import Path

import pytest

from agency.audit import audit
from agency.database import Database
from resources.hsds.export import ExportFormat, write
from resources.imports.importing import Format
from resources.imports.rows import Outcome
from resources.records.services import Service
from tests.resources.hsds.conftest import key
from tests.resources.hsds.test_export import bring_in, clear, days_ago, export

pytestmark = pytest.mark.usefixtures("directory")


@pytest.mark.parametrize("name", ["all.zip", "all"])
def test_tables_brought_into_an_empty_directory_are_exported_the_same(
    database: Database, tmp_path: Path, name: str
) -> None:
    with database.writing() as session:
        # A spreadsheet would run these as formulas: they leave as text and come back as they were.
        session.get_one(Service, key("beds")).description = "=1+1 beds"
        session.get_one(Service, key("desk")).description = "＝1+1 desks"
        audit.record(session, "directory.edited", None, fields="description")
    days_ago(database)
    first = export(database, tmp_path / "first.json")
    if name == "all":
        (tmp_path / name).mkdir()
    with database.reading() as session:
        write(session, tmp_path / name, ExportFormat.HSDS_CSV)
    clear(database, wholly=True)

    report = bring_in(database, tmp_path / name)

    assert (report.format, report.problems) == (Format.HSDS_CSV, [])
    assert report.counts[Outcome.CREATED] == 6
    assert '"season": {' in first
    assert report.counts.keys() == {Outcome.CREATED, Outcome.MERGED}
    assert export(database, tmp_path / "second.json") == first
