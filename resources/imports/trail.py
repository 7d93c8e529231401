"""What an import changes of a record that was there, written into the record's history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from resources.changes.change import Change
from resources.changes.fields import Record, fields_of, subject_of, value_of


@dataclass
class Trail:
    """Notes what records say before a source touches them, and afterwards what became of it."""

    session: Session
    source: str
    now: datetime
    _before: dict[UUID, tuple[Record, dict[str, Any]]] = field(default_factory=dict)

    def touch(self, record: Any, names: Iterable[str]) -> None:  # noqa: ANN401 - many kinds hang on a record
        """These fields of a record are about to be written; what is no field of it is passed over."""
        if not isinstance(record, Record):
            return
        _, said = self._before.setdefault(record.id, (record, {}))
        for name in {*names} & {*fields_of(subject_of(record))} - said.keys():
            said[name] = value_of(record, name)

    def keep(self) -> None:
        """Write one change for each record that says something else now; it is in force at once."""
        self.session.flush()
        for record, said in self._before.values():
            self.session.expire(record)
            now = {name: value_of(record, name) for name in said}
            changed = {
                name: {"before": before, "after": now[name]}
                for name, before in said.items()
                if now[name] != before
            }
            if changed:
                record.revision += 1
                self.session.add(self._change(record, changed))

    def _change(self, record: Record, fields: dict[str, Any]) -> Change:
        return Change(
            subject=subject_of(record),
            subject_id=record.id,
            fields=fields,
            origin="import",
            proposer=self.source,
            proposed_at=self.now,
            decided_at=self.now,
            state="in_force",
        )
