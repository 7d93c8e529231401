"""A directory file written on the spot, read or imported."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from agency.audit import audit
from agency.database import Database
from resources.geocoding.geocoder import Geocoder
from resources.imports.batch import Batch
from resources.imports.importing import Format, Report, import_directory, read_path
from resources.imports.rows import Outcome

Load = Callable[..., Report]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files of these names and texts and gives their folder, or the file itself where it is one."""

    def put(**files: str) -> Path:
        folder = tmp_path / "given"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
        paths = sorted(folder.iterdir())
        return paths[0] if len(paths) == 1 else folder

    return put


@pytest.fixture
def judge() -> Callable[..., Batch]:
    """Reads a path without writing anything."""

    def read(path: Path, format_: Format | None = None, mapping: Mapping[str, str] | None = None) -> Batch:
        return read_path(path, format_, mapping)[1]

    return read


@pytest.fixture
def load(database: Database) -> Load:
    """Imports a path and commits it."""

    def run(path: Path, source: str = "") -> Report:
        with database.writing() as session:
            report = import_directory(session, path, database.clock.now(), Geocoder, source=source)
            created = report.counts.get(Outcome.CREATED, 0)
            audit.record(
                session, "directory.imported", None, source=report.source, created=created, updated=0
            )
            return report

    return run
