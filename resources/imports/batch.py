"""A batch: everything one import wants to write, with the row each record came from and what became of every row."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from resources.imports.rows import Outcome, Problem, SourceRow

if TYPE_CHECKING:
    from resources.imports.earlier import Earlier

# A record's kind and its key within the source: ("service", "1207").
Key = tuple[str, str]


@dataclass(eq=False, slots=True)
class Entry:
    """One record to be: its columns, the records it belongs to by column, and the lists it carries itself.

    main is False for records that a row yields beside the one it stands for, such as a service's place; partial is
    True where other tables of the source say more of the record than the files that were read; waits is True for a
    rule that the source read from a provider's words and nobody there has accepted.
    """

    kind: str
    key: str
    row: SourceRow
    values: dict[str, Any]
    parents: dict[str, Key] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    main: bool = True
    partial: bool = False
    waits: bool = False

    @property
    def name(self) -> Key:
        """By what the record is known within its source."""
        return (self.kind, self.key)

    def fingerprint(self) -> str:
        """A digest of everything the source says here: equal means that nothing changed."""
        said = json.dumps([self.values, self.parents, self.parts], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass
class Batch:
    """What a reader found in the files; complete names the kinds of which the files hold everything they know."""

    rows: list[SourceRow] = field(default_factory=list)
    entries: dict[Key, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)
    # Outcomes settled while reading; the others come from what is written.
    settled: dict[SourceRow, Outcome] = field(default_factory=dict)
    refused: dict[Key, str] = field(default_factory=dict)
    # Where a table came without those it hangs on: what its source brought before.
    earlier: "Earlier | None" = None
    # Whether other tables of the same source, which were not read, say more of the records.
    partial: bool = False
    # When the source says that records were last changed, in UTC.
    dated: dict[Key, datetime] = field(default_factory=dict)

    def read(self, row: SourceRow) -> SourceRow:
        """Count a row."""
        self.rows.append(row)
        return row

    def add(self, entry: Entry) -> Entry:
        """Take a record in; the first of two with one key stands."""
        return self.entries.setdefault(entry.name, entry)

    def merge(self, row: SourceRow) -> None:
        """Count a row as folded into another row's record."""
        self.settled[row] = Outcome.MERGED

    def repeat(
        self, row: SourceRow, first: SourceRow, said: Mapping[str, Any], again: Mapping[str, Any]
    ) -> None:
        """Count a row as a repetition of another, and tell each field in which it says something else.

        said: what is kept of the first by field; again: what the repetition says.
        """
        self.merge(row)
        for name, value in again.items():
            kept, other = _written(said.get(name)), _written(value)
            if other and _worded(other) != _worded(kept):
                told = f"it is kept as “{kept[:200]}”" if kept else "it is kept without"
                message = f"This row repeats row {first.number} and says “{other[:200]}”; {told}."
                self.warn(row, name, "repeat_differs", message)

    def reject(self, row: SourceRow, field: str, code: str, message: str, key: Key | None = None) -> None:
        """Refuse a row, and with it every row that belongs to its record."""
        self.settled[row] = Outcome.REJECTED
        self.warn(row, field, code, message)
        if key:
            self.refused[key] = f"row {row.number} of {row.file} was rejected: {message}"

    def warn(self, row: SourceRow, field: str, code: str, message: str) -> None:
        """Tell the coordinator something about a row that goes in all the same."""
        self.problems.append(Problem(row.file, row.number, field, code, message))

    def warn_of_file(self, file: str, code: str, message: str) -> None:
        """Tell the coordinator something about a whole file."""
        self.problems.append(Problem(file, 0, "", code, message))

    def said_of(self, row: SourceRow) -> set[tuple[str, str]]:
        """What was said of a row so far: each code with its field."""
        return {
            (each.code, each.field)
            for each in self.problems
            if (each.file, each.row) == (row.file, row.number)
        }

    def belongs(self, row: SourceRow, field: str, parent: Key, own: Key | None = None) -> bool:
        """Whether the record a row belongs to goes in; if not, the row is rejected with the reason."""
        if parent in self.entries or self.is_earlier(parent):
            return True
        kind, key = parent
        if parent in self.refused:
            self.reject(
                row,
                field,
                "parent_rejected",
                f"The {kind} it belongs to is not imported: {self.refused[parent]}",
                own,
            )
        elif key:
            self.reject(
                row,
                field,
                "unknown_parent",
                self._unknown(kind, key),
                own,
            )
        else:
            self.reject(row, field, "no_parent", f"It does not say which {_words(kind)} it belongs to.", own)
        return False

    def belongs_sound(
        self, row: SourceRow, field: str, parent: Key, fault: tuple[str, str, str] | None
    ) -> bool:
        """Whether a row is sound and what it belongs to goes in; both are told where both are wrong.

        fault: what is wrong with the row itself, as its field, a code and the words.
        """
        belongs = self.belongs(row, field, parent)
        if fault and belongs:
            self.reject(row, *fault)
        elif fault:
            self.warn(row, *fault)
        return belongs and not fault

    def is_earlier(self, key: Key) -> bool:
        """Whether a record is in the directory, where the files hang on what was imported before."""
        return self.earlier is not None and key in self.earlier

    def provider_of(self, key: Key) -> Key:
        """The provider of a location or service of the files, or of one imported before."""
        if key in self.entries or self.earlier is None:
            return self.entries[key].parents["organization_id"]
        return self.earlier.providers[key]

    def provider_name(self, key: Key) -> str:
        """What a provider of the files, or one imported before, is called."""
        if key in self.entries:
            return str(self.entries[key].values["name"])
        return self.earlier.names.get(key, "") if self.earlier else ""

    def _unknown(self, kind: str, key: str) -> str:
        if self.earlier is None:
            return f"There is no {_words(kind)} with the id {key[:60]} in these files."
        under = f" under “{self.earlier.source}”" if self.earlier.source else ""
        return f"There is no {_words(kind)} {key[:60]} in this file or in the directory{under}."

    def of_kind(self, kind: str) -> list[Entry]:
        """The records of one kind, in the order of the files."""
        return [entry for entry in self.entries.values() if entry.kind == kind]


def _written(value: object) -> str:
    """A value of a row as text, whatever it is made of."""
    if isinstance(value, (dict, list)):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return "" if value is None else str(value).strip()


def _worded(text: str) -> list[str]:
    return text.casefold().split()


def _words(kind: str) -> str:
    return kind.replace("_", " ")
