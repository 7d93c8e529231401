"""Which column of a spreadsheet is which: by its header, else by what stands in it, or as the coordinator says."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

from rapidfuzz import fuzz, process

from resources.geography.states import state_code
from resources.imports.labels import needs_of_type
from resources.imports.refusals import UnusableFileError
from resources.imports.wording import name_key

_HEADERS = Path(__file__).resolve().parents[2] / "data" / "column_headers.json"
# Our fields, each with the headers people write over such a column.
FIELDS: dict[str, list[str]] = json.loads(_HEADERS.read_text(encoding="utf-8"))
_BY_HEADER = {name_key(header): field for field, headers in FIELDS.items() for header in headers}
FIRST_ROWS = 10
# So many headers one under the other are a table on its side.
_ON_ITS_SIDE = 3
_SAMPLE = 200
# So many cells of a column are shown, and so much of each.
_SAMPLES = 3
_LONGEST_SAMPLE = 80
_CONTENT: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"^[\w.+'-]+@[\w-]+(\.[\w-]+)+$"),
    "website": re.compile(r"^(https?://|www\.)\S+|^[\w-]+\.(org|com|gov|net|edu)\b", re.IGNORECASE),
    "phone": re.compile(r"^\D{0,3}\d{3}\D{0,4}\d{3}\D{0,3}\d{4}\b"),
    "postal_code": re.compile(r"^\d{5}(-\d{4})?$"),
    "latitude": re.compile(r"^(1[89]|[2-6]\d|7[01])\.\d{3,}$"),
    "longitude": re.compile(r"^-(6[4-9]|[7-9]\d|1[0-7]\d)\.\d{3,}$"),
    "address": re.compile(r"^\d+\S* +\S+.*|^P\.? ?O\.? +Box", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's header, where its rows begin (index), and the header under which each of our fields stands."""

    header: list[str]
    first_row: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """A column as the coordinator sees it: what stands in it, and which of our fields it seems to be, if any."""

    index: int
    name: str
    field: str
    samples: list[str]


def known_headers(row: Sequence[str]) -> int:
    """How many cells of a row are headers that people write over such columns."""
    return sum(name_key(cell) in _BY_HEADER for cell in row)


def guess(table: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> list[GuessedColumn]:
    """What each column of a table seems to be, for a person to correct."""
    columns = _understood("The file", table, mapping)
    fields = {column: field for field, column in columns.fields.items()}
    body = [row for row in table[columns.first_row : columns.first_row + _SAMPLE] if any(row)]
    return [
        GuessedColumn(at, name, fields.get(name, ""), _samples(at, body))
        for at, name in enumerate(columns.header)
        if name
    ]


def find_columns(
    name: str, table: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None
) -> Columns:
    """The columns of a table; UnusableFileError where none names a provider, or the mapping does not fit.

    A field that the mapping gives no column ("") stands in none.
    """
    columns = _understood(name, table, mapping or {})
    header, fields = columns.header, columns.fields
    _require_upright(name, table, columns)
    if not fields.keys() & {"organization", "service"}:
        seen = ", ".join(column for column in header if column)[:200] or "nothing"
        raise UnusableFileError(
            f"No column of {name} could be recognized as the provider's name. It has: {seen}. "
            'Say which one it is with --mapping FILE, for example {"organization": "…"}.'
        )
    return columns


def repeated(columns: Columns) -> list[str]:
    """Columns that seem to be one of our fields and are not read, because another column is that field."""
    named = (column for column in columns.header if column not in columns.fields.values())
    return [column for column in named if name_key(re.sub(r" \([A-Z]+\)$", "", column)) in _BY_HEADER]


def _require_upright(name: str, table: Sequence[Sequence[str]], columns: Columns) -> None:
    first = [row[0] for row in table[:_SAMPLE] if row]
    if known_headers(first) >= max(_ON_ITS_SIDE, known_headers(columns.header) + 1):
        raise UnusableFileError(
            f"{name} lies on its side: its headers stand one under the other ({', '.join(first)[:80]}). "
            "Turn it (in Excel: copy, Paste Special, Transpose) and import that."
        )
    if (
        len(columns.header) == 1
        and not known_headers(columns.header)
        and not columns.fields.keys() - {"organization"}
    ):
        raise UnusableFileError(
            f"{name} has one column, and nothing says what stands in it; a directory has a column for each thing."
        )


def _understood(name: str, table: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> Columns:
    at, header = _header(table)
    body = [row for row in table[at : at + _SAMPLE] if any(row)]
    fields = _fixed(name, header, mapping)
    for field, column in _by_header(header, fields).items():
        fields.setdefault(field, column)
    for field, column in _by_content(header, body, fields).items():
        fields.setdefault(field, column)
    return Columns(header, at, {field: column for field, column in fields.items() if column})


def _samples(at: int, body: Sequence[Sequence[str]]) -> list[str]:
    cells = dict.fromkeys(row[at] for row in body if at < len(row) and row[at])
    return [cell[:_LONGEST_SAMPLE] for cell in list(cells)[:_SAMPLES]]


def read_mapping(path: Path) -> dict[str, str]:
    """Which of our fields stands in which of their columns, from a JSON file; UnusableFileError where it is none."""
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnusableFileError(f"The mapping {path} cannot be read as JSON: {error}.") from error
    if not isinstance(mapping, dict) or not all(isinstance(column, str) for column in mapping.values()):
        raise UnusableFileError(f'The mapping {path} should look like {{"organization": "Agency name"}}.')
    return mapping


def _header(table: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Where the rows begin and what their columns are called: letters, as in a spreadsheet, where nothing says."""
    candidates = list(enumerate(table[:FIRST_ROWS]))
    known = {at: known_headers(row) for at, row in candidates}
    best = max(known, key=lambda at: (known[at], -at), default=0)
    if known and known[best] == 0:
        best = next((at for at, row in candidates if sum(map(bool, row)) > 1), 0)
        if any(pattern.search(cell) for cell in table[best] for pattern in _CONTENT.values()):
            return best, [_letters(index) for index in range(len(table[best]))]
    return best + 1, _unique([cell.strip() for cell in table[best]] if table else [])


def _letters(index: int) -> str:
    return (
        ascii_uppercase[index] if index < 26 else f"{_letters(index // 26 - 1)}{ascii_uppercase[index % 26]}"
    )


def _unique(header: list[str]) -> list[str]:
    """Two columns of one name would hide each other."""
    return [
        cell if cell and cell not in header[:at] else f"{cell} ({_letters(at)})".strip()
        for at, cell in enumerate(header)
    ]


def _fixed(name: str, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    for field, column in mapping.items():
        if field not in FIELDS:
            raise UnusableFileError(
                f"The mapping names “{field}”, which is none of our fields: {', '.join(FIELDS)}."
            )
        if column and column not in header:
            raise UnusableFileError(
                f"The mapping names the column “{column}”, and {name} has none of that name."
            )
    return dict(mapping)


def _by_header(header: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    free = [column for column in header if column not in taken.values()]
    for column in free:
        field = _BY_HEADER.get(name_key(column))
        if field:
            found.setdefault(field, column)
    for column in free:
        close = process.extractOne(name_key(column), _BY_HEADER.keys(), scorer=fuzz.ratio, score_cutoff=88)
        if column not in found.values() and len(column) > 4 and close:
            found.setdefault(_BY_HEADER[close[0]], column)
    return found


def _by_content(
    header: Sequence[str], body: Sequence[Sequence[str]], taken: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, column in enumerate(header):
        cells = [row[at] for row in body if at < len(row) and row[at]]
        if column in taken.values() or not cells:
            continue
        field = next((field for field, pattern in _CONTENT.items() if _most(cells, pattern)), None) or _prose(
            cells, body
        )
        if field and field not in taken:
            found.setdefault(field, column)
    return found


def _most(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(bool(pattern.search(cell)) for cell in cells) > 0.6 * len(cells)


def _prose(cells: Sequence[str], body: Sequence[Sequence[str]]) -> str | None:
    """Names are short and mostly differ; types are short and repeat; descriptions are long."""
    mean, different = sum(map(len, cells)) / len(cells), len(set(cells)) / len(cells)
    if all(state_code(cell) for cell in cells):
        return "state"
    if sum(needs_of_type(cell) is not None for cell in cells) > 0.6 * len(cells):
        return "type"
    if mean > 80:
        return "description"
    filled = len(cells) > 0.8 * len(body)
    return (
        "organization"
        if filled and different > 0.5 and 6 < mean < 80 and not cells[0][:1].isdigit()
        else None
    )
