"""Which table of a known shape a file holds, by its header alone: whatever it is called, in whatever order."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from rapidfuzz import fuzz, process

from resources.imports.files import SourceFile
from resources.imports.spreadsheet.columns import known_headers
from resources.imports.text_tables import text_rows
from resources.imports.workbooks import MAGIC

_COLUMNS = Path(__file__).resolve().parents[1] / "data" / "table_columns.json"
OHANA, HSDS = "ohana", "hsds"
# The shapes whose tables are known, each table with its columns; HSDS: Open Referral, CC BY-SA 4.0, names only.
TABLES: dict[str, dict[str, list[str]]] = json.loads(_COLUMNS.read_text(encoding="utf-8"))
SUFFIXES = (".csv", ".tsv", ".txt")
# So much of a header must be columns of a table; where the shape is told, less will do.
_SHARE, _SHARE_TOLD = 0.75, 0.5
# A table that hangs on no other is known by so much of all its columns.
_WHOLE = 0.5
# Names that differ by so little are one, mistyped.
_MISTYPED = 85
# Columns that no list of providers has: they name records of other tables.
_LINKS = {
    *("organization_id", "location_id", "service_id", "service_at_location_id", "contact_id", "phone_id"),
    *("taxonomy_id", "parent_id", "link_id", "taxonomy_term_id", "resource_id"),
}
_FIRST = 5
# Fewer columns could be those of anything.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table of one of the shapes, such as the phones of Ohana."""

    family: str
    name: str


@dataclass(frozen=True, slots=True)
class _Fit:
    table: KnownTable
    share: float
    whole: float
    links: bool


def column_name(cell: str) -> str:
    """A header's cell as the tables write their columns ("Location ID" is location_id)."""
    return re.sub(r"[\s-]+", "_", cell.strip().casefold())


def meant_by(column: str, header: Iterable[str]) -> str:
    """The column of a header that is probably another one, mistyped; empty if there is none."""
    close = process.extractOne(column, [each for each in header if each], scorer=fuzz.ratio)
    return close[0] if close and _MISTYPED <= close[1] < 100 else ""


def known_table(file: SourceFile, family: str = "") -> KnownTable | None:
    """The table that a text file holds, of one shape only where it is told; None where it is none that is known."""
    if file.suffix not in SUFFIXES or file.read().startswith(MAGIC):
        return None
    rows = [row for row in islice(text_rows(file), _FIRST) if any(map(str.strip, row))]
    return of_header(rows[0], file.stem, family, HSDS if _has_uuids(rows[1:]) else "") if rows else None


def of_header(header: Sequence[str], stem: str = "", family: str = "", likely: str = "") -> KnownTable | None:
    """The table that a header fits best; stem: the name of the file, likely: the shape that its ids speak for."""
    columns = {name for cell in header if (name := column_name(cell).strip("_\ufeff"))}
    own = stem.removeprefix("ohana_")
    fits = [
        _fit(columns, KnownTable(shape, name))
        for shape, tables in TABLES.items()
        for name in tables
        if family in ("", shape)
    ]
    found = [fit for fit in fits if _is_table(fit, own, told=bool(family))]
    best = max(
        found,
        key=lambda fit: (
            fit.table.family == likely,
            fit.share * (fit.table.name == own),
            fit.whole,
            fit.share,
        ),
        default=None,
    )
    return best.table if best else None


def _fit(columns: set[str], table: KnownTable) -> _Fit:
    known = set(TABLES[table.family][table.name])
    both = columns & known
    # A word that lists of providers have over a column is no mistyped one.
    near = {each for each in columns - both if not known_headers([each]) and meant_by(each, known - both)}
    links = any(each in _LINKS or meant_by(each, _LINKS & known) for each in both | near)
    count = len(both) + len(near)
    share = count / max(len(columns), 1) if len(both) >= _FEWEST else 0.0
    return _Fit(table, share, count / len(known | (columns - near)), links)


def _is_table(fit: _Fit, stem: str, *, told: bool) -> bool:
    if told:
        return fit.share >= _SHARE_TOLD
    known = fit.links or fit.whole >= _WHOLE or fit.table.name == stem
    return fit.share >= _SHARE and known


def _has_uuids(rows: Iterable[Sequence[str]]) -> bool:
    return any(_is_uuid(cell) for row in rows for cell in row)


def _is_uuid(cell: str) -> bool:
    try:
        return len(cell) == len(str(UUID(cell)))
    except ValueError:
        return False


def no_column(file: str, missing: str, header: Iterable[str]) -> str:
    """What is said of a table without one of its columns, and of one that is probably meant to be it."""
    meant = meant_by(missing, header)
    beside = f" It has “{meant}”; if that is meant, call it {missing}." if meant else ""
    return f"{file} has no column {missing}.{beside}"
