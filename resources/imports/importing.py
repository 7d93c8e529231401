"""One import from beginning to end; the caller holds the transaction and keeps it whole or undoes it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import resources.imports.hsds.reading as hsds
import resources.imports.hsds.tabular as tabular
import resources.imports.ohana.reading as ohana
import resources.imports.spreadsheet.reading as spreadsheet
from resources.imports import dates
from resources.imports.batch import Batch
from resources.imports.changes import Change
from resources.imports.earlier import EarlierFrom, earlier_in, nothing_earlier
from resources.imports.files import SourceFile, open_path
from resources.imports.headers import HSDS, OHANA, known_table
from resources.imports.headers import SUFFIXES as TEXTS
from resources.imports.kinds import MODELS
from resources.imports.ohana.tables import table_name
from resources.imports.placing import LocatorFrom, place_imported
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome, Problem
from resources.imports.screening import screen
from resources.imports.sources import source_of
from resources.imports.text_tables import odd_word
from resources.imports.writing import Writer
from resources.readings.reading import read_texts
from resources.records.sources import PROSE, STAFF

# So many records change what a server should reckon with.
MANY = 1_000
# Ohana has organizations too, but none of these.
_TABULAR_ONLY = {
    *("service_at_location", "service_at_locations", "service_areas", "taxonomy_terms", "attributes"),
    *("cost_options", "schedules", "languages", "required_documents", "reentry"),
}


class Format(StrEnum):
    """The shapes in which directories come."""

    HSDS_JSON = "hsds-json"
    HSDS_CSV = "hsds-csv"
    OHANA = "ohana"
    SPREADSHEET = "spreadsheet"


@dataclass(frozen=True)
class Report:
    """What became of the source rows, and everything a coordinator should look at."""

    source: str
    format: Format
    counts: Mapping[Outcome, int]
    problems: list[Problem] = field(default_factory=list)
    located: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows were read: the sum of all outcomes."""
        return sum(self.counts.values())

    @property
    def importable(self) -> bool:
        """Whether anything but refusals came of it."""
        return self.read > self.counts.get(Outcome.REJECTED, 0)

    def as_dict(self) -> dict[str, Any]:
        """The report as the command prints it."""
        counts = {outcome.value: self.counts.get(outcome, 0) for outcome in Outcome}
        warnings = [problem.as_dict() for problem in self.problems]
        return {
            "source": self.source,
            "format": self.format.value,
            "read": self.read,
            **counts,
            "warnings": warnings,
        }

    def with_changes(self) -> dict[str, Any]:
        """The same with what a rehearsal says would change, record by record, the first of them."""
        return self.as_dict() | {"changes": [change.as_dict() for change in self.changes]}


def read_path(
    path: Path,
    format_: Format | None = None,
    mapping: Mapping[str, str] | None = None,
    *,
    earlier: EarlierFrom = nothing_earlier,
    source: str = "",
) -> tuple[Format, Batch]:
    """Everything a file, folder or zip holds, judged row by row; UnusableFileError where it is no directory.

    A table that comes without those it hangs on is judged beside what its source, told or found, brought earlier.
    """
    files = open_path(path)
    chosen = format_ or detect(files, mapped=bool(mapping))
    batch = Batch()
    for file in files:
        if file.suffix in TEXTS and (odd := odd_word(file)):
            message = (
                f"“{odd[:40]}” looks wrong: which encoding the file is in was guessed. "
                "If its accents are not right, save it again as “CSV UTF-8” and import that."
            )
            batch.warn_of_file(file.name, "encoding_guessed", message)
    if chosen is Format.HSDS_CSV:
        tabular.read(files, batch, earlier, source)
    elif chosen is Format.OHANA:
        ohana.read(files, batch, earlier, source)
    elif chosen is Format.HSDS_JSON:
        hsds.read(_usable(files, hsds.SUFFIXES, batch), batch)
    else:
        spreadsheet.read(_usable(files, spreadsheet.SUFFIXES, batch), batch, mapping)
    return chosen, batch


def write_batch(
    session: Session,
    path: Path,
    format_: Format,
    batch: Batch,
    now: datetime,
    locator_from: LocatorFrom,
    source: str = "",
    show: Callable[[int], None] = lambda _: None,
) -> Report:
    """Put a batch into the session, and say what became of its rows; nothing is committed here."""
    if source in (STAFF, PROSE):
        raise UnusableFileError(f"“{source}” is no name for a source: records entered or read here have it.")
    told = source or (batch.earlier.source if batch.earlier else "")
    name = told or source_of(session, batch, path)
    first = dates.is_first(session)
    writer = Writer(session, batch, name, now, show)
    outcomes = writer.write()
    _count_anew(session, batch)
    screen(session, batch, name, now)
    located = place_imported(session, name, locator_from)
    read_texts(session, now, source=name)
    if first:
        dates.keep(session, batch, name, now)
    counts = dict(Counter(outcomes.values()))
    return Report(name, format_, counts, batch.problems, located, writer.changes.told(outcomes))


def _count_anew(session: Session, batch: Batch) -> None:
    """Let a server know how much came: it plans what is asked next by what its tables held when it last counted."""
    if len(batch.entries) > MANY and session.get_bind().dialect.name == "postgresql":
        tables = ", ".join(model.__tablename__ for model in MODELS.values())
        session.connection().exec_driver_sql(f"ANALYZE {tables}")


def import_directory(
    session: Session,
    path: Path,
    now: datetime,
    locator_from: LocatorFrom,
    *,
    format_: Format | None = None,
    mapping: Mapping[str, str] | None = None,
    source: str = "",
) -> Report:
    """Read a path and put all that is sound into the session; nothing is committed here."""
    chosen, batch = read_path(path, format_, mapping, earlier=lambda: earlier_in(session), source=source)
    return write_batch(session, path, chosen, batch, now, locator_from, source)


def detect(files: Iterable[SourceFile], *, mapped: bool = False) -> Format:
    """The format of some files, by their names, headers and endings; UnusableFileError where it is none we know.

    mapped: somebody said which column is which, so that one file is a spreadsheet.
    """
    files = list(files)
    stems = {file.stem for file in files if file.suffix == ".csv"}
    if "organizations" in stems and stems & _TABULAR_ONLY:
        return Format.HSDS_CSV
    if not mapped and (lone := _lone_tables(files)):
        return lone
    if any(table_name(file) == "organizations" for file in files):
        return Format.OHANA
    if any(file.suffix in hsds.SUFFIXES and file.stem != "datapackage" for file in files):
        return Format.HSDS_JSON
    if any(file.suffix in spreadsheet.SUFFIXES for file in files):
        return Format.SPREADSHEET
    names = ", ".join(file.name for file in files)[:200]
    raise UnusableFileError(
        f"{names}: a directory comes as .json, .csv or .xlsx, or as a folder or zip of these."
    )


def _lone_tables(files: list[SourceFile]) -> Format | None:
    """The format of one table, or of several that come without their organizations; None where not all are known."""
    texts = [file for file in files if file.suffix != ".json" or len(files) == 1]
    if len(texts) > 1 and any(table_name(file) == "organizations" for file in texts):
        return None
    known = [known_table(file) for file in texts]
    families = {table.family for table in known if table}
    if not known or None in known or len(families) != 1:
        return None
    return {OHANA: Format.OHANA, HSDS: Format.HSDS_CSV}[families.pop()]


def _usable(files: Iterable[SourceFile], suffixes: tuple[str, ...], batch: Batch) -> list[SourceFile]:
    """The files of the right ending; a single file is taken at the word of whoever named it."""
    files = list(files)
    if len(files) == 1:
        return files
    for file in files:
        if file.suffix not in suffixes:
            batch.warn_of_file(
                file.name, "file_not_read", "This file is of another kind than the rest; it was not read."
            )
    return [file for file in files if file.suffix in suffixes]
