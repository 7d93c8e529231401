"""What people decided about a record, which no later import changes: assurances, confirmed points, releases."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from agency.audit.audit import AuditEntry
from resources.imports.batch import Entry
from resources.imports.rows import SourceRow
from resources.records.locations import CONFIRMED, Location
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service

REQUIREMENT_COLUMNS = (
    *("rule", "mode", "value", "quote", "basis", "alt", "part", "position"),
    *("confirmed_by", "confirmed_on"),
)
_SHOWN = 50
_POINT = ("latitude", "longitude", "precision", "precision_m", "position_source")
# Kept in a service's extra: the assurance that came with the file, and that the row was screened once.
_ASSURANCE = "imported_assured_date"
_SCREENED = "screened"


def confirmed_services(session: Session, source: str) -> set[UUID]:
    """The services of a source whose assurance did not come with a file: staff spoke with the provider."""
    query = select(Service.id, Service.assured_date, Service.extra)
    found = session.execute(query.where(Service.source == source, Service.assured_date.is_not(None)))
    return {own for own, assured, extra in found if assured.isoformat() != extra.get(_ASSURANCE)}


def held_services(session: Session) -> Sequence[Service]:
    """Services that wait for the coordinator's word, the first of them."""
    held = select(Service).where(Service.held).options(joinedload(Service.organization))
    return session.scalars(held.order_by(Service.name, Service.id).limit(_SHOWN)).all()


def edited_fields(session: Session) -> dict[UUID, set[str]]:
    """What staff changed by hand, by record: the trail names the fields of every edit."""
    entries = select(AuditEntry.subject_id, AuditEntry.details).where(AuditEntry.event == "directory.edited")
    found: dict[UUID, set[str]] = {}
    for subject_id, details in session.execute(entries.where(AuditEntry.subject_id.is_not(None))):
        found.setdefault(subject_id, set()).update(re.findall(r"\w+", str(details.get("fields") or "")))
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
    memory: dict[str, Any] = {_SCREENED: True} if service.held else {}
    if service.assured_date is not None:
        memory[_ASSURANCE] = service.assured_date.isoformat()
    return (service.extra or {}) | memory


def untouchable(record: Any, columns: dict[str, Any]) -> tuple[str, ...]:  # noqa: ANN401
    """The columns that no import changes once the record is there; it may hide a place but never show one."""
    if isinstance(record, Service):
        return ("assured_date", "assurer_email")
    if isinstance(record, Location):
        point = _POINT if record.position_source == CONFIRMED else ()
        return point if columns.get("confidential") else (*point, "confidential")
    return ()


def rescreened(service: Service, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns to change; what the coordinator released is not held again, and no import releases anything."""
    memory = {key: service.extra[key] for key in (_ASSURANCE, _SCREENED) if key in service.extra}
    extra = columns.get("extra", {}) | memory
    if columns.get("held") and _SCREENED not in memory:
        return columns | {"extra": extra | {_SCREENED: True}}
    kept = {name: value for name, value in columns.items() if name not in ("held", "victim_services")}
    return kept | {"extra": extra}


def forget_point(place: Location) -> None:
    """Leave a place without a position."""
    place.latitude = place.longitude = place.precision_m = None
    place.precision = place.position_source = ""
