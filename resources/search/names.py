"""The directory's names for the search box: read once for each version of the directory."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from resources.records.locations import Address, Location
from resources.records.once import Once
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from resources.search.index import Index, Subject
from resources.search.spelling import spelled
from resources.search.together import Line, Together
from resources.secrecy.retold import teller
from resources.secrecy.secret_places import everywhere


class Names:
    """Keeps the newest index of names; reads a new one when the directory has changed."""

    def __init__(self) -> None:
        self._once = Once()

    def index(self, session: Session) -> Index:
        """The index of the directory's present version."""
        return self._once.made(session, "names", lambda: Index(subjects(session)))

    def together(self, session: Session) -> Together:
        """The services of the same version, each with all the names around it."""
        return self._once.made(session, "lines", lambda: Together(lines(session)))


def lines(session: Session) -> Iterator[Line]:
    """Each service with its names, its provider's, its sites' and cities' that may be told; by the provider's name."""
    places: dict[UUID, list[str]] = {}
    streets, tell = everywhere(session), teller(session)
    for service_id, *names in session.execute(
        select(ServiceAtLocation.service_id, Location.name, Location.alternate_name, Address.city)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .outerjoin(Address, Address.location_id == Location.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .where(Location.confidential.is_(False), Service.victim_services.is_(False))
    ):
        places.setdefault(service_id, []).extend(filter(None, names))
    names_of = (Service.name, Service.alternate_name, Organization.name, Organization.alternate_name)
    rows = select(Service.id, Service.held, *names_of).join(Service.organization)
    order = (func.lower(Organization.name), func.lower(Service.name), Service.id)
    shown = rows.where(Service.listed(held=True)).order_by(*order)
    for service_id, held, name, other, *providers in session.execute(shown):
        said = (name, tell(service_id, other), *providers, *places.get(service_id, ()))
        yield Line(service_id, streets.removed(" ".join(dict.fromkeys(filter(None, said)))), held)


def subjects(session: Session) -> Iterator[Subject]:
    """Everything with a name that may be told, also by its other name: organizations, services, locations; cities."""
    held, streets = _held_organizations(session), everywhere(session)
    named = chain(_organizations(session, held), _services(session), _locations(session, held))
    yield from (replace(each, name=streets.removed(each.name)) for each in named)
    yield from _places(session)


def _organizations(session: Session, held: set[UUID]) -> Iterator[Subject]:
    """One whose every service is held back is held back with them."""
    rows = select(Organization.id, Organization.name, Organization.alternate_name).where(
        Organization.merged_into.is_(None)
    )
    for id_, *names in session.execute(rows):
        for name in filter(None, names):
            yield Subject("organization", name, id_, held=id_ in held)


def _held_organizations(session: Session) -> set[UUID]:
    """Those that have services, none of which may be listed."""
    whose = select(Service.organization_id).distinct()
    return set(session.scalars(whose)) - set(session.scalars(whose.where(Service.listed())))


def _services(session: Session) -> Iterator[Subject]:
    rows = select(Service.id, Service.held, Service.name, Service.alternate_name).where(
        Service.listed(held=True)
    )
    tell = teller(session)
    for id_, held, name, other in session.execute(rows):
        for each in filter(None, (name, tell(id_, other))):
            yield Subject("service", each, id_, held=held)


def _locations(session: Session, held_ones: set[UUID]) -> Iterator[Subject]:
    """Sites that may be told; one called as its provider is found with the provider.

    One where everything is held back is held back too, and one where nothing is given goes with its organization.
    """
    told = and_(Location.confidential.is_(False), Location.merged_into.is_(None))
    rows = (
        select(Location.id, Location.name, Location.alternate_name, Organization.name, Organization.id)
        .join(Organization, Organization.id == Location.organization_id)
        .where(told, Organization.merged_into.is_(None))
    )
    given = (
        select(ServiceAtLocation.location_id, Service.held)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .where(Service.listed(held=True), Service.victim_services.is_(False))
        .distinct()
    )
    used = set(session.scalars(select(ServiceAtLocation.location_id).distinct()))
    known = [(id_, held) for id_, held in session.execute(given)]
    open_ones, shown = {id_ for id_, held in known if not held}, {id_ for id_, _ in known}
    for id_, *names, provider, provider_id in session.execute(rows):
        if id_ in used and id_ not in shown:
            continue
        held = id_ not in open_ones if id_ in used else provider_id in held_ones
        for name in dict.fromkeys(filter(None, names)):
            if spelled(name) != spelled(provider):
                yield Subject("location", name, id_, held=held)


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
