"""How a pair of providers that look alike is told: what they may be to each other, why, and what each of them is."""

from typing import Any

from resources.duplicates.comparing import Label
from resources.duplicates.side_by_side import is_secret, origin
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service

LABELS = {
    Label.SAME: "One provider",
    Label.MOVED: "One provider, moved",
    Label.RELATED: "Parent or program",
    Label.DIFFERENT: "Different",
}
# What each reason of resources.duplicates.comparing says to a coordinator.
REASONS = {
    "shared_phone": "They share a telephone number.",
    "shared_toll_free": "They share a toll-free number.",
    "same_building": "They are in one building.",
    "other_building": "They are in different buildings.",
    "no_building": "One of them names no building.",
    "same_name": "The names are the same.",
    "similar_name": "The names are alike.",
    "other_name": "The names differ.",
    "a_is_program": "The first names a program.",
    "b_is_program": "The second names a program.",
    "a_is_branch": "The first names a branch.",
    "b_is_branch": "The second names a branch.",
    "other_places": "They name different counties or regions.",
    "one_hotline": "Both are hotlines, and it is one number.",
    "one_town": "They are in one town.",
}
# What is said once a pair was told apart.
TOLD = {
    Label.DIFFERENT.value: "Told apart: they are different.",
    Label.RELATED.value: "Told apart: one is part of the other.",
    Label.MOVED.value: "Told apart: the same provider at another address.",
}


def described(organization: Organization, place: Location | None, zone: str) -> dict[str, Any]:
    """One provider at one of its places, as a pair shows it; of a secret place neither its name nor its street."""
    secret = place is not None and is_secret(place)
    line = "" if place is None or secret else "; ".join(each.line for each in place.addresses)
    return {
        "id": organization.id,
        "name": organization.name,
        "place_name": "" if place is None or secret else place.name,
        "place": "Confidential place" if secret else line or "No place on record",
        "origin": origin(organization, zone),
        "services": _services(organization, place),
    }


def _services(organization: Organization, place: Location | None) -> list[Service]:
    """What is given at the place; what the provider gives anywhere where no place is told apart."""
    standing = [each for each in organization.services if each.merged_into is None]
    there = [
        each for each in standing if place and any(at.location_id == place.id for at in each.at_locations)
    ]
    return there or standing
