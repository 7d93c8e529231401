"""Tables in text files: how they are encoded, what divides their cells, and cells as programs disfigure them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from resources.imports.files import SourceFile
from resources.imports.quotation_marks import END, QuotationMarks
from resources.imports.refusals import UnusableFileError

if TYPE_CHECKING:
    import _csv

MAXIMUM_COLUMNS = 500
_DELIMITERS = ",;\t|"
_SAMPLE_LETTERS, _SAMPLE_ROWS = 100_000, 30
# How a spreadsheet is made to keep a number as text.
_AS_TEXT = re.compile(r'^="([^"]*)"$')


# What the letters of other encodings become in cp1252, within a word or at its end.
_ODD = re.compile(r"\w*[^\W\d_](?:[‚„†‡ˆ‰‹Œ¤¢¡¥¦¨¬¯¸]|[ŠŽ](?=[a-z])|…(?=\w))[^\W\d_]*")


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


def odd_word(file: SourceFile) -> str:
    """A word that shows that the encoding of a file was guessed wrongly ("Caf‚" for "Café"); empty if none does."""
    content = file.read()
    if b"\0" in content:
        return ""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = _ODD.search(content.decode("cp1252", errors="ignore"))
        return found[0] if found else ""
    return ""


def text_rows(file: SourceFile) -> Iterator[list[str]]:
    """The rows of a file; UnusableFileError where they cannot be told apart."""
    text = decode(file.name, file.read())
    delimiter = _delimiter(text)
    marks = QuotationMarks(file.name, delimiter)
    number, reader = 0, _rows(f"{text}\n{END}", delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            require_columns(file.name, number, len(cells))
            if cells != [END]:
                marks.watch(number, cells, reader.line_num)
                yield [_AS_TEXT.sub(r"\1", cell) for cell in cells]
    except csv.Error as error:
        if "limit" in str(error):
            raise marks.refuse_endless(number + 1, csv.field_size_limit()) from error
        raise UnusableFileError(
            f"{file.name} cannot be read as a table: row {number + 1} is broken. Open it in a spreadsheet program "
            "and save it as .xlsx."
        ) from error


def require_columns(name: str, row: int, count: int) -> None:
    """Refuse a row wider than any directory, before anybody asks what its columns are."""
    if count > MAXIMUM_COLUMNS:
        raise UnusableFileError(
            f"{name} has more than {MAXIMUM_COLUMNS} columns in row {row}; no directory has."
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


def _rows(text: str, delimiter: str) -> "_csv.Reader":
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)
