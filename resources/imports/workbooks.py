"""Excel workbooks: which sheets hold the directory, and cells that one value spans."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from resources.imports.files import SourceFile, check_archive
from resources.imports.refusals import UnusableFileError
from resources.imports.spreadsheet.columns import FIRST_ROWS, known_headers
from resources.imports.wording import name_key

SUFFIXES = (".xlsx", ".xlsm")
# How every zip begins, and with it every workbook.
MAGIC = b"PK\x03\x04"
_MOST_SHEETS = 50
# A header that shares so many of its columns with another's is that of the same table.
_ALIKE = 0.6
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet, and the stretches of rows (counted from 1) that one cell of a column (from 0) spans."""

    title: str
    rows: Iterator[list[Any]]
    spans: Sequence[tuple[int, int, int]]

    def filled(self, table: list[list[str]]) -> list[list[str]]:
        """A table of its rows in which every row has what a cell above says for it, too."""
        for column, first, last in self.spans:
            said = _at(table, first - 1, column)
            for row in table[first:last] if said else ():
                if row and not (row[column] if column < len(row) else ""):
                    row += [""] * (column + 1 - len(row))
                    row[column] = said
        return table


def sheets(file: SourceFile) -> Iterator[Sheet]:
    """The visible sheets of a workbook; UnusableFileError where it is none or holds none."""
    content = file.read()
    with _opening(file.name), zipfile.ZipFile(BytesIO(content)) as archive:
        check_archive(file.name, archive)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise UnusableFileError(f"{file.name} has no visible sheet.")
        for sheet in visible[:_MOST_SHEETS]:
            # The size a sheet claims can be a lie of a few bytes; what is there is counted while reading.
            sheet.reset_dimensions()
            yield Sheet(sheet.title, _rows(file.name, sheet), _spans(archive, sheet))


@contextmanager
def _opening(name: str) -> Iterator[None]:
    """Whatever a reader of workbooks stumbles over, the coordinator is told one thing."""
    try:
        yield
    except UnusableFileError:
        raise
    except Exception as error:
        raise UnusableFileError(
            f"{name} is not an Excel workbook that can be opened, or a damaged one."
        ) from error


def directory_sheets(tables: Sequence[list[list[str]]]) -> list[int]:
    """Which of the sheets hold the directory: the one with the best headers, and those with the same ones after it."""
    headers = [max(table[:FIRST_ROWS], key=known_headers, default=[]) for table in tables]
    found = [known_headers(header) for header in headers]
    best = max(range(len(tables)), key=lambda at: (found[at], -at))
    if not found[best]:
        best = next((at for at, table in enumerate(tables) if any(map(any, table))), 0)
    others = [
        at
        for at, header in enumerate(headers)
        if at != best and found[at] > 1 and _alike(header, headers[best])
    ]
    return [best, *others]


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    mine, theirs = ({name_key(cell) for cell in header if cell} for header in (one, other))
    return len(mine & theirs) >= _ALIKE * max(len(mine), len(theirs))


def _rows(name: str, sheet: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - openpyxl has no types
    with _opening(name):
        for row in sheet.iter_rows(values_only=True):
            width = max((at for at, cell in enumerate(row, 1) if cell is not None), default=0)
            yield [_cell(value) for value in row[:width]]


def _cell(value: object) -> object:
    """A value as people wrote it: Excel keeps every number with decimals, and every day with an hour."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _spans(archive: zipfile.ZipFile, sheet: Any) -> list[tuple[int, int, int]]:  # noqa: ANN401
    """The merged cells of one column, which a reader of rows does not hear of."""
    found = _MERGED.findall(archive.read(sheet._worksheet_path))  # noqa: SLF001 - it is told nowhere else
    return [
        (column_index_from_string(first.decode()) - 1, int(top), int(bottom))
        for first, top, last, bottom in found
        if first == last and int(top) < int(bottom)
    ]


def _at(table: Sequence[Sequence[str]], row: int, column: int) -> str:
    return table[row][column] if row < len(table) and column < len(table[row]) else ""
