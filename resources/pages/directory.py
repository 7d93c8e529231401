"""The directory as staff look through it: who is in it for a need, in a county, by a name; and one record whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from agency.errors import NotFoundError
from agency.tables import Base
from resources.geography.states import STATE_NAMES
from resources.geography.zip_codes import county_base, county_key
from resources.quality.measured import Measured
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.standing import current
from resources.search.filters import Circle, Moment, open_at, within
from resources.search.index import Found, ids_of
from resources.secrecy.retold import says

NO_SUCH_RECORD = "There is no such record, or it is not one you may open."
PAGE_SIZE = 25
# Services that come to the person, wherever that is.
WITHOUT_PLACE = ("statewide", "telephone")

_PLACES = selectinload(Service.at_locations).joinedload(ServiceAtLocation.location)
_FOR_A_LIST = (
    joinedload(Service.organization).selectinload(Organization.phones),
    _PLACES.selectinload(Location.addresses),
    _PLACES.selectinload(Location.phones),
    selectinload(Service.needs),
    selectinload(Service.areas),
    selectinload(Service.phones),
    selectinload(Service.licenses),
    selectinload(Service.do_not_refer).options(joinedload(DoNotRefer.author), joinedload(DoNotRefer.ender)),
)
_FOR_A_RECORD = (
    *_FOR_A_LIST,
    selectinload(Service.schedules),
    selectinload(Service.requirements),
    selectinload(Service.capacities),
    selectinload(Service.access_ways),
)
# What the search box says beside a name.
_FOR_BOX: Mapping[type[Base], tuple[ORMOption, ...]] = {
    Organization: (),
    Service: (joinedload(Service.organization), _PLACES.selectinload(Location.addresses)),
    Location: (joinedload(Location.organization), selectinload(Location.addresses)),
}
R = TypeVar("R", Organization, Service, Location)


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty words leave a filter out.

    county: "Washington, MD"; also finds what serves the whole state or works by telephone, as near does. moment: only
    what is open then. held: whether records held back for the coordinator are among the answers, held_alone: and no
    others. measured: what a number of the picture of quality counted. location_id: only what is given there.
    """

    text: str = ""
    need: str = ""
    county: str = ""
    held: bool = False
    moment: Moment | None = None
    near: Circle | None = None
    measured: Measured | None = None
    held_alone: bool = False
    location_id: UUID | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: its services, its number from 1, and how many services and pages there are in all."""

    services: Sequence[Service]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place in the whole list of this page's first service."""
        return (self.number - 1) * self.size + 1


def find_services(session: Session, wanted: Wanted, number: int = 1, size: int = PAGE_SIZE) -> Page:
    """A page of the services that fit, by the provider's name; a number beyond the last page gives the last."""
    fitting = select(Service).join(Service.organization).where(*_conditions(session, wanted))
    total = session.scalar(select(func.count()).select_from(fitting.subquery())) or 0
    number = min(number, Page((), 1, total, size).count)
    order = (func.lower(Organization.name), func.lower(Service.name), Service.id)
    rows = fitting.order_by(*order).limit(size).offset((number - 1) * size).options(*_FOR_A_LIST)
    return Page(session.scalars(rows).unique().all(), number, total, size)


def services_called(session: Session, wanted: Wanted, found: Sequence[Found], limit: int) -> list[Service]:
    """The services that fit and that some names stand for, in the names' order: theirs, their provider's or city's."""
    fitting = select(Service).join(Service.organization).where(*_conditions(session, wanted))
    called: dict[UUID, Service] = {}
    for each in found:
        rows = fitting.where(_called(each)).order_by(func.lower(Service.name), Service.id).limit(limit)
        for one in session.scalars(rows.options(*_FOR_A_LIST)).unique():
            called.setdefault(one.id, one)
        if len(called) >= limit:
            break
    return list(called.values())[:limit]


def services_for_box(session: Session, ids: Sequence[UUID], *, held: bool) -> list[Service]:
    """The services of these ids that may be listed, in their order, with their providers and nothing else."""
    return _for_box(session, Service, and_(Service.listed(held=held)), ids)


def organizations_for_box(session: Session, ids: Sequence[UUID], *, held: bool) -> list[Organization]:
    """The organizations of these ids, in their order; without those of held records alone."""
    return _for_box(session, Organization, _shown_organization(held=held), ids)


def locations_for_box(session: Session, ids: Sequence[UUID], *, held: bool) -> list[Location]:
    """The sites of these ids that may be told, in their order, with their provider and address."""
    return _for_box(session, Location, _shown_location(held=held), ids)


def _for_box(session: Session, model: type[R], shown: ColumnElement[bool], ids: Sequence[UUID]) -> list[R]:
    if not ids:
        return []
    rows = session.scalars(select(model).where(model.id.in_(ids), shown).options(*_FOR_BOX[model]))
    return sorted(rows, key=lambda each: ids.index(each.id))


def location(session: Session, location_id: UUID, *, held: bool) -> Location | None:
    """One site that may be told; None where there is none, or everything there is held back."""
    return session.scalar(select(Location).where(Location.id == location_id, _shown_location(held=held)))


def service(session: Session, service_id: UUID) -> Service | None:
    """One service with everything its page shows; the one that stands for it, where it was merged."""
    kept = current(session, Service, service_id)
    return session.get(Service, kept.id, options=_FOR_A_RECORD) if kept else None


def known_service(session: Session, service_id: UUID) -> Service:
    """The same where there must be one; NotFoundError where there is none."""
    found = service(session, service_id)
    if found is None:
        raise NotFoundError(NO_SUCH_RECORD)
    return found


def organization(session: Session, organization_id: UUID, *, held: bool) -> Organization | None:
    """One organization; None where there is none, or none that may be shown without the held records."""
    found = select(Organization).where(Organization.id == organization_id, _shown_organization(held=held))
    services = selectinload(Organization.services).options(*_FOR_A_LIST)
    return session.scalar(found.options(services, selectinload(Organization.phones)))


def counties(session: Session) -> list[str]:
    """The counties that the directory's addresses name, as "Washington, MD", each once, as most of them spell it."""
    rows = session.execute(
        select(Address.region, Address.state_province)
        .join(Location, Location.id == Address.location_id)
        .where(Address.region != "", Location.merged_into.is_(None))
        .group_by(Address.region, Address.state_province)
        .order_by(func.count(), Address.region)
    )
    spelled = {(county_key(region), state): f"{county_base(region)}, {state}" for region, state in rows}
    return sorted(spelled.values())


def _shown_organization(*, held: bool) -> ColumnElement[bool]:
    has_listed = or_(~Organization.services.any(), Organization.services.any(Service.listed()))
    return and_(Organization.merged_into.is_(None), true() if held else has_listed)


def _shown_location(*, held: bool) -> ColumnElement[bool]:
    """Sites that may be told, with something given there that may be listed, or with nothing given there at all."""
    given = select(Service.id).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
    there = given.where(ServiceAtLocation.location_id == Location.id)
    listed = there.where(Service.listed(held=held), Service.victim_services.is_(False))
    provider = Location.organization.has(_shown_organization(held=held))
    shown = or_(listed.exists(), and_(~there.exists(), provider))
    return and_(Location.confidential.is_(False), Location.merged_into.is_(None), shown)


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    words = (_has_word(session, word) for word in wanted.text.split())
    conditions = [and_(Service.listed(held=wanted.held), *words)]
    if wanted.need:
        conditions.append(Service.needs.any(ServiceNeed.need == wanted.need))
    if wanted.county:
        conditions.append(_serves(wanted.county))
    if wanted.moment:
        conditions.append(open_at(wanted.moment))
    if wanted.near:
        conditions.append(or_(within(wanted.near), Service.reach.in_(WITHOUT_PLACE)))
    if wanted.measured:
        conditions.append(wanted.measured.condition)
    if wanted.location_id:
        conditions.append(Service.at_locations.any(_told_at(Location.id == wanted.location_id)))
    if wanted.held_alone:
        conditions.append(Service.held.is_(True))
    return conditions


def _has_word(session: Session, word: str) -> ColumnElement[bool]:
    """The word is told in a name, or in the name or city of a place that may be told."""
    city = Location.addresses.any(Address.city.icontains(word, autoescape=True))
    return or_(
        says(session, word, (Service.name, Service.alternate_name)),
        says(session, word, (Organization.name, Organization.alternate_name)),
        Service.at_locations.any(
            _told_at(or_(says(session, word, (Location.name, Location.alternate_name)), city))
        ),
    )


def _told_at(place: ColumnElement[bool]) -> ColumnElement[bool]:
    told = and_(Location.confidential.is_(False), Service.victim_services.is_(False))
    return ServiceAtLocation.location.has(and_(told, place))


def _called(found: Found) -> ColumnElement[bool]:
    """What a name stands for: services, everything of organizations, everything given at sites and in cities."""
    cities = [each.name for each in found.subjects if each.kind == "place"]
    return or_(
        Service.id.in_(ids_of([found], "service")),
        Service.organization_id.in_(ids_of([found], "organization")),
        Service.at_locations.any(_told_at(Location.id.in_(ids_of([found], "location")))),
        Service.at_locations.any(_told_at(Location.addresses.any(Address.city.in_(cities)))),
    )


def _serves(county: str) -> ColumnElement[bool]:
    name, _, state = county.rpartition(", ")
    base = (name or county).removesuffix(" County")
    names = (base.lower(), f"{base} County".lower())
    here = and_(func.lower(Address.region).in_(names), Address.state_province == state if state else true())
    return or_(
        Service.at_locations.any(ServiceAtLocation.location.has(Location.addresses.any(here))),
        Service.areas.any(func.lower(ServiceArea.name).in_((*names, STATE_NAMES.get(state, state).lower()))),
        Service.reach.in_(WITHOUT_PLACE),
    )
