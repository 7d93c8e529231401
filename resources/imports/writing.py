"""A batch into the directory: what is new is added, what changed is changed in place, what people confirmed stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.imports.batch import Batch, Entry, Key
from resources.imports.changes import Changes, FieldChange, field_changes, said
from resources.imports.decisions import (
    confirmed_here,
    confirmed_services,
    edited_fields,
    remembering,
    rescreened,
    untouchable,
)
from resources.imports.rows import Outcome, SourceRow
from resources.imports.trail import Trail
from resources.records.capacity import Capacity
from resources.records.licenses import License
from resources.records.locations import CONFIRMED, IMPORTED, Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.sources import imported_id
from resources.records.standing import moved_ids
from resources.records.ways_in import AccessWay

# In the order in which they can be written: parents first.
MODELS: dict[str, Any] = {
    "organization": Organization,
    "location": Location,
    "address": Address,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "phone": Phone,
    "schedule": Schedule,
    "requirement": ServiceRequirement,
}
_PARTS = {
    "needs": ServiceNeed,
    "areas": ServiceArea,
    "capacities": Capacity,
    "access_ways": AccessWay,
    "licenses": License,
}


# What staff decide of these is kept by rules of its own.
_DECIDED = frozenset(("held", "victim_services", "assured_date", "assurer_email"))
_OWNERS = ("service", "location", "organization")
# As an edit of the record that they hang on names them.
_PLURALS = {
    "address": "addresses",
    "phone": "phones",
    "schedule": "schedules",
    "requirement": "requirements",
    "service_at_location": "at_locations",
}


@dataclass
class Writer:
    """One import being written: where to, from which source, and when."""

    session: Session
    batch: Batch
    source: str
    now: datetime
    show: Callable[[int], None] = lambda _: None
    effects: dict[SourceRow, set[Outcome]] = field(default_factory=dict)
    _known: dict[str, dict[UUID, str | None]] = field(default_factory=dict)
    # Records that came here from another source, or were entered here, under the name this file gives them too.
    _elsewhere: set[UUID] = field(default_factory=set)
    _assured: set[UUID] = field(default_factory=set)
    _held: set[Key] = field(default_factory=set)
    changes: Changes = field(default_factory=Changes)
    _edited: dict[UUID, set[str]] = field(default_factory=dict)
    # Records that were merged here, and what stands for them.
    _moved: dict[UUID, UUID] = field(default_factory=dict)
    _trail: Trail = field(init=False)

    def __post_init__(self) -> None:
        """The histories of its records are written by the same source at the same time."""
        self._trail = Trail(self.session, self.source, self.now)

    def write(self) -> dict[SourceRow, Outcome]:
        """Put everything into the session; what became of every row."""
        for kind, model in MODELS.items():
            found = self.session.execute(
                select(model.id, model.fingerprint).where(model.source == self.source)
            )
            self._known[kind] = {row.id: row.fingerprint for row in found}
            self._elsewhere |= set(self.session.scalars(select(model.id).where(model.source != self.source)))
        self._assured = confirmed_services(self.session, self.source)
        self._edited = edited_fields(self.session)
        self._moved = moved_ids(self.session)
        for kind in MODELS:
            for entry in self.batch.of_kind(kind):
                self._write(entry)
                self.show(1)
            self.session.flush()
        self._keep_confidential()
        self._remove_vanished()
        self._trail.keep()
        return {row: self._outcome(row) for row in self.batch.rows}

    def id_of(self, entry: Entry) -> UUID:
        """The key of an entry's record, the same in every import of this source."""
        return imported_id(self.source, *entry.name)

    def _write(self, entry: Entry) -> None:
        if self._is_elsewhere(entry):
            self._note(entry, Outcome.MERGED)
            return
        known = self._known[entry.kind]
        fingerprint = entry.fingerprint()
        own = self.id_of(entry)
        if own not in known:
            self._create(entry, own, fingerprint)
        elif known[own] != fingerprint:
            self._update(entry, own, fingerprint)
        else:
            self._note(entry, Outcome.UNCHANGED)

    def _is_elsewhere(self, entry: Entry) -> bool:
        """Whether it is, or hangs on, a record that another source brought or that was merged: it stays as it is."""
        if self.id_of(entry) in self._moved:
            return True
        named = {self.id_of(entry), *self._parents(entry).values()}
        if entry.kind not in ("service", "location") and not self._named(entry).isdisjoint(self._moved):
            return True
        return not named.isdisjoint(self._elsewhere)

    def _create(self, entry: Entry, own: UUID, fingerprint: str) -> None:
        if self._kept(entry) or self._kept_list(entry):
            return
        columns = entry.values | self._parents(entry)
        self._touch_owners(entry.kind, self._parents(entry).values())
        record = MODELS[entry.kind](id=own, source=self.source, source_id=entry.key, **columns)
        record.fingerprint, record.imported_at = fingerprint, self.now
        if isinstance(record, Service):
            record.extra = remembering(record)
            self._tell_if_held(entry, record.held)
        self.session.add(record)
        for part, rows in entry.parts.items():
            setattr(record, part, [_PARTS[part](**row) for row in rows])
        self.changes.created(
            entry, alone=any(each in self._present for each in self._parents(entry).values())
        )
        self._note(entry, Outcome.CREATED)

    def _update(self, entry: Entry, own: UUID, fingerprint: str) -> None:
        record = self.session.get_one(MODELS[entry.kind], own)
        if self._kept(entry, record) or self._kept_list(entry):
            return
        columns = entry.values | self._parents(entry)
        for name in untouchable(record, columns, self._edited.get(own, set())):
            columns.pop(name, None)
        if isinstance(record, Service):
            columns = rescreened(record, columns)
            self._tell_if_held(entry, columns.get("held"))
        for name in self._edited_here(entry, record, columns):
            columns.pop(name)
        self._touch_owners(entry.kind, (*self._parents(entry).values(), *_owners_of(record)))
        self._trail.touch(record, {*columns, *entry.parts, "point"})
        changed = list(field_changes(record, columns))
        for name, value in columns.items():
            setattr(record, name, value)
        self._renew_point(record, columns)
        for part, rows in entry.parts.items():
            changed += self._replace(record, part, rows)
        # What was taken back here is compared anew, and may say by now what the file says.
        if changed or record.fingerprint:
            record.imported_at = self.now
            self.changes.updated(entry, changed)
        self._note(entry, Outcome.UPDATED if changed or record.fingerprint else Outcome.UNCHANGED)
        record.fingerprint = fingerprint

    def _touch_owners(self, kind: str, owners: Iterable[UUID | None]) -> None:
        """A list of records that were there before is about to be written."""
        for own in self._present.intersection(owners) if kind in _PLURALS else ():
            record = next(filter(None, (self.session.get(MODELS[each], own) for each in _OWNERS)))
            self._trail.touch(record, (_PLURALS[kind],))

    def _edited_here(self, entry: Entry, record: Any, columns: dict[str, Any]) -> list[str]:  # noqa: ANN401
        """The columns that staff changed by hand and that the file says otherwise: they stay, with a warning."""
        edited = self._edited.get(record.id, set()) - _DECIDED
        kept = [name for name in columns if name in edited and getattr(record, name) != columns[name]]
        for name in kept:
            new = said(columns[name])[:80]
            message = f"Staff changed this here, and the file says “{new}” now; what staff wrote stays."
            self.batch.warn(entry.row, name, "edited_here", message)
        return kept

    def _kept_list(self, entry: Entry) -> bool:
        """Whether staff changed by hand the list that this entry is one of; then the whole list stays."""
        name = _PLURALS.get(entry.kind, "")
        kept = any(name in self._edited.get(parent, ()) for parent in self._parents(entry).values())
        if kept:
            self._tell_list_kept(entry.row, name)
            self._note(entry, Outcome.UNCHANGED)
        return kept

    def _tell_list_kept(self, row: SourceRow, name: str) -> None:
        if ("edited_here", name) not in self.batch.said_of(row):
            message = (
                f"Staff changed the {name.replace('at_', '')} of this record here; what staff wrote stays."
            )
            self.batch.warn(row, name, "edited_here", message)

    def _renew_point(self, record: Any, columns: dict[str, Any]) -> None:  # noqa: ANN401
        """A point that no longer belongs to its address, or must not be known, is forgotten."""
        if isinstance(record, Location):
            withdrawn = record.position_source == IMPORTED and "latitude" not in columns
            if record.confidential or withdrawn:
                record.forget_point()
        if isinstance(record, Address):
            place = self.session.get_one(Location, record.location_id)
            if place.position_source not in (IMPORTED, CONFIRMED):
                place.forget_point()

    def _replace(self, record: Any, part: str, rows: list[dict[str, Any]]) -> list[FieldChange]:  # noqa: ANN401
        present = list(getattr(record, part))
        columns = rows[0] if rows else {each.key: None for each in _PARTS[part].__mapper__.column_attrs}
        before = [{name: getattr(each, name) for name in columns} for each in present]
        if part == "capacities":
            getattr(record, part).extend(Capacity(**row) for row in rows if row not in before)
            return []
        # A list has no order that means anything.
        if sorted(before, key=str) == sorted(rows, key=str):
            return []
        if part in self._edited.get(record.id, ()):
            self._tell_list_kept(self._owners[record.id].row, part)
            return []
        setattr(record, part, [])
        self.session.flush()
        setattr(record, part, [_PARTS[part](**row) for row in rows])
        shown = [{name: value for name, value in row.items() if not name.endswith("id")} for row in before]
        return [FieldChange(part, said(shown), said(rows))]

    def _tell_if_held(self, entry: Entry, held: bool | None) -> None:
        """What was held just now; what was released earlier stays released."""
        if held:
            self._held.add(entry.name)
            message = (
                f"“{entry.values['name']}” looks like a service for survivors: it is held, and its place is kept "
                "confidential, until the coordinator releases it."
            )
            self.batch.warn(entry.row, "", "held", message)

    def _keep_confidential(self) -> None:
        """The places of what was held just now are told to nobody until the coordinator releases them."""
        for link in self.batch.of_kind("service_at_location"):
            if link.parents["service_id"] in self._held:
                place = self.session.get_one(Location, self._parents(link)["location_id"])
                if place.id in self._present:
                    self._trail.touch(place, ("confidential", "point"))
                place.confidential = True
                place.forget_point()

    def _kept(self, entry: Entry, record: Any = None) -> bool:  # noqa: ANN401
        """Whether people confirmed what this entry would change; then it stays, and the coordinator is told."""
        service = self.id_of(entry) if entry.kind == "service" else self._parents(entry).get("service_id")
        confirmed = service in self._assured or (
            isinstance(record, ServiceRequirement) and self._is_confirmed(record)
        )
        if confirmed and ("confirmed_here", "") not in self.batch.said_of(entry.row):
            message = (
                "The file says something else now, but staff confirmed this with the provider; it stays."
            )
            self.batch.warn(entry.row, "", "confirmed_here", message)
        if confirmed:
            self._note(entry, Outcome.UNCHANGED)
        return confirmed

    def _is_confirmed(self, requirement: ServiceRequirement) -> bool:
        service = self.session.get_one(Service, requirement.service_id)
        return confirmed_here(requirement, service.source_id or "")

    def _parents(self, entry: Entry) -> dict[str, UUID]:
        named = {column: imported_id(self.source, *parent) for column, parent in entry.parents.items()}
        return {column: self._moved.get(own, own) for column, own in named.items()}

    def _named(self, entry: Entry) -> set[UUID]:
        return {imported_id(self.source, *parent) for parent in entry.parents.values()}

    def _remove_vanished(self) -> None:
        """Take away what hangs on a record of this file and is no longer in it."""
        for kind in MODELS:
            if kind not in self.batch.complete:
                continue
            here = {self.id_of(entry) for entry in self.batch.of_kind(kind)}
            here |= {imported_id(self.source, *key) for key in self.batch.refused if key[0] == kind}
            for own in self._known[kind].keys() - here:
                self._remove(kind, self.session.get_one(MODELS[kind], own))
        self.session.flush()

    def _remove(self, kind: str, record: Any) -> None:  # noqa: ANN401
        service = getattr(record, "service_id", None)
        owner = next(filter(None, _owners_of(record)), None)
        parent = self._owners.get(owner)
        if parent is None or service in self._assured or owner in self._moved:
            return
        if _PLURALS.get(kind, "") in self._edited.get(self.id_of(parent), ()):
            return
        if isinstance(record, ServiceRequirement) and self._is_confirmed(record):
            return
        self.changes.removed(kind, record, parent.row)
        self._touch_owners(kind, _owners_of(record))
        self.session.delete(record)
        self._note(parent, Outcome.UPDATED)

    @cached_property
    def _present(self) -> set[UUID]:
        """What was in the directory before."""
        return {own for known in self._known.values() for own in known}

    @cached_property
    def _owners(self) -> dict[UUID | None, Entry]:
        return {self.id_of(entry): entry for kind in _OWNERS for entry in self.batch.of_kind(kind)}

    def _note(self, entry: Entry, outcome: Outcome) -> None:
        # A record that a row only brings along says of the row at most that it changed something.
        if not entry.main and outcome is Outcome.CREATED:
            outcome = Outcome.UPDATED
        self.effects.setdefault(entry.row, set()).add(outcome)

    def _outcome(self, row: SourceRow) -> Outcome:
        if row in self.batch.settled:
            return self.batch.settled[row]
        effects = self.effects.get(row, set())
        order = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
        return next((outcome for outcome in order if outcome in effects), Outcome.MERGED)


def _owners_of(record: object) -> list[UUID | None]:
    """The records that this one hangs on, the nearest first."""
    return [getattr(record, f"{kind}_id", None) for kind in _OWNERS]
