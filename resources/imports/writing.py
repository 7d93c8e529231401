"""A batch into the directory: what is new is added, what changed is changed in place, what people confirmed stays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.access import AccessWay
from resources.capacity import Capacity
from resources.imports.batch import Batch, Entry
from resources.imports.rows import Outcome, SourceRow
from resources.licenses import License
from resources.locations import Address, Location
from resources.organizations import Organization
from resources.phones import Phone
from resources.requirements import ServiceRequirement
from resources.schedules import Schedule
from resources.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.sources import imported_id

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
_POINT = ("latitude", "longitude", "precision", "precision_m", "position_source")
CONFIRMED = "confirmed"
_IMPORTED_ASSURANCE = "imported_assured_date"
_SCREENED = "screened"


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
    _assured: set[UUID] = field(default_factory=set)

    def write(self) -> dict[SourceRow, Outcome]:
        """Put everything into the session; what became of every row."""
        for kind, model in MODELS.items():
            found = self.session.execute(
                select(model.id, model.fingerprint).where(model.source == self.source)
            )
            self._known[kind] = {row.id: row.fingerprint for row in found}
        self._assured = set(self._confirmed_services())
        for kind in MODELS:
            for entry in self.batch.of_kind(kind):
                self._write(entry)
                self.show(1)
            self.session.flush()
        self._remove_vanished()
        return {row: self._outcome(row) for row in self.batch.rows}

    def id_of(self, entry: Entry) -> UUID:
        """The key of an entry's record, the same in every import of this source."""
        return imported_id(self.source, *entry.name)

    def _write(self, entry: Entry) -> None:
        known = self._known[entry.kind]
        fingerprint = entry.fingerprint()
        own = self.id_of(entry)
        if own not in known:
            self._create(entry, own, fingerprint)
        elif known[own] != fingerprint:
            self._update(entry, own, fingerprint)
        else:
            self._note(entry, Outcome.UNCHANGED)

    def _create(self, entry: Entry, own: UUID, fingerprint: str) -> None:
        if self._kept(entry):
            return
        columns = entry.values | self._parents(entry)
        record = MODELS[entry.kind](id=own, source=self.source, source_id=entry.key, **columns)
        record.fingerprint, record.imported_at = fingerprint, self.now
        if isinstance(record, Service):
            record.extra = _remembering(record)
            self._tell_if_held(entry, record.held)
        self.session.add(record)
        for part, rows in entry.parts.items():
            setattr(record, part, [_PARTS[part](**row) for row in rows])
        self._note(entry, Outcome.CREATED)

    def _update(self, entry: Entry, own: UUID, fingerprint: str) -> None:
        record = self.session.get_one(MODELS[entry.kind], own)
        if self._kept(entry, record):
            return
        columns = entry.values | self._parents(entry)
        for name in _untouchable(record, columns):
            columns.pop(name, None)
        if isinstance(record, Service):
            columns["extra"] = columns.get("extra", {}) | {
                key: record.extra[key] for key in (_IMPORTED_ASSURANCE, _SCREENED) if key in record.extra
            }
            columns = _rescreened(record, columns)
            self._tell_if_held(entry, columns.get("held"))
        for name, value in columns.items():
            setattr(record, name, value)
        record.fingerprint, record.imported_at = fingerprint, self.now
        for part, rows in entry.parts.items():
            self._replace(record, part, rows)
        self._note(entry, Outcome.UPDATED)

    def _replace(self, record: Any, part: str, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
        present = list(getattr(record, part))
        said = [{name: getattr(each, name) for name in (rows[0] if rows else {})} for each in present]
        if part == "capacities":
            getattr(record, part).extend(Capacity(**row) for row in rows if row not in said)
        elif said != rows or len(present) != len(rows):
            setattr(record, part, [])
            self.session.flush()
            setattr(record, part, [_PARTS[part](**row) for row in rows])

    def _tell_if_held(self, entry: Entry, held: bool | None) -> None:
        if held:
            message = (
                f"“{entry.values['name']}” looks like a service for survivors: it is held, and its place is kept "
                "confidential, until the coordinator releases it."
            )
            self.batch.warn(entry.row, "", "held", message)

    def _kept(self, entry: Entry, record: Any = None) -> bool:  # noqa: ANN401
        """Whether people confirmed what this entry would change; then it stays, and the coordinator is told."""
        service = self.id_of(entry) if entry.kind == "service" else self._parents(entry).get("service_id")
        confirmed = service in self._assured or (
            isinstance(record, ServiceRequirement) and record.confirmed_on is not None
        )
        if confirmed:
            self._note(entry, Outcome.UNCHANGED)
            message = (
                "The file says something else now, but staff confirmed this with the provider; it stays."
            )
            self.batch.warn(entry.row, "", "confirmed_here", message)
        return confirmed

    def _confirmed_services(self) -> Iterator[UUID]:
        found = select(Service.id, Service.assured_date, Service.extra).where(
            Service.source == self.source, Service.assured_date.is_not(None)
        )
        for own, assured, extra in self.session.execute(found):
            if assured.isoformat() != extra.get(_IMPORTED_ASSURANCE):
                yield own

    def _parents(self, entry: Entry) -> dict[str, UUID]:
        return {column: imported_id(self.source, *parent) for column, parent in entry.parents.items()}

    def _remove_vanished(self) -> None:
        """Take away what hangs on a record of this file and is no longer in it."""
        for kind in MODELS:
            if kind not in self.batch.complete:
                continue
            here = {self.id_of(entry) for entry in self.batch.of_kind(kind)}
            here |= {imported_id(self.source, *key) for key in self.batch.refused if key[0] == kind}
            for own in self._known[kind].keys() - here:
                self._remove(self.session.get_one(MODELS[kind], own))
        self.session.flush()

    def _remove(self, record: Any) -> None:  # noqa: ANN401
        service = getattr(record, "service_id", None)
        parent = self._owners().get(
            service or getattr(record, "location_id", None) or getattr(record, "organization_id", None)
        )
        if parent is None or service in self._assured or getattr(record, "confirmed_on", None):
            return
        self.session.delete(record)
        self._note(parent, Outcome.UPDATED)

    def _owners(self) -> dict[UUID | None, Entry]:
        return {
            self.id_of(entry): entry
            for kind in ("organization", "location", "service")
            for entry in self.batch.of_kind(kind)
        }

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


def _remembering(service: Service) -> dict[str, Any]:
    """What a later import must know: which assurance came with the file, and that the row was screened."""
    memory: dict[str, Any] = {_SCREENED: True} if service.held else {}
    if isinstance(service.assured_date, date):
        memory[_IMPORTED_ASSURANCE] = service.assured_date.isoformat()
    return (service.extra or {}) | memory


def _untouchable(record: Any, columns: dict[str, Any]) -> tuple[str, ...]:  # noqa: ANN401
    """The columns that no import changes once the record is there."""
    if isinstance(record, Service):
        return ("assured_date", "assurer_email")
    if isinstance(record, Location):
        confirmed = record.position_source == CONFIRMED
        return (*(_POINT if confirmed else ()), *(() if columns.get("confidential") else ("confidential",)))
    return ()


def _rescreened(service: Service, columns: dict[str, Any]) -> dict[str, Any]:
    """A service is held once: what the coordinator released is not held again, and no import releases anything."""
    if columns.get("held") and not service.extra.get(_SCREENED):
        return columns | {"extra": columns["extra"] | {_SCREENED: True}}
    return {name: value for name, value in columns.items() if name not in ("held", "victim_services")}
