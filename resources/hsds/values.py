"""Directory records as HSDS 3 objects: what a provider says of itself, and nothing that was learned about it.

Acceptance of offenses, evidence, notes, secret places and services for survivors are in none of them. HSDS
knows no null: what nobody has said is left out.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from resources.hsds import taxonomy
from resources.pages.record import called, told, told_of
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.revisions import Revised
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation

Object = dict[str, Any]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ADDRESS_OF_A_PAGE = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+", re.IGNORECASE)


def is_published(service: Service) -> bool:
    """Whether anything of a service leaves the agency."""
    return service.listed() and not service.victim_services


def is_told(place: Location) -> bool:
    """Whether a place leaves the agency: it is not confidential, and no other stands for it."""
    return not place.confidential and place.merged_into is None


def organization(row: Organization) -> Object:
    """An organization's own fields."""
    return _said(
        id=str(row.id),
        name=called(row, row.name),
        alternate_name=called(row, row.alternate_name),
        description=told_of(row, row.description) or called(row, row.name),
        email=_email(row.email),
        website=_uri(row.website),
    )


def organization_whole(row: Organization, *, with_services: bool) -> Object:
    """An organization with its phones, locations and services; the services by id alone unless wanted in full."""
    published = [service for service in row.services if is_published(service)]
    return organization(row) | _said(
        phones=[phone(each) for each in row.phones],
        locations=[location_whole(each) for each in row.locations if is_told(each)],
        services=[
            service_whole(each, with_organization=False) if with_services else _reference(each)
            for each in published
        ],
    )


def service(row: Service) -> Object:
    """A service's own fields with the organization that gives it."""
    return service_alone(row) | {"organization": organization(row.organization)}


def service_alone(row: Service) -> Object:
    """A service's own fields."""
    return _said(
        id=str(row.id),
        organization_id=str(row.organization_id),
        name=called(row, row.name),
        alternate_name=told(row, row.alternate_name),
        description=told(row, row.description),
        url=_uri(row.url),
        email=_email(row.email),
        status=row.status,
        interpretation_services=told(row, row.extra.get("interpretation_services", "")),
        application_process=told(row, row.application_process),
        fees_description=told(row, row.fees_description),
        eligibility_description=told(row, row.eligibility_description),
        minimum_age=_age(row, "minimum_age"),
        maximum_age=_age(row, "maximum_age"),
        assured_date=row.assured_date.isoformat() if row.assured_date else None,
        alert=told(row, row.alert),
        last_modified=moment(modified(row)),
    )


def modified(row: Service) -> datetime | None:
    """When a service was last changed, or anything told with it: its organization, a place where it is given."""
    records: tuple[Revised, ...] = (row, row.organization, *(each.location for each in public_places(row)))
    return latest(each.modified.at if each.modified else None for each in records)


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    """The last of some moments; None where none is known."""
    return max((each for each in moments if each), default=None)


def moment(at: datetime | None) -> str | None:
    """A moment as HSDS writes it, to the millisecond."""
    return at.isoformat(timespec="milliseconds") if at else None


def service_whole(row: Service, *, with_organization: bool = True) -> Object:
    """A service with everything that hangs on it."""
    begun = service(row) if with_organization else service_alone(row)
    return begun | _said(
        phones=[phone(each) for each in row.phones],
        schedules=_schedules(row),
        service_areas=[
            {"id": str(part_id(row.id, "area", each.name)), "service_id": str(row.id), "name": each.name}
            for each in row.areas
        ],
        service_at_locations=[
            at_location(each) | {"location": location_whole(each.location)} for each in public_places(row)
        ],
        languages=[
            {"id": str(part_id(row.id, "language", name)), "service_id": str(row.id), "name": name}
            for name in row.languages
        ],
        required_documents=[
            {
                "id": str(part_id(row.id, "document", name)),
                "service_id": str(row.id),
                "document": told(row, name),
            }
            for name in row.required_documents
        ],
        cost_options=_costs(row),
        attributes=[_attribute(row, each.need) for each in row.needs if each.need in taxonomy.PUBLISHED],
    )


def at_location(row: ServiceAtLocation) -> Object:
    """The link of a service to a place."""
    return _said(
        id=str(row.id),
        service_id=str(row.service_id),
        location_id=str(row.location_id),
        description=told(row.service, row.description),
    )


def at_location_brief(row: ServiceAtLocation) -> Object:
    """A service at a place, each with its own fields alone."""
    return at_location(row) | {"location": location(row.location), "service": service(row.service)}


def at_location_whole(row: ServiceAtLocation) -> Object:
    """A service at a place, each with everything that hangs on it."""
    whole = service_whole(row.service)
    whole.pop("service_at_locations", None)
    return at_location(row) | {"location": location_whole(row.location), "service": whole}


def location(row: Location) -> Object:
    """A place's own fields."""
    known = row.latitude is not None and row.longitude is not None
    return _said(
        id=str(row.id),
        location_type=row.location_type,
        organization_id=str(row.organization_id),
        name=called(row, row.name),
        alternate_name=called(row, row.alternate_name),
        description=told_of(row.organization, row.description),
        transportation=told_of(row.organization, row.transportation),
        latitude=row.latitude if known else None,
        longitude=row.longitude if known else None,
    )


def location_whole(row: Location) -> Object:
    """A place with its addresses and phones."""
    return location(row) | _said(
        addresses=[address(each, row.location_type) for each in row.addresses],
        phones=[phone(each) for each in row.phones],
    )


def address(row: Address, kind: str) -> Object:
    """A postal address; the parts that HSDS requires stand there even where nobody said them."""
    required = ("address_1", "city", "state_province", "postal_code", "country")
    return _said(
        id=str(part_id(row.location_id, "address", row.line)),
        location_id=str(row.location_id),
        address_2=row.address_2,
        region=row.region,
        address_type=kind,
    ) | {name: getattr(row, name) for name in required}


def phone(row: Phone) -> Object:
    """A telephone number with its kind."""
    owner = row.service_id or row.location_id or row.organization_id
    # HSDS knows extensions as numbers: "040" comes back as 40, and is the same telephone.
    extension = int(row.extension) if row.extension.isascii() and row.extension.isdecimal() else None
    said = f"{row.number} {row.extension if extension is None else extension} {row.type}"
    return _said(
        id=str(part_id(owner, "phone", said) if owner else row.id),
        number=row.number,
        extension=extension,
        type=row.type,
        description=called(row, row.description),
        service_id=str(row.service_id) if row.service_id else None,
        location_id=str(row.location_id) if row.location_id else None,
        organization_id=str(row.organization_id) if row.organization_id else None,
    )


def public_places(row: Service) -> list[ServiceAtLocation]:
    """The places of a service that may be told."""
    return [each for each in row.at_locations if is_told(each.location)]


def part_id(owner: UUID, kind: str, words: str) -> UUID:
    """The id of a part that is known by its words: the same wherever the same record is written out."""
    return uuid5(owner, f"{kind}\n{words}")


def _schedules(row: Service) -> list[Object]:
    blocks = [_block(row, each) for each in row.schedules]
    if row.hours_description:
        prose = told(row, row.hours_description)
        own = part_id(row.id, "schedule", prose)
        blocks.append({"id": str(own), "service_id": str(row.id), "description": prose})
    return blocks


def _block(row: Service, block: Schedule) -> Object:
    told_places = {each.location_id for each in public_places(row)}
    place = block.location_id if block.location_id in told_places else None
    words = f"{place} {block.byday} {block.opens_at} {block.closes_at}"
    return _said(
        id=str(part_id(row.id, "schedule", words)),
        service_id=str(row.id),
        location_id=str(place) if place else None,
        freq="WEEKLY",
        byday=block.byday,
        opens_at=block.opens_at,
        closes_at=block.closes_at,
        description=told(row, block.description),
    )


def _costs(row: Service) -> list[Object]:
    general = [] if row.cost_cents is None else [("", row.cost_cents, row.cost_period)]
    told_prices = [(told(row, each.option), each.amount_cents, each.period) for each in row.cost_options]
    return [_cost(row, *each) for each in (*general, *told_prices)]


def _cost(row: Service, option: str, cents: int | None, period: str) -> Object:
    words = f"{option} {cents} {period}" if option else f"{cents} {period}"
    return _said(
        id=str(part_id(row.id, "cost", words)),
        service_id=str(row.id),
        option=option,
        amount=None if cents is None else cents / 100,
        currency="USD",
        amount_description=period,
    )


def _attribute(row: Service, need: str) -> Object:
    return {
        "id": str(part_id(row.id, "attribute", need)),
        "link_id": str(row.id),
        "link_entity": "service",
        "taxonomy_term_id": str(taxonomy.TERM_IDS[need]),
        "taxonomy_term": taxonomy.term(need),
    }


def _age(row: Service, rule: str) -> int | None:
    """The age that binds everybody; one of a program or of an alternative binds nobody else."""
    ages = [each.value for each in row.requirements if each.rule == rule and not each.alt and not each.part]
    return ages[0] if len(ages) == 1 and isinstance(ages[0], int) else None


def _reference(row: Service) -> Object:
    return {"id": str(row.id), "name": called(row, row.name), "status": row.status}


def _email(text: str) -> str | None:
    return text if _EMAIL.fullmatch(text) else None


def _uri(text: str) -> str | None:
    """The address of a page as a URI; people leave the scheme out."""
    full = text if "://" in text else f"https://{text}"
    return full if text and "." in text and full.isascii() and _ADDRESS_OF_A_PAGE.fullmatch(full) else None


def _said(**values: object) -> Object:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
