"""The fictional directory of homes, health, safety and peers: invented throughout, and true to its own words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

DIRECTORY = Path(__file__).parents[2] / "seed_data" / "directory"
NEEDS = (
    "abuser_intervention",
    "cognitive_behavioral_program",
    "crisis",
    "health_care",
    "homeless_services",
    "housing",
    "mental_health",
    "peer_support",
    "substance_use_treatment",
    "victim_services",
)
Record = dict[str, Any]


@pytest.fixture(params=NEEDS)
def organizations(request: pytest.FixtureRequest) -> list[Record]:
    """The organizations of one file."""
    records: list[Record] = json.loads((DIRECTORY / f"{request.param}.json").read_text(encoding="utf-8"))
    return records


def test_every_quote_stands_in_the_providers_own_words(organizations: list[Record]) -> None:
    strays = [
        (service["id"], requirement["quote"])
        for organization in organizations
        for service in organization["services"]
        for requirement in service["reentry"].get("requirements", [])
        if requirement.get("quote", "") not in service.get("eligibility_description", "")
    ]

    assert strays == []


def test_a_survivor_service_is_given_no_street(organizations: list[Record]) -> None:
    told = [
        (service["id"], location["id"])
        for organization in organizations
        for service in organization["services"]
        if service["reentry"].get("victim_services")
        for location in _places(organization, service)
        if not _is_hidden(location)
    ]

    assert told == []


def test_every_telephone_number_is_fictional(organizations: list[Record]) -> None:
    numbers = re.findall(r'"number": "(\d{3}-[^"]+)"', json.dumps(organizations))

    assert [number for number in numbers if not re.fullmatch(r"\d{3}-555-01\d\d", number)] == []


def test_every_site_named_by_a_service_is_one_of_the_organizations(organizations: list[Record]) -> None:
    for organization in organizations:
        known = {location["id"] for location in organization["locations"]}

        named = {
            site["location_id"]
            for service in organization["services"]
            for site in service.get("service_at_locations", [])
        }

        assert named <= known


def _places(organization: Record, service: Record) -> list[Record]:
    named = {site["location_id"] for site in service.get("service_at_locations", [])}
    return [location for location in organization["locations"] if location["id"] in named]


def _is_hidden(location: Record) -> bool:
    confidential = location.get("reentry", {}).get("confidential", False)
    telling = {"address_1", "address_2", "city", "postal_code"}
    return (
        confidential
        and "latitude" not in location
        and not any(telling & set(a) for a in location["addresses"])
    )
