"""Secret places: where a survivors' service is given no street is told, not even for a neighbor under the same roof.

VAWA, 34 U.S.C. §12291(b)(2); FVPSA, 42 U.S.C. §10406(c)(5).
"""

import re
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session

from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy.secret_words import removed, street_pattern


def patterns(places: Iterable[Location]) -> tuple[re.Pattern[str], ...]:
    """The streets of these places, however they are written."""
    lines = {address.address_1 for place in places for address in place.addresses if address.address_1}
    return tuple(found for line in sorted(lines) if (found := street_pattern(line)))


def of(service: Service) -> list[Location]:
    """The places of a service that must not be told."""
    return [at.location for at in service.at_locations if service.victim_services or at.location.confidential]


def told(service: Service, text: str) -> str:
    """What the record says of a service in prose, without the street of a place that must not be told."""
    secret = of(service) if text else []
    return removed(text, patterns(secret)) if secret else text


def told_of(organization: Organization, text: str) -> str:
    """What the record says of an organization in prose, without the street of a place that must not be told."""
    secret = [place for each in organization.services for place in of(each)] if text else []
    return removed(text, patterns(secret)) if secret else text


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


@event.listens_for(Session, "before_flush")
def _keep_secret(session: Session, _context: object, _instances: object) -> None:
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Service) and row.victim_services:
            # A list read before may still hold what has gone to another service since.
            for at in row.at_locations:
                if at.service_id in (None, row.id):
                    _close(session, at)
        elif isinstance(row, ServiceAtLocation):
            service = row.service or session.get(Service, row.service_id)
            if service is not None and service.victim_services:
                _close(session, row)


def _close(session: Session, at: ServiceAtLocation) -> None:
    place = at.location or session.get(Location, at.location_id)
    if place is not None and not place.confidential:
        place.confidential = True
        place.forget_point()
