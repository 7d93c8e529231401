"""Which records an HSDS list holds: every parameter that is given narrows it further, and what is secret is in none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from resources.geography.distances import distance_m
from resources.geography.states import STATE_NAMES
from resources.geography.zip_codes import zip_code
from resources.hsds import taxonomy
from resources.hsds.questions import Asked
from resources.hsds.values import is_published, is_told, latest
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.revisions import Modified
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.standing import current_id
from resources.secrecy.retold import says

_PLACES = selectinload(Service.at_locations).joinedload(ServiceAtLocation.location)
# A service's own prose is told without the street of its secret places: their addresses are always needed.
BRIEF = (
    joinedload(Service.organization).options(
        selectinload(Organization.services).options(
            selectinload(Service.at_locations)
            .joinedload(ServiceAtLocation.location)
            .selectinload(Location.addresses)
        ),
        selectinload(Organization.modified),
    ),
    _PLACES.options(selectinload(Location.addresses), selectinload(Location.modified)),
    selectinload(Service.requirements),
    selectinload(Service.modified),
)
WHOLE = (
    *BRIEF,
    _PLACES.selectinload(Location.phones),
    selectinload(Service.phones),
    selectinload(Service.needs),
    selectinload(Service.areas),
    selectinload(Service.schedules),
    selectinload(Service.cost_options),
)
PUBLISHED = and_(Service.listed(), Service.victim_services.is_(False))
TOLD = and_(Location.confidential.is_(False), Location.merged_into.is_(None))
# So many rows are read at once where everything is asked for.
AT_ONCE = 500
# Degrees that are surely more than a meter's share; the exact distance decides.
_METERS_A_DEGREE = 110_000


@dataclass(frozen=True)
class Page:
    """One page of a list and where it stands in the whole."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    def envelope(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        """The page as HSDS writes it."""
        pages = max(1, -(-self.total // self.size))
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.number,
            "size": len(contents),
            "first_page": self.number == 1,
            "last_page": self.number >= pages,
            "empty": not contents,
            "contents": contents,
        }


def services(session: Session, asked: Asked) -> Page:
    """The services asked for, by id."""
    found = select(Service).where(PUBLISHED, *_of_service(session, asked))
    return _page(session, found, Service.id, asked, WHOLE if asked["full"] else BRIEF)


def moments(session: Session, asked: Asked) -> Page:
    """The ids of the services asked for, all of them on one page, each with when it was last changed."""
    found = select(Service.id, Service.organization_id).where(PUBLISHED, *_of_service(session, asked))
    rows = session.execute(found.order_by(Service.id)).all()
    at = {each.subject_id: each.at for each in session.execute(select(Modified.subject_id, Modified.at))}
    places: dict[UUID, list[UUID]] = {}
    told = select(ServiceAtLocation.service_id, ServiceAtLocation.location_id).join(
        ServiceAtLocation.location
    )
    for service_id, location_id in session.execute(told.where(TOLD)):
        places.setdefault(service_id, []).append(location_id)
    dated = [
        (row.id, latest(map(at.get, (row.id, row.organization_id, *places.get(row.id, ()))))) for row in rows
    ]
    return Page(dated, 1, max(len(dated), 1), len(dated))


def organizations(session: Session, asked: Asked) -> Page:
    """The organizations asked for, by id."""
    found = select(Organization).where(
        published_organization(), *(says(session, word, _ORGANIZATION) for word in asked["search"].split())
    )
    whole = asked["full"] or asked["full_service"]
    return _page(session, found, Organization.id, asked, _organization_options(whole=whole))


def at_locations(session: Session, asked: Asked) -> Page:
    """The services at their places asked for, by id of the link."""
    found = (
        select(ServiceAtLocation)
        .join(ServiceAtLocation.service)
        .join(ServiceAtLocation.location)
        .where(PUBLISHED, TOLD, *_of_service(session, asked), *_around(session, asked))
    )
    return _page(session, found, ServiceAtLocation.id, asked, at_location_options(whole=asked["full"]))


def every(
    session: Session, find: Callable[[Session, Asked], Page], asked: Asked, at_once: int = AT_ONCE
) -> Iterator[Any]:
    """Every row of a list, some at once, each let go of before the next are read."""
    number, total = 1, 1
    while (number - 1) * at_once < total:
        page = find(session, asked | {"format": "json", "page": number, "per_page": at_once})
        yield from page.rows
        session.expunge_all()
        number, total = number + 1, page.total


def terms(asked: Asked) -> Page:
    """The taxonomy terms asked for; none has a parent."""
    wrong = asked["taxonomy_id"] not in (None, taxonomy.TAXONOMY_ID) or asked["parent_id"] is not None
    rows = [] if wrong else [taxonomy.term(need) for need in taxonomy.PUBLISHED]
    return listed([row for row in rows if _has(row, asked["search"])], asked)


def taxonomies(asked: Asked) -> Page:
    """The one taxonomy."""
    return listed([row for row in [taxonomy.taxonomy()] if _has(row, asked["search"])], asked)


def service(session: Session, service_id: UUID) -> Service | None:
    """One service; None where there is none that may be told of."""
    found = session.get(Service, service_id, options=WHOLE)
    return found if found and is_published(found) else None


def organization(session: Session, organization_id: UUID) -> Organization | None:
    """One organization; None where there is none that may be told of."""
    found = select(Organization).where(Organization.id == organization_id, published_organization())
    return session.scalar(found.options(*_organization_options(whole=True)))


def at_location(session: Session, link_id: UUID) -> ServiceAtLocation | None:
    """One service at its place; None where there is none that may be told of."""
    found = session.get(ServiceAtLocation, link_id, options=at_location_options(whole=True))
    return found if found and is_published(found.service) and is_told(found.location) else None


def at_location_options(*, whole: bool) -> tuple[ORMOption, ...]:
    """What is fetched at once with each link."""
    service = joinedload(ServiceAtLocation.service).options(*(WHOLE if whole else BRIEF))
    place = joinedload(ServiceAtLocation.location)
    return (service, place.selectinload(Location.addresses), place.selectinload(Location.phones))


def listed(rows: Sequence[Any], asked: Asked) -> Page:
    """A page of rows that are all there already."""
    size = len(rows) or 1 if asked["format"] == "ndjson" else asked["per_page"]
    start = (asked["page"] - 1) * size
    return Page(rows[start : start + size], asked["page"], size, len(rows))


def _organization_options(*, whole: bool) -> tuple[ORMOption, ...]:
    services = selectinload(Organization.services).options(*((WHOLE[1:]) if whole else BRIEF[1:2]))
    if not whole:
        return (services,)
    places = selectinload(Organization.locations)
    return (
        services,
        selectinload(Organization.phones),
        places.selectinload(Location.addresses),
        places.selectinload(Location.phones),
    )


def _page(
    session: Session,
    found: Select[Any],
    order: InstrumentedAttribute[UUID],
    asked: Asked,
    options: tuple[ORMOption, ...],
) -> Page:
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(order).subquery())) or 0
    rows = found.order_by(order).options(*options)
    size, number = asked["per_page"], asked["page"]
    if asked["format"] == "ndjson" or asked.get("minimal"):
        size, number = max(total, 1), 1
    fetched = session.scalars(rows.limit(size).offset((number - 1) * size)).unique().all()
    return Page(fetched, number, size, total)


def _of_service(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        says(session, word, _SERVICE) for word in asked["search"].split()
    ]
    term, whose, since = asked["taxonomy_term_id"], asked["organization_id"], asked["modified_after"]
    if term is not None:
        need = taxonomy.need_of(term)
        conditions.append(Service.needs.any(ServiceNeed.need == need) if need else false())
    if asked["taxonomy_id"] is not None:
        ours = asked["taxonomy_id"] == taxonomy.TAXONOMY_ID
        conditions.append(Service.needs.any() if ours else false())
    if whose is not None:
        conditions.append(Service.organization_id == current_id(session, Organization, whose))
    if since is not None:
        conditions.append(_modified(since))
    return conditions


def _modified(since: datetime) -> ColumnElement[bool]:
    """Changed at or after a moment: the service itself, its organization, or a place where it is given."""
    changed = select(Modified.subject_id).where(Modified.at >= since)
    return or_(
        Service.id.in_(changed),
        Service.organization_id.in_(changed),
        Service.at_locations.any(ServiceAtLocation.location_id.in_(changed)),
    )


def _around(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    """Within reach of the middle of a ZIP code, or serving it."""
    code = zip_code(asked["zip_code"][:5])
    if not asked["zip_code"]:
        return []
    if code is None or code.center is None:
        return [false()]
    if asked["proximity"] is not None:
        return [ServiceAtLocation.location_id.in_(_within(session, code.center, asked["proximity"]))]
    names = {
        name.casefold()
        for name in (code.city, code.state, STATE_NAMES.get(code.state, ""), code.county or "")
    }
    names |= {name.removesuffix(" county") for name in names} - {""}
    serving = Service.areas.any(func.lower(ServiceArea.name).in_(names - {""}))
    return [or_(serving, ~Service.areas.any())]


def _within(session: Session, center: tuple[float, float], meters: float) -> list[UUID]:
    north_south = meters / _METERS_A_DEGREE
    rows = session.execute(
        select(Location.id, Location.latitude, Location.longitude).where(
            TOLD, Location.latitude.between(center[0] - north_south, center[0] + north_south)
        )
    )
    return [
        row.id
        for row in rows
        if row.longitude is not None and distance_m(center, (row.latitude, row.longitude)) <= meters
    ]


def published_organization() -> ColumnElement[bool]:
    """Organizations that leave the agency: with a service that does, or with none at all; not those all of whose
    services are held or for survivors."""
    published = or_(~Organization.services.any(), Organization.services.any(PUBLISHED))
    return and_(Organization.merged_into.is_(None), published)


_SERVICE = (Service.name, Service.alternate_name, Service.description)
_ORGANIZATION = (Organization.name, Organization.alternate_name, Organization.description)


def _has(row: dict[str, Any], search: str) -> bool:
    said = f"{row['name']} {row['description']}".casefold()
    return all(word in said for word in search.casefold().split())
