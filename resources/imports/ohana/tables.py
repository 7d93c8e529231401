"""The tables of an Ohana folder (HSDS 1), read by name, and what their rows have in common."""

from collections.abc import Iterable, Iterator

from resources.details.web_addresses import web_address
from resources.geography.postal_addresses import PostalAddress
from resources.imports.batch import Batch, Key
from resources.imports.files import SourceFile
from resources.imports.headers import OHANA, SUFFIXES, column_name, known_table, no_column
from resources.imports.hsds.documents import load_json
from resources.imports.labels import Category
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.tables import read_table, source_rows

# What each table must have for its rows to be understood.
TABLES = {
    "organizations": {"id", "name"},
    "locations": {"id", "organization_id", "name"},
    "addresses": {"location_id", "address_1", "city"},
    "categories": {"taxonomy_id", "name"},
    "taxonomy": {"taxonomy_id", "name"},
    "services": {"id", "location_id", "name"},
    "contacts": {"id", "name"},
    "phones": {"number"},
    "regular_schedules": {"weekday", "opens_at", "closes_at"},
    "programs": {"id", "organization_id", "name", "alternate_name"},
    "mail_addresses": {"location_id", "address_1", "city"},
    "holiday_schedules": {"start_date", "end_date", "closed"},
}
# Nothing hangs on these: where a column is missing, only their own rows are lost.
_BESIDE = ("programs", "mail_addresses", "holiday_schedules")
_CATEGORY_LABELS = "service_categories"
# A service may hang on a location and a number on all three: the nearest record has it.
_NEAREST = ("service", "location", "organization")


def table_name(file: SourceFile) -> str:
    """The table a file holds, by its name ("organizations.csv", "ohana_services.csv"); empty if it is none."""
    name = file.stem.removeprefix("ohana_")
    return name if file.suffix == ".csv" and name in TABLES else ""


class Tables:
    """The tables of one folder, by name, and the words its categories are known by.

    A folder has its organizations among its tables; tables without them are lone, and known by their headers.
    """

    def __init__(self, files: Iterable[SourceFile], batch: Batch) -> None:
        self.batch = batch
        self.categories: dict[str, Category] = {}
        self.labels: dict[str, list[str]] = {}
        self.addresses: dict[Key, PostalAddress] = {}
        self.people: dict[str, SourceRow] = {}
        self.programs: dict[str, str] = {}
        self._files: dict[str, SourceFile] = {}
        self._read: dict[str, tuple[list[str], list[SourceRow]]] = {}
        files = list(files)
        self._whole = len(files) > 1 and any(table_name(file) == "organizations" for file in files)
        for file in files:
            name = self._name(file)
            if name and name not in self._files:
                self._files[name] = file
            elif file.stem == _CATEGORY_LABELS and file.suffix == ".json":
                self.labels = _labels(file)
            elif file.suffix in (".csv", ".json", ".xlsx"):
                batch.warn_of_file(
                    file.name,
                    "file_not_read",
                    "This file is none of the tables that are imported; it was not read.",
                )

    def __contains__(self, name: str) -> bool:
        return name in self._files

    @property
    def lone(self) -> bool:
        """Whether they hang on what was imported before."""
        return "organizations" not in self

    @property
    def names(self) -> list[str]:
        """The tables there are, as the coordinator knows their files."""
        return [file.name for file in self._files.values()]

    def empty(self) -> bool:
        """Whether no table has a row."""
        return not any(self._raw(name)[1] for name in self._files)

    def named(self) -> set[Key]:
        """The records of other tables that the rows name."""
        rows = (row for name in self._files for row in self._raw(name)[1])
        return {(kind, key) for row in rows for kind in _NEAREST if (key := row.text(f"{kind}_id"))}

    def rows(self, name: str) -> Iterator[SourceRow]:
        """The rows of a table, each counted; nothing where the folder has no such table."""
        file = self._files.get(name)
        if file is None:
            return
        header, rows = self._raw(name)
        missing = sorted(TABLES[name] - set(header))
        if missing and self._whole and name not in _BESIDE:
            raise UnusableFileError(f"{file.name} lacks the columns {', '.join(missing)}.")
        for row in rows:
            self.batch.read(row)
            if missing:
                self.batch.reject(row, missing[0], "no_column", no_column(file.name, missing[0], header))
            elif any(row.values.values()):
                yield row
            else:
                self.batch.reject(row, "", "blank_row", "The row is empty.")

    def _name(self, file: SourceFile) -> str:
        """The table a file holds: by its name in a whole folder, by its header where it comes alone."""
        if not self._whole and file.suffix in SUFFIXES and (known := known_table(file, OHANA)):
            return known.name
        return table_name(file)

    def _raw(self, name: str) -> tuple[list[str], list[SourceRow]]:
        if name not in self._read:
            file = self._files[name]
            table = read_table(file)
            first = next((at for at, cells in enumerate(table) if any(cells)), 0)
            header = [column_name(cell) for cell in table[first]] if table else []
            self._read[name] = (header, list(source_rows(file.name, table, header, first + 1)))
        return self._read[name]


def _labels(file: SourceFile) -> dict[str, list[str]]:
    content = load_json(file)
    if not isinstance(content, dict):
        raise UnusableFileError(f"{file.name} should map the id of each service to a list of category ids.")
    return {
        str(key): [str(item) for item in items] for key, items in content.items() if isinstance(items, list)
    }


def own_key(batch: Batch, row: SourceRow, kind: str) -> Key | None:
    """The key of a row's own record; None, and the row rejected, where it has none or another row has it."""
    own: Key = (kind, row.text("id"))
    if not own[1]:
        batch.reject(row, "id", "missing", "The row has no id.")
    elif own in batch.entries:
        batch.reject(
            row, "id", "repeated_id", f"Row {batch.entries[own].row.number} has the id {own[1]} already."
        )
    else:
        return own
    return None


def is_named(batch: Batch, row: SourceRow, own: Key) -> bool:
    """Whether a row says what its record is called; if not, it is rejected."""
    if not row.text("name"):
        batch.reject(row, "name", "missing", f"The {own[0]} has no name.", own)
    return bool(row.text("name"))


def owner_of(row: SourceRow) -> Key | None:
    """The nearest record a row names: its service, else its location, else its organization."""
    return next(((kind, key) for kind in _NEAREST if (key := row.text(f"{kind}_id"))), None)


def texts(row: SourceRow, *names: str) -> dict[str, object]:
    """The cells that are kept as they are written."""
    return {name: row.text(name) for name in names}


def website(batch: Batch, row: SourceRow) -> str:
    """The web address of a row; where it has none that works, the coordinator is told."""
    written = row.text("website")
    address = web_address(written)
    if written and not address:
        batch.warn(row, "website", "no_web_address", f"“{written[:80]}” is no web address; it is left out.")
    return address
