"""Intake from files: JSON (one person or a list) or a spreadsheet with one person a row."""

import csv
import io
import itertools
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from agency.edge.forms import unkept
from agency.errors import InvalidError
from reentry.people import flat_intake

MOST_PEOPLE, MOST_COLUMNS = 20_000, 500
# In bytes: of JSON as it is brought, and of a workbook once it is unpacked.
LARGEST_JSON, LARGEST_WORKBOOK = 16 * 1024**2, 64 * 1024**2


def read(name: str, content: bytes) -> list[Any]:
    """The people in a file, each still to be checked; InvalidError where the file cannot be read at all.

    name tells the kind by its ending: .json, .csv or .xlsx.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "json":
        found = _json(content)
    elif ending == "csv":
        found = _counted(_rows(_lines(content)))
    elif ending == "xlsx":
        found = _counted(_rows(_sheet(content)))
    else:
        raise InvalidError("An intake file ends in .json, .csv or .xlsx.")
    if not found:
        raise InvalidError("The file holds nobody.")
    if len(found) > MOST_PEOPLE:
        raise InvalidError(f"The file holds too many people; bring at most {MOST_PEOPLE:,} at once.")
    for position, raw in enumerate(found, start=1):
        if unkept(raw):
            raise InvalidError(f"Person {position} has a text with the character NUL or half of a character.")
    return found


def _counted(rows: Iterator[dict[str, Any]]) -> list[Any]:
    # One more than is taken, so that it can be told that there are too many.
    return list(itertools.islice(rows, MOST_PEOPLE + 1))


def _json(content: bytes) -> list[Any]:
    if len(content) > LARGEST_JSON:
        raise InvalidError(f"The file is larger than {LARGEST_JSON // 1024**2} MB; bring it in parts.")
    try:
        found = json.loads(_text(content))
    except json.JSONDecodeError as error:
        raise InvalidError(f"The file is not whole JSON: line {error.lineno}, {error.msg}.") from error
    except ValueError as error:
        raise InvalidError("The file holds a number that is too long to be meant.") from error
    except RecursionError as error:
        raise InvalidError("The file is nested too deeply to be an intake.") from error
    return found if isinstance(found, list) else [found]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(content: bytes) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(_text(content)))
    try:
        yield from reader
    except csv.Error as error:
        raise InvalidError(f"The file is no table: line {reader.line_num}, {error}.") from error


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_WORKBOOK:
                raise InvalidError("The spreadsheet is too large once it is unpacked; bring it in parts.")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    except InvalidError:
        raise
    except (InvalidFileException, KeyError, ValueError, OSError, IndexError) as error:
        raise InvalidError("The file is not a spreadsheet that can be opened.") from error
    except Exception as error:
        raise InvalidError("The file is not a spreadsheet that can be opened.") from error


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _rows(rows: Iterator[list[str]] | Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    headings: list[str] | None = None
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if headings is None:
            if sum(map(bool, row)) > MOST_COLUMNS:
                raise InvalidError(f"The file has too many columns; an intake has {MOST_COLUMNS} at most.")
            headings = [flat_intake.column(cell) for cell in row]
            continue
        yield flat_intake.nested({name: cell for name, cell in zip(headings, row, strict=False) if name})
