"""A batch into the directory: what is new is added, what changed is changed in place, what people confirmed stays."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from resources.imports.batch import Batch, Entry
from resources.imports.changes import Changes, FieldChange, field_changes, said
from resources.imports.decisions import remembering, rescreened, untouchable
from resources.imports.holding import Holding
from resources.imports.keeping import Keeping
from resources.imports.kinds import MODELS, OWNERS, PARTS, PLURALS, owners_of
from resources.imports.outcomes import Outcomes
from resources.imports.present import Present
from resources.imports.rows import Outcome, SourceRow
from resources.imports.trail import Trail
from resources.readings.rules import let_wait
from resources.records.locations import CONFIRMED, IMPORTED, Address, Location
from resources.records.services import Service
from resources.records.sources import imported_id


class Writer:
    """One import being written: where to, from which source, and when."""

    def __init__(
        self,
        session: Session,
        batch: Batch,
        source: str,
        now: datetime,
        show: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.session, self.batch, self.source, self.now, self.show = session, batch, source, now, show
        self.changes = Changes()
        self._present = Present(session, source)
        self._keeping = Keeping(session, batch, self._present)
        self._holding = Holding(batch)
        self._outcomes = Outcomes(batch)
        self._trail = Trail(session, source, now)
        # The entries of the records that others hang on, by the keys of those.
        self._owners = {self._present.id_of(each): each for kind in OWNERS for each in batch.of_kind(kind)}

    def write(self) -> dict[SourceRow, Outcome]:
        """Put everything into the session; what became of every row."""
        for kind in MODELS:
            for entry in self.batch.of_kind(kind):
                self._outcomes.note(entry, self._write(entry))
                self.show(1)
            self.session.flush()
        self._holding.hide_places(self.session, self._present)
        self._remove_vanished()
        self._trail.keep()
        return self._outcomes.of_rows()

    def _write(self, entry: Entry) -> Outcome:
        if self._present.is_elsewhere(entry):
            return Outcome.MERGED
        known, own = self._present.known[entry.kind], self._present.id_of(entry)
        fingerprint = entry.fingerprint()
        if own in known and known[own] == fingerprint:
            return Outcome.UNCHANGED
        record = self.session.get_one(MODELS[entry.kind], own) if own in known else None
        if self._keeping.keeps(entry, record) or (entry.waits and self._is_read_here(entry)):
            return Outcome.UNCHANGED
        if record is None:
            return self._create(entry, own, fingerprint)
        return self._update(entry, record, fingerprint)

    def _create(self, entry: Entry, own: UUID, fingerprint: str) -> Outcome:
        parents = self._present.parents(entry)
        self._touch_owners(entry.kind, parents.values())
        record = MODELS[entry.kind](
            id=own, source=self.source, source_id=entry.key, **entry.values, **parents
        )
        record.fingerprint, record.imported_at = fingerprint, self.now
        if isinstance(record, Service):
            record.extra = remembering(record)
            if record.held:
                self._holding.hold(entry)
        if entry.waits:
            let_wait(record)
        self.session.add(record)
        for part, rows in entry.parts.items():
            setattr(record, part, [PARTS[part](**row) for row in rows])
        self.changes.created(entry, alone=not self._present.ids.isdisjoint(parents.values()))
        return Outcome.CREATED

    def _is_read_here(self, entry: Entry) -> bool:
        """Whether the words were read here before: what waits elsewhere comes only with a service that is new."""
        return not self._present.known["service"].keys().isdisjoint(self._present.parents(entry).values())

    def _update(self, entry: Entry, record: Any, fingerprint: str) -> Outcome:  # noqa: ANN401 - of any kind
        columns = self._columns(entry, record)
        self._touch_owners(entry.kind, (*self._present.parents(entry).values(), *owners_of(record)))
        self._trail.touch(record, {*columns, *entry.parts, "point"})
        changed = list(field_changes(record, columns))
        for name, value in columns.items():
            setattr(record, name, value)
        self._renew_point(entry, record, columns)
        for part, rows in entry.parts.items():
            changed += self._replace(entry, record, part, rows)
        # What was taken back here is compared anew, and may say by now what the file says.
        # A part of what a source says that changes nothing leaves the whole of it as it was said.
        differs = bool(changed or (record.fingerprint and not entry.partial))
        if differs or not entry.partial:
            record.fingerprint = fingerprint
        if not differs:
            return Outcome.UNCHANGED
        record.imported_at = self.now
        self.changes.updated(entry, changed)
        return Outcome.UPDATED

    def _columns(self, entry: Entry, record: Any) -> dict[str, Any]:  # noqa: ANN401
        """What is to stand in the record's columns: what the file says, but for what people decided."""
        columns = entry.values | self._present.parents(entry)
        for name in untouchable(record, columns, self._keeping.edited(record.id)):
            columns.pop(name, None)
        if entry.partial and "extra" in columns:
            columns["extra"] = {**record.extra, **columns["extra"]}
        if isinstance(record, Service):
            columns = rescreened(record, columns)
            if columns.get("held"):
                self._holding.hold(entry)
        for name in self._keeping.kept_columns(entry, record, columns):
            columns.pop(name)
        return columns

    def _touch_owners(self, kind: str, owners: Iterable[UUID | None]) -> None:
        """A list of records that were there before is about to be written."""
        for own in self._present.ids.intersection(owners) if kind in PLURALS else ():
            record = next(filter(None, (self.session.get(MODELS[each], own) for each in OWNERS)))
            self._trail.touch(record, (PLURALS[kind],))

    def _renew_point(self, entry: Entry, record: Any, columns: dict[str, Any]) -> None:  # noqa: ANN401
        """A point that no longer belongs to its address, or must not be known, is forgotten."""
        if isinstance(record, Location):
            withdrawn = record.position_source == IMPORTED and "latitude" not in columns and not entry.partial
            if record.confidential or withdrawn:
                record.forget_point()
        if isinstance(record, Address):
            place = self.session.get_one(Location, record.location_id)
            if place.position_source not in (IMPORTED, CONFIRMED):
                place.forget_point()

    def _replace(
        self,
        entry: Entry,
        record: Any,  # noqa: ANN401
        part: str,
        rows: list[dict[str, Any]],
    ) -> list[FieldChange]:
        model, present = PARTS[part], list(getattr(record, part))
        columns = rows[0] if rows else {each.key: None for each in model.__mapper__.column_attrs}
        before = [{name: getattr(each, name) for name in columns} for each in present]
        if part == "capacities":
            getattr(record, part).extend(model(**row) for row in rows if row not in before)
            return []
        # A list has no order that means anything.
        if sorted(before, key=str) == sorted(rows, key=str):
            return []
        if self._keeping.keeps_part(entry.row, record.id, part):
            return []
        setattr(record, part, [])
        self.session.flush()
        setattr(record, part, [model(**row) for row in rows])
        shown = [{name: value for name, value in row.items() if not name.endswith("id")} for row in before]
        return [FieldChange(part, said(shown), said(rows))]

    def _remove_vanished(self) -> None:
        """Take away what hangs on a record of this file and is no longer in it."""
        for kind in (each for each in MODELS if each in self.batch.complete):
            here = {self._present.id_of(entry) for entry in self.batch.of_kind(kind)}
            here |= {imported_id(self.source, *key) for key in self.batch.refused if key[0] == kind}
            for own in self._present.known[kind].keys() - here:
                self._remove(kind, self.session.get_one(MODELS[kind], own))
        self.session.flush()

    def _remove(self, kind: str, record: Any) -> None:  # noqa: ANN401
        owner = next(filter(None, owners_of(record)), None)
        if owner is None or owner not in self._owners or owner in self._present.moved:
            return
        if self._keeping.keeps_vanished(kind, record, owner):
            return
        parent = self._owners[owner]
        self.changes.removed(kind, record, parent.row)
        self._touch_owners(kind, owners_of(record))
        self.session.delete(record)
        self._outcomes.note(parent, Outcome.UPDATED)
