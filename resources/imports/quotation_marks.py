"""Quotation marks gone wrong in text files: never closed, or closed so late that they swallow rows."""

import re
from collections.abc import Sequence

from resources.imports.refusals import UnusableFileError

# Stands after the last line; where a quotation mark is never closed, it is swallowed with all the rest.
END = "\uf8ff"
_TWO = 2


class QuotationMarks:
    """Watches the rows of one file as they are read; line is the line of the file on which the last row ended."""

    def __init__(self, name: str, delimiter: str) -> None:
        self._name = name
        # In prose a blank follows the comma, between cells hardly ever.
        self._between = re.compile(re.escape(delimiter) + r"(?! )")
        self._width = 0
        self.line = 0

    def watch(self, number: int, cells: Sequence[str], line: int) -> None:
        """Refuse a row in which a quotation mark took in more than its cell; number and line count from 1."""
        if any(END in cell for cell in cells[-1:]):
            raise UnusableFileError(
                f"{self._name} has a quotation mark in row {number}, line {self._opened(cells, len(cells) - 1)}, that "
                "is never closed, so all rows after it are one cell. Close it or take it away."
            )
        if not self._width and sum(map(bool, cells)) > 1:
            self._width = len(cells)
        for at, cell in enumerate(cells):
            if "\n" in cell and self._width > 1:
                self._require_one_row(number, cells, at)
        self.line = line

    def refuse_endless(self, number: int, limit: int) -> UnusableFileError:
        """What is said of a file with a cell of more letters than can be read."""
        return UnusableFileError(
            f"{self._name} has a cell of more than {limit:,} letters in row {number}, which begins on line "
            f"{self.line + 1}. Mostly a quotation mark was opened there and never closed: close it or take it away."
        )

    def _require_one_row(self, number: int, cells: Sequence[str], at: int) -> None:
        lines = cells[at].strip("\n").split("\n")
        rows = [each for each in lines if self._count(each) >= self._width - 1]
        if len(rows) > 1 or (rows and len(cells) != self._width) or self._is_of_rows(cells, at, lines):
            raise UnusableFileError(
                f"{self._name} has a quotation mark in row {number}, line {self._opened(cells, at)}, that swallows "
                f"lines which look like rows of their own (“{(rows or lines)[-1].strip()[:60]}”). Close it or take "
                "it away; if the lines are the text of one cell, save the file as .xlsx and import that."
            )

    def _is_of_rows(self, cells: Sequence[str], at: int, lines: Sequence[str]) -> bool:
        """Whether a cell begins with the rest of a row and ends with the beginning of another; in two columns
        prose does so, too.
        """
        ends = at + self._count(lines[0]), self._count(lines[-1]) + len(cells) - 1 - at
        return self._width > _TWO and len(lines) > 1 and ends == (self._width - 1, self._width - 1)

    def _count(self, line: str) -> int:
        return len(self._between.findall(line))

    def _opened(self, cells: Sequence[str], at: int) -> int:
        return self.line + 1 + sum(cell.count("\n") for cell in cells[:at])
