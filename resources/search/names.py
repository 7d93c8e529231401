"""The directory's names for the search box: read once for each version of the directory."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.records import directory_version
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.search.index import Index, Subject


class Names:
    """Keeps the newest index of names; reads a new one when the directory has changed."""

    def __init__(self) -> None:
        self._newest: tuple[int, Index] | None = None

    def index(self, session: Session) -> Index:
        """The index of the directory's present version."""
        version, newest = directory_version.current(session), self._newest
        if newest is None or newest[0] != version:
            self._newest = newest = (version, Index(subjects(session)))
        return newest[1]


def subjects(session: Session) -> Iterator[Subject]:
    """Everything with a name that may be told: organizations and services also by their other names, and cities."""
    yield from _organizations(session)
    yield from _services(session)
    yield from _places(session)


def _organizations(session: Session) -> Iterator[Subject]:
    """One whose every service is held back is held back with them."""
    open_ones = set(session.scalars(select(Service.organization_id).where(Service.listed()).distinct()))
    with_services = set(session.scalars(select(Service.organization_id).distinct()))
    rows = select(Organization.id, Organization.name, Organization.alternate_name).where(
        Organization.merged_into.is_(None)
    )
    for id_, *names in session.execute(rows):
        held = id_ in with_services and id_ not in open_ones
        for name in filter(None, names):
            yield Subject("organization", name, id_, held=held)


def _services(session: Session) -> Iterator[Subject]:
    rows = select(Service.id, Service.held, Service.name, Service.alternate_name).where(
        Service.listed(held=True)
    )
    for id_, held, *names in session.execute(rows):
        for name in filter(None, names):
            yield Subject("service", name, id_, held=held)


def _places(session: Session) -> Iterator[Subject]:
    """The cities of places that may be told; one where everything is held back is held back too."""
    rows = (
        select(Address.city, Service.held)
        .join(Location, Location.id == Address.location_id)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .where(Service.listed(held=True), Service.victim_services.is_(False))
        .where(Location.confidential.is_(False), Address.city != "")
        .distinct()
    )
    named = [(city, held) for city, held in session.execute(rows)]
    open_ones = {city for city, held in named if not held}
    for city in dict.fromkeys(city for city, _ in named):
        yield Subject("place", city, held=city not in open_ones)
