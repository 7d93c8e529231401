"""The tables of HSDS 3, read by name in a whole folder and by header where they come without their organizations."""

import re
from collections import defaultdict
from collections.abc import Iterable

from resources.imports.batch import Batch, Key
from resources.imports.files import SourceFile
from resources.imports.headers import HSDS, SUFFIXES, column_name, known_table, no_column
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.tables import read_table, source_rows

LINK = "service_at_location"
# What must be there for a table's rows to be understood.
NEEDED = {
    "organizations": {"id", "name"},
    "services": {"id", "name", "organization_id"},
    "locations": {"id"},
    LINK: {"service_id", "location_id"},
    "reentry": {"service_id", "name", "value"},
    "phones": {"number"},
    "languages": {"name"},
    "required_documents": {"document"},
    "service_areas": {"name"},
}
# What hangs on another record.
PARTS = (
    *("addresses", "phones", "schedules", "languages", "required_documents", "cost_options"),
    *("service_areas", LINK),
)
# HSDS knows them; this directory keeps nothing of them beside what the service says itself.
NOT_KEPT = (
    *("accessibility", "attributes", "contacts", "funding", "metadata", "meta_table_descriptions"),
    *("organization_identifiers", "programs", "taxonomies", "taxonomy_terms"),
)
# The nearest record that a row names has it.
OWNERS = ("service", LINK, "location", "organization")
# Export writes a quote before what a spreadsheet would run as a formula.
_NEUTRALIZED = re.compile(r"^'(?=[=+\-@＝＋－＠\t\r])")
_OTHER_NAMES = {"service_at_locations": LINK}


def table_name(file: SourceFile) -> str:
    """The table a file holds, by its name; empty if it is none of HSDS."""
    name = _OTHER_NAMES.get(file.stem, file.stem)
    return name if file.suffix == ".csv" and name in {*NEEDED, *PARTS, *NOT_KEPT} else ""


class Tables:
    """The rows of the files by table; UnusableFileError where no file is a table, or none has a row."""

    def __init__(self, files: Iterable[SourceFile], batch: Batch) -> None:
        files = list(files)
        self.rows: dict[str, list[SourceRow]] = defaultdict(list)
        # The first file, as the coordinator knows it.
        self.first = ""
        self._names: list[str] = []
        self._batch = batch
        self.whole = len(files) > 1 and any(table_name(file) == "organizations" for file in files)
        for file in files:
            if name := self._name(file):
                self._names.append(name)
                self.first = self.first or file.name
                self.rows[name] += self._rows(file, name)
            elif file.stem != "datapackage":
                message = "This file is none of the tables of HSDS; it was not read."
                batch.warn_of_file(file.name, "file_not_read", message)
        self._require_rows()

    @property
    def lone(self) -> bool:
        """Whether they hang on what was imported before."""
        return "organizations" not in self._names

    def named(self) -> set[Key]:
        """The records of other tables that the rows name."""
        rows = [row for found in self.rows.values() for row in found]
        return {(kind, key) for row in rows for kind in OWNERS if (key := row.text(f"{kind}_id"))}

    def _require_rows(self) -> None:
        if not self._names:
            raise UnusableFileError(
                "None of the files is a table of HSDS 3: neither their names nor their columns are those of "
                f"{', '.join(dict.fromkeys((*NEEDED, *PARTS, *NOT_KEPT)))}."
            )
        if not (any(self.rows.values()) or self._batch.rows):
            raise UnusableFileError(f"{self.first} has a header and no rows, so there is nothing to import.")

    def _name(self, file: SourceFile) -> str:
        if not self.whole and file.suffix in SUFFIXES and (known := known_table(file, HSDS)):
            return known.name
        return table_name(file)

    def _rows(self, file: SourceFile, name: str) -> list[SourceRow]:
        table = read_table(file)
        first = next((at for at, cells in enumerate(table) if any(cells)), 0)
        header = [column_name(cell) for cell in table[first]] if table else []
        told = [[_NEUTRALIZED.sub("", cell) for cell in cells] for cells in table]
        rows = list(source_rows(file.name, told, header, first + 1))
        missing = sorted(NEEDED.get(name, set()) - set(header))
        if missing and self.whole:
            raise UnusableFileError(f"{file.name} lacks the columns {', '.join(missing)}.")
        if not missing:
            return rows
        for row in rows:
            message = no_column(file.name, missing[0], header)
            self._batch.reject(self._batch.read(row), missing[0], "no_column", message)
        return []
