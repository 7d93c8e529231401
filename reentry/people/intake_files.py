"""Intake from files: JSON (one person or a list) or a spreadsheet with one person a row."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from agency.errors import InvalidError
from reentry.people import flat_intake

MOST_PEOPLE = 20_000


def read(name: str, content: bytes) -> list[Any]:
    """The people in a file, each still to be checked; InvalidError where the file cannot be read at all.

    name tells the kind by its ending: .json, .csv or .xlsx.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "json":
        found = _json(content)
    elif ending == "csv":
        found = list(_rows(csv.reader(io.StringIO(_text(content)))))
    elif ending == "xlsx":
        found = list(_rows(_sheet(content)))
    else:
        raise InvalidError("An intake file ends in .json, .csv or .xlsx.")
    if not found:
        raise InvalidError("The file holds nobody.")
    if len(found) > MOST_PEOPLE:
        raise InvalidError(f"The file holds {len(found):,} people; bring at most {MOST_PEOPLE:,} at once.")
    return found


def _json(content: bytes) -> list[Any]:
    try:
        found = json.loads(_text(content))
    except json.JSONDecodeError as error:
        raise InvalidError(f"The file is not whole JSON: line {error.lineno}, {error.msg}.") from error
    except RecursionError as error:
        raise InvalidError("The file is nested too deeply to be an intake.") from error
    return found if isinstance(found, list) else [found]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]
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
            headings = [flat_intake.column(cell) for cell in row]
            continue
        yield flat_intake.nested({name: cell for name, cell in zip(headings, row, strict=False) if name})
