"""Completeness: which services lack what an officer needs to know of them before the first call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Field:
    """What a record should say: how the picture and the list call it, and which services lack it."""

    label: str
    lacking: str
    missing: Callable[[], Condition]


def _phone() -> Condition:
    """No number but a fax, neither its own nor its places' nor its provider's."""
    called = Phone.type != "fax"
    places = ServiceAtLocation.location.has(Location.phones.any(called))
    of_provider = Service.organization.has(Organization.phones.any(called))
    return not_(or_(Service.phones.any(called), of_provider, Service.at_locations.any(places)))


def _rules() -> Condition:
    """A rule nobody has gone over with the provider, or none at all where nobody said that all are welcome."""
    unconfirmed = Service.requirements.any(ServiceRequirement.confirmed_on.is_(None))
    return or_(unconfirmed, and_(~Service.requirements.any(), Service.open_to_all.is_(False)))


def _point() -> Condition:
    """Given at a place, but none is on record, or one that may be told is not on the map."""
    off_the_map = and_(Location.confidential.is_(False), Location.latitude.is_(None))
    unplaced = Service.at_locations.any(ServiceAtLocation.location.has(off_the_map))
    return and_(Service.reach == "site", or_(~Service.at_locations.any(), unplaced))


def _county() -> Condition:
    """Given at a place, and neither the place nor the areas it serves say in which county."""
    named = ServiceAtLocation.location.has(Location.addresses.any(Address.region != ""))
    return and_(Service.reach == "site", ~Service.at_locations.any(named), ~Service.areas.any())


FIELDS: Mapping[str, Field] = {
    "phone": Field("A phone number", "no phone number", _phone),
    "hours": Field("Hours", "no hours", lambda: ~Service.schedules.any()),
    "eligibility": Field(
        "Who is taken, in words", "no words on who is taken", lambda: Service.eligibility_description == ""
    ),
    "rules": Field("Rules, all confirmed", "rules to confirm", _rules),
    "cost": Field(
        "Cost", "no cost", lambda: and_(Service.cost_cents.is_(None), Service.fees_description == "")
    ),
    "languages": Field("Languages", "no languages", lambda: func.json_array_length(Service.languages) == 0),
    "way_in": Field(
        "How to get in",
        "no way in",
        lambda: and_(Service.application_process == "", ~Service.access_ways.any()),
    ),
    "point": Field("A point on the map", "no point on the map", _point),
    "county": Field("A county", "no county", _county),
}


def missing(field: str) -> Condition:
    """The services that lack a field; none where there is no such field."""
    return FIELDS[field].missing() if field in FIELDS else false()
