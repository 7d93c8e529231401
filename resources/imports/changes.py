"""What an import changes, record by record: shown before it is done, and told afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from resources.imports.batch import Entry
from resources.imports.rows import Outcome, SourceRow

# So many are told; the counts say how many there are in all.
MOST = 200
_LONGEST = 300
_REMOVED = "removed"
# What somebody who decides wants to see first.
_ORDER = (Outcome.UPDATED, _REMOVED, Outcome.CREATED, Outcome.REJECTED, Outcome.MERGED, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one record, or of a row that has none of its own."""

    outcome: str
    kind: str
    name: str
    file: str
    row: int
    fields: tuple[FieldChange, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The change as the command prints it."""
        return asdict(self)


@dataclass
class Changes:
    """Gathers them while an import is written; what hangs on a new record is told with it."""

    found: list[Change] = field(default_factory=list)
    _touched: set[SourceRow] = field(default_factory=set)

    def created(self, entry: Entry, *, alone: bool) -> None:
        """A record is new; alone says that what it hangs on was there before."""
        self._touched.add(entry.row)
        if alone or entry.kind in ("organization", "location", "service"):
            self._add(Outcome.CREATED, entry)

    def updated(self, entry: Entry, fields: Sequence[FieldChange]) -> None:
        """A record is there and some of it changes."""
        self._touched.add(entry.row)
        if fields:
            self._add(Outcome.UPDATED, entry, tuple(fields))

    def removed(self, kind: str, record: object, row: SourceRow) -> None:
        """What hung on a record is no longer in the file."""
        self._touched.add(row)
        self.found.append(Change(_REMOVED, kind, _title(vars(record)), row.file, row.number))

    def told(self, outcomes: Mapping[SourceRow, Outcome]) -> list[Change]:
        """The first of all changes, and of the rows that change nothing what became of them."""
        rest = (
            Change(outcome, "", _title(row.values), row.file, row.number)
            for row, outcome in outcomes.items()
            if row not in self._touched
        )
        return sorted([*self.found, *rest], key=lambda each: _ORDER.index(each.outcome))[:MOST]

    def _add(self, outcome: Outcome, entry: Entry, fields: tuple[FieldChange, ...] = ()) -> None:
        title = _title(entry.values)
        self.found.append(Change(outcome, entry.kind, title, entry.row.file, entry.row.number, fields))


def field_changes(record: object, columns: Mapping[str, Any]) -> Iterator[FieldChange]:
    """What differs between a record and what is to stand in it."""
    for name, after in columns.items():
        before = getattr(record, name)
        if before != after and not name.endswith("_id") and name != "extra":
            yield FieldChange(name, said(before), said(after))


def said(value: object) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(said(each) for each in value.values() if each not in (None, "", False))[:_LONGEST]
    if isinstance(value, list | tuple):
        return "; ".join(sorted(said(each) for each in value))[:_LONGEST]
    return str(value)[:_LONGEST]


def _title(values: Mapping[str, Any]) -> str:
    names = ("name", "number", "address_1", "rule", "byday", "organization", "Organization")
    first = next((str(values[name]) for name in names if values.get(name)), "")
    return (first or next((str(each) for each in values.values() if isinstance(each, str) and each), ""))[
        :100
    ]
