"""Secret places: where a survivors' service is given no street is told, not even for a neighbor under the same roof.

VAWA, 34 U.S.C. §12291(b)(2); FVPSA, 42 U.S.C. §10406(c)(5).
"""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import event, inspect, or_, select
from sqlalchemy.orm import Session, object_session

from agency.tables import Base
from resources.changes.change import ASKED, HELD
from resources.records.locations import Address, Location
from resources.records.once import once_of
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy import closings
from resources.secrecy.asked_secrecy import asks_secrecy, keeps_secret
from resources.secrecy.secret_streets import SecretStreets, street_pattern
from resources.secrecy.secret_words import removed

# What a unit of work has read of the streets that must not be told, until it writes something.
_STREETS = "secret streets"


def patterns(places: Iterable[Location]) -> tuple[re.Pattern[str], ...]:
    """The streets of these places, however they are written."""
    lines = {address.address_1 for place in places for address in place.addresses if address.address_1}
    return tuple(found for line in sorted(lines) if (found := street_pattern(line)))


def of(service: Service) -> list[Location]:
    """The places of a service that must not be told."""
    return [at.location for at in service.at_locations if service.victim_services or at.location.confidential]


def everywhere(session: Session) -> SecretStreets:
    """The streets of all secret places of the directory: whoever writes one of them tells it."""
    known: SecretStreets | None = session.info.get(_STREETS)
    if known is None:
        known = session.info[_STREETS] = once_of(session).made(session, _STREETS, lambda: _streets(session))
    return known


def called(record: Base, name: str) -> str:
    """What a record is called, without the number and street of any secret place."""
    session = object_session(record) if name else None
    return everywhere(session).removed(name) if session else name


def told(service: Service, text: str) -> str:
    """What the record says of a service in prose, without the street of any place that must not be told."""
    said, secret = called(service, text), of(service) if text else []
    return removed(said, patterns(secret)) if secret else said


def told_of(organization: Organization, text: str) -> str:
    """What the record says of an organization in prose, without the street of a place that must not be told."""
    said = called(organization, text)
    secret = [place for each in organization.services for place in of(each)] if text else []
    return removed(said, patterns(secret)) if secret else said


def shelters_others(session: Session, location_id: UUID, service: Service) -> bool:
    """Whether another service at this place is for survivors, or held because it looks as if it were."""
    beside = (
        select(Service.id)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .where(ServiceAtLocation.location_id == location_id, Service.id != service.id)
        .where(or_(Service.victim_services, Service.held))
    )
    return session.scalar(beside.limit(1)) is not None


def shelters_survivors(session: Session, location_id: UUID) -> bool:
    """Whether a service for survivors is given at this place; then it stays confidential."""
    there = select(Service.id).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
    wanted = there.where(ServiceAtLocation.location_id == location_id, Service.victim_services)
    return session.scalar(wanted.limit(1)) is not None


def asked(session: Session, place: Location) -> bool:
    """Whether a place, its address, its provider or a service there asks that the address be told to nobody."""
    there = select(Service).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
    given = session.scalars(there.where(ServiceAtLocation.location_id == place.id))
    return _asks_there(place) or any(map(_asks, given))


def asking(session: Session) -> list[Service]:
    """The services in force whose place is confidential and whose words ask for that, by name."""
    kept_back = Service.at_locations.any(ServiceAtLocation.location.has(Location.confidential))
    found = session.scalars(
        select(Service).where(Service.listed(), Service.victim_services.is_(False), kept_back)
    ).all()
    asked = (
        each
        for each in found
        if _asks(each)
        or any(_asks_there(at.location) for at in each.at_locations if at.location.confidential)
    )
    return sorted(asked, key=lambda each: (each.name.casefold(), each.id))


def _streets(session: Session) -> SecretStreets:
    for_survivors = Location.id.in_(
        select(ServiceAtLocation.location_id).join(ServiceAtLocation.service).where(Service.victim_services)
    )
    lines = select(Address.address_1).join(Location, Location.id == Address.location_id)
    return SecretStreets(session.scalars(lines.where(or_(Location.confidential, for_survivors)).distinct()))


@event.listens_for(Session, "after_flush")
def _read_anew(session: Session, _context: object) -> None:
    session.info.pop(_STREETS, None)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: object) -> None:
    session.info.pop(_STREETS, None)


@event.listens_for(Session, "before_flush")
def _keep_secret(session: Session, _context: object, _instances: object) -> None:
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Service) and (row.victim_services or _asks_anew(row)):
            why = ASKED if _asks_anew(row) else HELD
            # A list read before may still hold what has gone to another service since.
            for at in row.at_locations:
                if at.service_id in (None, row.id):
                    _close(session, at, why)
        elif isinstance(row, ServiceAtLocation):
            service = row.service or session.get(Service, row.service_id)
            if service is not None and row in session.new and _asks(service):
                _close(session, row, ASKED)
            elif service is not None and service.victim_services:
                _close(session, row, HELD)
        else:
            _keep_asked(session, row)


def _keep_asked(session: Session, row: object) -> None:
    """Close what a place, its address or its provider newly asks to be kept back; a person may open it again."""
    if isinstance(row, Location):
        provider = row.organization or session.get(Organization, row.organization_id)
        new = row in session.new
        if _asks_anew(row) or any(_asks_anew(each) for each in row.addresses) or (new and _asks(provider)):
            closings.close(session, row, ASKED)
    elif isinstance(row, Address) and row.location_id is not None and _asks_anew(row):
        place = session.get(Location, row.location_id)
        if place is not None:
            closings.close(session, place, ASKED)
    elif isinstance(row, Organization) and _asks_anew(row):
        for place in row.locations:
            closings.close(session, place, ASKED)


# Where a record may ask for it.
_SAYING: Mapping[type[Base], tuple[str, ...]] = {
    Service: (
        "name",
        "alternate_name",
        "description",
        "eligibility_description",
        "application_process",
        "alert",
    ),
    Location: ("name", "alternate_name", "description", "transportation"),
    Address: ("address_1", "address_2"),
    Organization: ("name", "alternate_name", "description"),
}


def _asks(row: Base | None) -> bool:
    return row is not None and _says_so(row, _SAYING[type(row)])


def _says_so(row: Base, names: Iterable[str]) -> bool:
    if isinstance(row, Address):
        return any(keeps_secret(getattr(row, name) or "") for name in names)
    return asks_secrecy(*(getattr(row, name) for name in names))


def _asks_there(place: Location) -> bool:
    return any(map(_asks, (place, place.organization, *place.addresses)))


def _asks_anew(row: Base) -> bool:
    """Whether words written just now ask for it; those that stood there when a person decided do not."""
    written = inspect(row).attrs
    return _says_so(row, [name for name in _SAYING[type(row)] if written[name].history.added])


def _close(session: Session, at: ServiceAtLocation, why: str) -> None:
    place = at.location or session.get(Location, at.location_id)
    if place is not None:
        closings.close(session, place, why)
