"""The providers of the kept directory as they are compared: each place of an organization with all its numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from resources.duplicates.blocks import Listing
from resources.duplicates.comparing import Comparison, Label
from resources.duplicates.finding import Watched, find_duplicates
from resources.duplicates.names import own_words
from resources.duplicates.verdict import decided, pair_of
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.services import Service, ServiceAtLocation
from resources.records.standing import moved_ids

# So alike, of 100, a place's own name already says whose it is: "Heron House at Example Park".
_SAYS_WHOSE = 90
Numbers = dict[UUID | None, set[str]]


@dataclass(frozen=True, slots=True)
class Provider:
    """An organization at one of its places; location_id is None where it has no place."""

    organization_id: UUID
    location_id: UUID | None
    listing: Listing


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two providers of the directory that a coordinator should look at, and why."""

    a: Provider
    b: Provider
    comparison: Comparison


def duplicates_of(session: Session, watched: Watched = iter) -> tuple[list[Provider], list[DuplicatePair]]:
    """All providers, and the pairs to look at, the surest first.

    Places of one organization are its own to keep: a pair of them is told only where both are the same place.
    """
    found = list(providers(session))
    pairs = (
        DuplicatePair(found[each.a], found[each.b], each.comparison)
        for each in find_duplicates([provider.listing for provider in found], watched)
    )
    return found, undecided(session, (pair for pair in pairs if _worth_telling(pair)))


def undecided(session: Session, pairs: Iterable[DuplicatePair]) -> list[DuplicatePair]:
    """The pairs that nobody told apart and of which neither was merged since."""
    told, gone = decided(session), moved_ids(session).keys()
    return [
        pair
        for pair in pairs
        if pair_of(pair.a, pair.b) not in told and gone.isdisjoint((*_ids(pair.a), *_ids(pair.b)))
    ]


def providers(session: Session) -> Iterator[Provider]:
    """Every provider of the directory; the address of a confidential place stays out."""
    by_organization, by_location = _numbers(session)
    addresses = _addresses(session)
    columns = (Organization.id, Organization.name, Location.id, Location.name)
    rows = session.execute(
        select(*columns)
        .outerjoin(
            Location, and_(Location.organization_id == Organization.id, Location.merged_into.is_(None))
        )
        .where(Organization.merged_into.is_(None))
        .order_by(Organization.name, Organization.id, Location.id)
    )
    for organization_id, organization, location_id, place in rows:
        phones = by_location.get(location_id, set()) | by_organization.get(organization_id, set())
        listing = Listing(
            _name(organization, place or ""), addresses.get(location_id, ""), "; ".join(sorted(phones))
        )
        yield Provider(organization_id, location_id, listing)


def _ids(side: Provider) -> tuple[UUID | None, ...]:
    return side.organization_id, side.location_id


def _worth_telling(pair: DuplicatePair) -> bool:
    return pair.a.organization_id != pair.b.organization_id or pair.comparison.label is Label.SAME


def _name(organization: str, place: str) -> str:
    likeness = fuzz.token_set_ratio(own_words(organization), own_words(place))
    return place if place and likeness >= _SAYS_WHOSE else ", ".join(filter(None, (organization, place)))


def _addresses(session: Session) -> dict[UUID | None, str]:
    """The address line of each place that is not confidential."""
    open_places = select(Address).join(Location).where(Location.confidential.is_(False))
    return {address.location_id: address.line for address in session.scalars(open_places)}


def _numbers(session: Session) -> tuple[Numbers, Numbers]:
    """The numbers of organizations, and those of places with the services given there."""
    organizations: Numbers = defaultdict(set)
    locations: Numbers = defaultdict(set)
    columns = (Phone.number, Phone.organization_id, Phone.location_id)
    of_services = (Service.organization_id, ServiceAtLocation.location_id)
    rows = session.execute(
        select(*columns, *of_services)
        .select_from(Phone)
        .outerjoin(Service, Phone.service_id == Service.id)
        .outerjoin(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
    )
    for number, organization, location, of_service, there in rows:
        if location or there:
            locations[location or there].add(number)
        else:
            organizations[organization or of_service].add(number)
    return organizations, locations
