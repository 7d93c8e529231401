"""The records that can be changed, as an address names them, and who may open which."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.errors import DeniedError, NotFoundError
from resources.changes.fields import MODELS, Record
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.records.standing import current_id

KINDS = {"organizations": "organization", "services": "service", "locations": "location"}


def find(session: Session, kind: str, record_id: UUID, *, decides: bool, lock: bool = False) -> Record:
    """A record to be changed or looked back on, or the one that stands for it since a merge.

    decides: whoever keeps the directory sees what is held back too. lock: others who change it at the same moment wait.
    """
    model: type[Any] = MODELS[KINDS[kind]]
    kept_id = current_id(session, model, record_id)
    found: Record | None = session.get(model, kept_id, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    if not decides and is_closed(session, found):
        raise DeniedError("directory.edit", record_id)
    return found


def is_closed(session: Session, record: Record) -> bool:
    """Whether only those who keep the directory may open it: held back, or a place that must not be told."""
    if isinstance(record, Service):
        return record.held
    if isinstance(record, Location):
        there = select(Service).join(ServiceAtLocation).where(ServiceAtLocation.location_id == record.id)
        return record.confidential or _all_held([*session.scalars(there)])
    return _all_held(record.services)


def title(record: Record) -> str:
    """What a record is called; a place without a name by its provider."""
    if isinstance(record, Location):
        return record.name or f"A place of {record.organization.name}"
    return record.name


def services_of(session: Session, record: Record) -> list[Service]:
    """The services that a change of this record touches."""
    if isinstance(record, Service):
        return [record]
    if isinstance(record, Organization):
        return record.services
    there = select(Service).join(ServiceAtLocation).where(ServiceAtLocation.location_id == record.id)
    return list(session.scalars(there.order_by(Service.name)))


def places_of(record: Record) -> Mapping[str, str]:
    """The places a service of this provider can be given at, by id; of a confidential one no more than the county."""
    provider = record if isinstance(record, Organization) else record.organization
    places = {place.id: place for place in provider.locations}
    if isinstance(record, Service):
        places |= {at.location_id: at.location for at in record.at_locations}
    return {str(place.id): _named(place) for place in places.values()}


def _named(place: Location) -> str:
    if place.confidential:
        counties = ", ".join(each.region for each in place.addresses if each.region)
        return f"A confidential place{f' ({counties})' if counties else ''}"
    lines = "; ".join(each.line for each in place.addresses if each.line)
    return ": ".join(filter(None, (place.name, lines))) or "A place without an address"


def _all_held(services: list[Service]) -> bool:
    return bool(services) and all(each.held for each in services)
