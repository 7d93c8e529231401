"""Tables read from CSV and Excel files: rows as plain text under the headers of the file."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from resources.imports.files import SourceFile, check_archive
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import SourceRow

MAXIMUM_COLUMNS = 500
# As many as a sheet of Excel can have.
MAXIMUM_ROWS = 1_048_576
MAXIMUM_CELL = 100_000
# What is there in all; a few bytes of a packed workbook can claim more than memory holds.
MAXIMUM_CELLS = 10_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\ufffe\uffff\ud800-\udfff]")


def read_table(file: SourceFile) -> list[list[str]]:
    """All rows of a file as cleaned text, an empty line as an empty list; UnusableFileError where it is no table."""
    if file.suffix in (".xlsx", ".xlsm"):
        return _within_limits(file.name, _sheet(file))
    if file.suffix in (".xls", ".ods", ".numbers", ".pdf", ".doc", ".docx"):
        raise UnusableFileError(f"{file.name} cannot be read: save it as .xlsx or as .csv and import that.")
    return _within_limits(file.name, _csv(file))


def source_rows(name: str, table: list[list[str]], header: list[str], first: int = 1) -> Iterator[SourceRow]:
    """The rows from index first on, as the header names their cells; lines with nothing at all are no rows."""
    for number, cells in enumerate(table[first:], first + 1):
        if cells:
            yield SourceRow(name, number, dict(zip(header, cells, strict=False)))


def decode(name: str, content: bytes) -> str:
    """The text of a file in UTF-8 or, as older Windows programs write it, in cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFileError(f"{name} is saved as UTF-16: save it again as “CSV UTF-8”.")
    if b"\0" in content:
        raise UnusableFileError(f"{name} holds null bytes, so it is not a text file.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnusableFileError(f"{name} is neither in UTF-8 nor in Windows-1252: save it again as “CSV UTF-8”.")


def clean(text: object) -> str:
    """Text without the control characters that no database or page can show."""
    return (
        _CONTROL.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n").strip()
        if text is not None
        else ""
    )


def _csv(file: SourceFile) -> Iterator[list[str]]:
    text = decode(file.name, file.read())
    first = text[:100_000].split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnusableFileError(f"{file.name} cannot be read as a table: {error}.") from error


def _sheet(file: SourceFile) -> Iterator[list[Any]]:
    content = file.read()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            check_archive(file.name, archive)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet = next(visible, None)
        if sheet is None:
            raise UnusableFileError(f"{file.name} has no visible sheet.")
        # The size a sheet claims can be a lie of a few bytes; what is there is counted while reading.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            width = max((at for at, cell in enumerate(row, 1) if cell is not None), default=0)
            yield [_cell(value) for value in row[:width]]
    except UnusableFileError:
        raise
    except Exception as error:
        raise UnusableFileError(
            f"{file.name} is not an Excel workbook that can be opened, or a damaged one."
        ) from error


def _cell(value: object) -> object:
    """A number as people wrote it: Excel keeps every one of them with decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _within_limits(name: str, rows: Iterable[list[Any]]) -> list[list[str]]:
    table: list[list[str]] = []
    count = 0
    for number, cells in enumerate(rows, 1):
        if number > MAXIMUM_ROWS:
            raise UnusableFileError(
                f"{name} has more than {MAXIMUM_ROWS:,} rows, the most that is read at once."
            )
        if len(cells) > MAXIMUM_COLUMNS:
            raise UnusableFileError(
                f"{name} has more than {MAXIMUM_COLUMNS} columns in row {number}; no directory has."
            )
        count += len(cells)
        if count > MAXIMUM_CELLS:
            raise UnusableFileError(
                f"{name} has more than {MAXIMUM_CELLS:,} cells, the most that is read at once."
            )
        cleaned = [clean(cell) for cell in cells]
        if any(len(cell) > MAXIMUM_CELL for cell in cleaned):
            raise UnusableFileError(
                f"{name} has a cell of more than {MAXIMUM_CELL:,} letters in row {number}."
            )
        table.append(cleaned)
    return table
