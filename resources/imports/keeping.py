"""What no import overwrites: what staff confirmed with the provider or changed here; the coordinator is told."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from resources.imports.batch import Batch, Entry
from resources.imports.changes import said
from resources.imports.decisions import confirmed_here, confirmed_services, edited_fields
from resources.imports.kinds import PLURALS
from resources.imports.present import Present
from resources.imports.rows import SourceRow
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service

# What staff decide of these is kept by rules of its own.
_DECIDED = frozenset(("held", "victim_services", "assured_date", "assurer_email"))
_CONFIRMED = "The file says something else now, but staff confirmed this with the provider; it stays."


class Keeping:
    """The word of staff against that of one source."""

    def __init__(self, session: Session, batch: Batch, present: Present) -> None:
        self._session, self._batch, self._present = session, batch, present
        self._assured = confirmed_services(session, present.source)
        self._edited = edited_fields(session)

    def edited(self, record_id: UUID) -> set[str]:
        """The fields of a record that were changed or confirmed here."""
        return self._edited.get(record_id, set())

    def keeps(self, entry: Entry, record: Any = None) -> bool:  # noqa: ANN401 - of any kind
        """Whether all of what an entry would change stays."""
        return self._keeps_confirmed(entry, record) or self._keeps_list(entry)

    def kept_columns(self, entry: Entry, record: Any, columns: dict[str, Any]) -> list[str]:  # noqa: ANN401
        """The columns that staff changed and that the file says otherwise."""
        edited = self.edited(record.id) - _DECIDED
        kept = [name for name in columns if name in edited and getattr(record, name) != columns[name]]
        for name in kept:
            new = said(columns[name])[:80]
            message = f"Staff changed this here, and the file says “{new}” now; what staff wrote stays."
            self._batch.warn(entry.row, name, "edited_here", message)
        return kept

    def keeps_part(self, row: SourceRow, record_id: UUID, part: str) -> bool:
        """Whether a list that a record carries itself was changed here."""
        kept = part in self.edited(record_id)
        if kept:
            self._tell_of_list(row, part)
        return kept

    def keeps_vanished(self, kind: str, record: Any, owner: UUID) -> bool:  # noqa: ANN401
        """Whether what hangs on a record stays though the file has it no longer."""
        return (
            getattr(record, "service_id", None) in self._assured
            or PLURALS.get(kind, "") in self.edited(owner)
            or self._is_confirmed_rule(record)
        )

    def _keeps_confirmed(self, entry: Entry, record: Any) -> bool:  # noqa: ANN401
        parents = self._present.parents(entry)
        service = self._present.id_of(entry) if entry.kind == "service" else parents.get("service_id")
        confirmed = service in self._assured or self._is_confirmed_rule(record)
        if confirmed and ("confirmed_here", "") not in self._batch.said_of(entry.row):
            self._batch.warn(entry.row, "", "confirmed_here", _CONFIRMED)
        return confirmed

    def _is_confirmed_rule(self, record: object) -> bool:
        if not isinstance(record, ServiceRequirement):
            return False
        service = self._session.get_one(Service, record.service_id)
        return confirmed_here(record, service.source_id or "")

    def _keeps_list(self, entry: Entry) -> bool:
        """Whether the list that an entry is one of was changed here; then the whole list stays."""
        name = PLURALS.get(entry.kind, "")
        kept = any(name in self.edited(parent) for parent in self._present.parents(entry).values())
        if kept:
            self._tell_of_list(entry.row, name)
        return kept

    def _tell_of_list(self, row: SourceRow, name: str) -> None:
        if ("edited_here", name) not in self._batch.said_of(row):
            plural = name.replace("at_", "").replace("_", " ")
            message = f"Staff changed the {plural} of this record here; what staff wrote stays."
            self._batch.warn(row, name, "edited_here", message)
