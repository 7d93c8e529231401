"""What people decided about a record, which no later import changes: assurances, confirmed points, releases."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from resources.changes.fields import POINT
from resources.changes.taken_back import local_fields
from resources.imports.batch import Entry
from resources.imports.rows import SourceRow
from resources.records.locations import CONFIRMED, Location
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation
from resources.upkeep.calls import Assurance
from resources.upkeep.parts import OF_PLACES, OF_SERVICE

REQUIREMENT_COLUMNS = (
    *("rule", "mode", "value", "quote", "basis", "alt", "part", "position"),
    *("confirmed_by", "confirmed_on"),
)
_SHOWN = 50
# Kept in a service's extra: that the row was screened once.
_SCREENED = "screened"


def confirmed_services(session: Session, source: str) -> set[UUID]:
    """The services of a source about which staff spoke with the provider."""
    return {*session.scalars(select(Service.id).where(Service.source == source, Service.assured_with != ""))}


def held_services(session: Session) -> Sequence[Service]:
    """Services that wait for the coordinator's word, the first of them."""
    held = select(Service).where(Service.held).options(joinedload(Service.organization))
    return session.scalars(held.order_by(Service.name, Service.id).limit(_SHOWN)).all()


def edited_fields(session: Session) -> dict[UUID, set[str]]:
    """What was changed or confirmed here, by record, by whatever way but an import; what was taken back is not."""
    found = local_fields(session)
    parts = select(Assurance.service_id, Assurance.part, ServiceAtLocation.location_id).outerjoin(
        ServiceAtLocation, ServiceAtLocation.service_id == Assurance.service_id
    )
    for service_id, part, location_id in session.execute(parts):
        found.setdefault(service_id, set()).update(OF_SERVICE.get(part, ()))
        if location_id is not None:
            found.setdefault(location_id, set()).update(OF_PLACES.get(part, ()))
    return found


def confirmed_here(requirement: ServiceRequirement, service_key: str) -> bool:
    """Whether staff confirmed a rule after it came from a file: it is confirmed and no longer as the file had it."""
    if requirement.confirmed_on is None:
        return False
    row = SourceRow("", 0, {})
    parents = {"service_id": ("service", service_key)}
    now = {name: getattr(requirement, name) for name in REQUIREMENT_COLUMNS}
    return Entry("requirement", "", row, now, parents).fingerprint() != requirement.fingerprint


def remembering(service: Service) -> dict[str, Any]:
    """What is kept of a new service so that a later import knows what came with the file."""
    return (service.extra or {}) | ({_SCREENED: True} if service.held else {})


def untouchable(record: Any, columns: dict[str, Any], edited: AbstractSet[str]) -> tuple[str, ...]:  # noqa: ANN401
    """The columns that no import changes once the record is there; it may hide a place but never show one.

    edited: what was changed here; the file's point is that of the file's address.
    """
    if isinstance(record, Service):
        return ("assured_date", "assurer_email")
    if isinstance(record, Location):
        kept = record.position_source == CONFIRMED or not edited.isdisjoint(("addresses", "point"))
        point = POINT if kept else ()
        return point if columns.get("confidential") else (*point, "confidential")
    return ()


def rescreened(service: Service, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns to change; what the coordinator released is not held again, and no import releases anything."""
    memory = {_SCREENED: True} if _SCREENED in service.extra else {}
    extra = columns.get("extra", {}) | memory
    if columns.get("held") and _SCREENED not in memory:
        return columns | {"extra": extra | {_SCREENED: True}}
    kept = {name: value for name, value in columns.items() if name not in ("held", "victim_services")}
    return kept | {"extra": extra}
