"""Tables in text files: how they are encoded, what divides their cells, and cells as programs disfigure them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from resources.imports.files import SourceFile
from resources.imports.refusals import UnusableFileError

_DELIMITERS = ",;\t|"
_SAMPLE_LETTERS, _SAMPLE_ROWS = 100_000, 30
# Stands after the last line; where a quotation mark is never closed, it is swallowed with all the rest.
_END = "\uf8ff"
# How a spreadsheet is made to keep a number as text.
_AS_TEXT = re.compile(r'^="([^"]*)"$')


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


def text_rows(file: SourceFile) -> Iterator[list[str]]:
    """The rows of a file; UnusableFileError where they cannot be told apart."""
    text = decode(file.name, file.read())
    delimiter = _delimiter(text)
    number, cells = 0, [""]
    try:
        for number, cells in enumerate(_rows(f"{text}\n{_END}", delimiter), 1):
            if cells != [_END]:
                _require_closed(file.name, number, cells)
                yield [_AS_TEXT.sub(r"\1", cell) for cell in cells]
    except csv.Error as error:
        raise UnusableFileError(f"{file.name} cannot be read as a table: {error}.") from error


def _require_closed(name: str, number: int, cells: list[str]) -> None:
    if any(_END in cell for cell in cells[-1:]):
        raise UnusableFileError(
            f"{name} has a quotation mark in row {number} that is never closed, so all rows after it are one cell. "
            "Close it or take it away."
        )


def _delimiter(text: str) -> str:
    """What divides the most rows into equally many cells."""
    sample = text[:_SAMPLE_LETTERS]
    return max(_DELIMITERS, key=lambda each: _evenness(sample, each))


def _evenness(sample: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for cells in islice(_rows(sample, delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    return max((rows * (width - 1) for width, rows in widths.items()), default=0)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)
