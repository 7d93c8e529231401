"""The places of an organization that its link may show: that one moved is proposed like every other change.

A place that is confidential, where a service for survivors or one held for review is given, or whose address tells the
street of such a place, is not there: no page names it, and no form takes an address for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate
from sqlalchemy.orm import Session

from agency.languages import to_translate
from resources.changes.closing import moved
from resources.changes.fields import value_of
from resources.changes.subjects import services_of
from resources.geography.states import STATE_NAMES
from resources.provider.answers import TOO_LONG, SenderForm
from resources.provider.open_record import names_secret_place, services
from resources.records.locations import Location
from resources.records.organizations import Organization

ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")
STREET = to_translate("Write the street and the number.")
CITY = to_translate("Write the city.")
STATE = to_translate("Choose the state.")
ZIP = to_translate("Write the ZIP code with its five figures, such as 21202.")


def _box(error: str, longest: int) -> fields.String:
    lengths = (
        validate.Length(min=1, error=error),
        validate.Length(max=longest, error=TOO_LONG),
    )
    return fields.String(required=True, validate=lengths, error_messages={"required": error})


class PlaceForm(SenderForm):
    """The address of a place, as it is or as it is from now on."""

    revision = fields.Integer(required=True)
    address_1 = _box(STREET, 200)
    address_2 = fields.String(load_default="", validate=validate.Length(max=200, error=TOO_LONG))
    city = _box(CITY, 100)
    state_province = fields.String(
        required=True, validate=validate.OneOf(STATE_NAMES, error=STATE), error_messages={"required": STATE}
    )
    postal_code = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9]{5}(-[0-9]{4})?$", error=ZIP),
        error_messages={"required": ZIP},
    )


@dataclass(frozen=True)
class Place:
    """A place as the provider's page shows it: its address in one line, and what is given there."""

    id: UUID
    name: str
    line: str
    services: tuple[str, ...]


def places(session: Session, of: Organization) -> list[Place]:
    """Those that may be shown, in the order of their addresses."""
    given = {service.id: service.name for service in services(of)}
    found = [
        Place(
            each.id,
            each.name,
            each.addresses[0].line if each.addresses else "",
            tuple(given[there.id] for there in services_of(session, each) if there.id in given),
        )
        for each in of.locations
        if _is_open(session, of, each)
    ]
    return sorted(found, key=lambda each: (each.line, each.name))


def place(session: Session, of: Organization, place_id: UUID) -> Location | None:
    """One of them."""
    found = next((each for each in of.locations if each.id == place_id), None)
    return found if found and _is_open(session, of, found) else None


def shown(place: Location) -> dict[str, str]:
    """What the form shows of a place: its address, box by box, empty where none is on record."""
    known = value_of(place, "addresses")
    return {name: known[0][name] if known else "" for name in ADDRESS}


def proposed(place: Location, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The address where it was answered otherwise; the county is kept while the ZIP code is the same."""
    before = value_of(place, "addresses")
    after = {name: " ".join(typed[name].split()) for name in ADDRESS}
    if after == shown(place):
        return {}
    same = before and before[0]["postal_code"][:5] == after["postal_code"][:5]
    return moved(place, {**after, "region": before[0]["region"] if same else ""})


def _is_open(session: Session, of: Organization, place: Location) -> bool:
    if place.confidential or place.merged_into is not None or place.location_type == "virtual":
        return False
    if any(each.victim_services or each.held for each in services_of(session, place)):
        return False
    return not names_secret_place(of, [place.name, *(each.line for each in place.addresses)])
