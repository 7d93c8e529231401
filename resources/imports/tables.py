"""Tables read from CSV and Excel files: rows as plain text under the headers of the file."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from resources.imports.files import SourceFile
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow
from resources.imports.text_tables import require_columns, text_rows
from resources.imports.workbooks import MAGIC, SUFFIXES, directory_sheets, sheets

# As many as a sheet of Excel can have.
MAXIMUM_ROWS = 1_048_576
MAXIMUM_CELL = 100_000
# What is there in all; a few bytes of a packed workbook can claim more than memory holds.
MAXIMUM_CELLS = 10_000_000
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
# What becomes of “’” and “é” where UTF-8 was taken for cp1252.
# "Helping Up&#39;s": as a page of the web writes a character.
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_MANGLED = re.compile("[âÃÂ]")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file that are a directory, each under a name for its rows; left: sheets that were not read."""

    read: list[tuple[str, list[list[str]]]]
    left: list[str]


def read_table(file: SourceFile) -> list[list[str]]:
    """The rows of a file as cleaned text, an empty line as an empty list; UnusableFileError where it is no table."""
    return read_tables(file).read[0][1]


def read_tables(file: SourceFile) -> Tables:
    """All tables of a file that are one directory: its best sheet, and those with the same columns."""
    if file.suffix in (".xls", ".ods", ".numbers", ".pdf", ".doc", ".docx"):
        raise UnusableFileError(f"{file.name} cannot be read: save it as .xlsx or as .csv and import that.")
    limits = _Limits(file.name)
    if file.suffix not in SUFFIXES and not file.read().startswith(MAGIC):
        return Tables([(file.name, limits.within(text_rows(file)))], [])
    found = [(sheet.title, sheet.filled(limits.within(sheet.rows))) for sheet in sheets(file)]
    first, *others = directory_sheets([table for _, table in found])
    read = [(file.name, found[first][1])]
    read += [(f"{file.name}, sheet {found[at][0]}", found[at][1]) for at in others]
    left = [
        title
        for at, (title, table) in enumerate(found)
        if at not in (first, *others) and sum(len(row) > 1 for row in table) > 1
    ]
    return Tables(read, left)


def source_rows(name: str, table: list[list[str]], header: list[str], first: int = 1) -> Iterator[SourceRow]:
    """The rows from index first on, as the header names their cells; lines with nothing at all are no rows."""
    for number, cells in enumerate(table[first:], first + 1):
        if cells:
            yield SourceRow(name, number, dict(zip(header, cells, strict=False)))


def clean(text: object) -> str:
    """Text without what no database or page can show, and as it was before another program misread it."""
    if text is None:
        return ""
    said = _unescaped(_unmangled(str(text))).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROL.sub("", said).strip()


def _unmangled(text: str) -> str:
    if not _MANGLED.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _unescaped(text: str) -> str:
    """Until there is no more of it: what was escaped twice is read as what was meant, and read again it stays so."""
    while (read := _ENTITY.sub(lambda found: html.unescape(found[0]), text)) != text:
        text = read
    return text


def _byte(letter: str) -> bytes:
    """The byte that was taken for a letter; five bytes are none in cp1252 and stand for themselves."""
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")


class _Limits:
    """How much is read of one file at once, all its tables together."""

    def __init__(self, name: str) -> None:
        self.name, self.cells = name, 0

    def within(self, rows: Iterable[list[Any]]) -> list[list[str]]:
        table: list[list[str]] = []
        for number, cells in enumerate(rows, 1):
            self._require(
                number <= MAXIMUM_ROWS, f"has more than {MAXIMUM_ROWS:,} rows, the most that is read at once."
            )
            require_columns(self.name, number, len(cells))
            self.cells += len(cells)
            self._require(
                self.cells <= MAXIMUM_CELLS,
                f"has more than {MAXIMUM_CELLS:,} cells, the most that is read at once.",
            )
            cleaned = [clean(cell) for cell in cells]
            longest = max(map(len, cleaned), default=0)
            self._require(
                longest <= MAXIMUM_CELL, f"has a cell of more than {MAXIMUM_CELL:,} letters in row {number}."
            )
            table.append(cleaned)
        return table

    def _require(self, fits: bool, told: str) -> None:
        if not fits:
            raise UnusableFileError(f"{self.name} {told}")
