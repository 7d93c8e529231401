"""Source rows and what became of each: every row read has exactly one outcome."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

# Files whose records are counted, and not their lines.
_OF_RECORDS = (".json", ".ndjson", ".jsonl")


class Outcome(StrEnum):
    """What became of one source row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # Folded into the record of another row: a repetition, or a row that only adds to a record.
    MERGED = "merged"
    REJECTED = "rejected"


@dataclass(frozen=True, eq=False, slots=True)
class SourceRow:
    """One row as the file has it; number counts as a spreadsheet does, with the header as row 1."""

    file: str
    number: int
    values: Mapping[str, Any]

    def text(self, column: str) -> str:
        """The cell as one stripped text; empty where the row has no such column."""
        return str(self.values.get(column) or "").strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """A rejection or a warning, in words a coordinator understands; row 0 is the file as a whole."""

    file: str
    row: int
    field: str
    code: str
    message: str

    @property
    def where(self) -> str:
        """The file with the row, or with the record where it has no rows, and the field."""
        kind = "record" if self.file.casefold().endswith(_OF_RECORDS) else "row"
        place = f"{self.file}, {kind} {self.row}" if self.row else self.file
        return f"{place}, {self.field}" if self.field else place

    def as_dict(self) -> dict[str, str | int]:
        """The problem as the command prints it."""
        return asdict(self)
