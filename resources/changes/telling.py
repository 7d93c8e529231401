"""A change as it is told: field by field before and after in words, and what else waits about the same fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resources.changes import wording
from resources.changes.change import Change
from resources.changes.fields import Record, subject_of, value_of
from resources.changes.shown import secret_streets, withheld, without
from resources.changes.subjects import places_of

NOT_SHOWN = ["not shown"]


@dataclass(frozen=True)
class FieldTold:
    """One field: what it said, shall say, and (where that is neither) says now, line by line."""

    name: str
    label: str
    before: Sequence[str]
    after: Sequence[str]
    now: Sequence[str] | None = None


@dataclass(frozen=True)
class Teller:
    """Tells the changes of one record; of a secret place no street and no point."""

    record: Record
    places: Mapping[str, str]
    hidden: frozenset[str]
    streets: Sequence[re.Pattern[str]]

    @classmethod
    def of(cls, record: Record) -> "Teller":
        """With all that is needed to tell, fetched once."""
        return cls(record, places_of(record), withheld(record), secret_streets(record))

    def told(self, change: Change, *, now: bool = False) -> list[FieldTold]:
        """A change's fields in words; now: with what they say at present where they moved on."""
        return [self._field(name, said, now=now) for name, said in change.fields.items()]

    def lines(self, name: str, said: Any) -> Sequence[str]:  # noqa: ANN401 - any value of any field
        """One value in words."""
        if name in self.hidden:
            return NOT_SHOWN
        return wording.lines(subject_of(self.record), name, without(said, self.streets), self.places)

    def _field(self, name: str, said: Mapping[str, Any], *, now: bool) -> FieldTold:
        present = value_of(self.record, name) if now else None
        return FieldTold(
            name,
            wording.label(subject_of(self.record), name),
            self.lines(name, said["before"]),
            self.lines(name, said["after"]),
            self.lines(name, present) if now and present not in (said["before"], said["after"]) else None,
        )


def overlapping(change: Change, waiting: Sequence[Change]) -> list[Change]:
    """The other proposals that touch the same fields of the same record."""
    return [
        each
        for each in waiting
        if each.id != change.id
        and each.subject_id == change.subject_id
        and not each.fields.keys().isdisjoint(change.fields)
    ]
