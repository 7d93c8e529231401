"""The duplicates of the directory that is kept."""

import json
from typing import Any

import pytest
from flask import Flask

from agency.database import Database
from resources.commands import directory_group
from resources.duplicates.comparing import Label, Reason
from resources.duplicates.directory import duplicates_of, providers
from resources.records.locations import Address, Location
from resources.records.phones import Phone
from tests.resources.directory_records import keep, service


def site(street: str = "12 Heron St", name: str = "", **more: Any) -> Location:
    """A place of an organization."""
    address = Address(address_1=street, city="Baltimore", state_province="MD", postal_code="21201")
    return Location(name=name, addresses=[address], **more)


def test_two_imports_of_one_provider_are_found_with_their_reasons(database: Database) -> None:
    keep(database, "Harbor Step", service("Beds", site()))
    keep(database, "The Harbor Step, Inc.", service("Shelter", site("12 Heron Street Suite 3")))
    keep(database, "Example Tax Office", service("Taxes", site("80 Elm St")))

    with database.reading() as session:
        found, [pair] = duplicates_of(session)

    assert len(found) == 3
    assert {pair.a.listing.name, pair.b.listing.name} == {"Harbor Step", "The Harbor Step, Inc."}
    assert pair.comparison.label is Label.SAME
    assert Reason.SAME_BUILDING in pair.comparison.reasons


@pytest.mark.parametrize(
    "rooms", [("Heron Street room", "Garden room"), ("The attic", "Church hall"), ("", "Room 2")]
)
def test_the_name_of_a_room_is_no_program(database: Database, rooms: tuple[str, str]) -> None:
    keep(database, "Coat Hook", service("Coats", site(name=rooms[0])))
    keep(database, "The Coat Hook, Inc.", service("Winter coats", site(name=rooms[1])))

    with database.reading() as session:
        _, [pair] = duplicates_of(session)

    assert (pair.comparison.label, pair.comparison.score) == (Label.SAME, 0.99)


def test_a_place_that_is_named_for_what_is_done_there_is_a_program(database: Database) -> None:
    keep(database, "Harbor Step", service("Beds", site(name="Night Shelter Hall Program")))
    keep(database, "The Harbor Step, Inc.", service("Advice", site()))

    with database.reading() as session:
        _, [pair] = duplicates_of(session)

    assert pair.comparison.label is Label.RELATED


def test_places_of_one_organization_are_its_own_to_keep(database: Database) -> None:
    keep(database, "Harbor Step", service("Beds", site(), site("80 Elm St", "Night Shelter")))

    with database.reading() as session:
        assert duplicates_of(session)[1] == []


def test_a_place_is_known_by_its_organization_and_by_every_number(database: Database) -> None:
    beds = service("Beds", site(name="Night Shelter"))
    beds.phones = [Phone(number="410-555-0150")]
    keep(database, "Harbor Step", beds)

    with database.reading() as session:
        [provider] = providers(session)

    assert provider.listing.name == "Harbor Step, Night Shelter"
    assert provider.listing.address == "12 Heron St, Baltimore, MD 21201"
    assert provider.listing.phones == "410-555-0100; 410-555-0150; 410-555-0199"


def test_a_place_that_names_its_organization_is_not_called_by_both(database: Database) -> None:
    keep(database, "Harbor Step, Inc.", service("Beds", site(name="Harbor Step, Towson")))

    with database.reading() as session:
        assert [each.listing.name for each in providers(session)] == ["Harbor Step, Towson"]


def test_confidential_addresses_are_not_compared(database: Database) -> None:
    keep(database, "Harbor Step", service("Beds", site(confidential=True)))

    with database.reading() as session:
        assert [each.listing.address for each in providers(session)] == [""]


def test_an_organization_without_a_place_is_compared_too(database: Database) -> None:
    keep(database, "Harbor Step", service("Hotline"))

    with database.reading() as session:
        assert [(each.listing.name, each.location_id) for each in providers(session)] == [
            ("Harbor Step", None)
        ]


@pytest.fixture
def twice(database: Database) -> None:
    """One provider that two sources brought."""
    keep(database, "Harbor Step", service("Beds", site()))
    keep(database, "Harbor Step Inc.", service("Beds", site()))


@pytest.mark.usefixtures("twice")
def test_the_command_tells_pairs_as_json(app: Flask) -> None:
    result = app.test_cli_runner().invoke(directory_group, ["duplicates", "--json"])

    told = json.loads(result.stdout.splitlines()[-1])
    assert (result.exit_code, told["read"]) == (0, 2)
    [pair] = told["pairs"]
    assert pair["a"].keys() == {"organization_id", "location_id", "name"}
    assert (pair["label"], pair["reasons"]) == ("same", ["shared_phone", "same_building", "same_name"])


@pytest.mark.usefixtures("twice")
def test_the_command_tells_pairs_in_words(app: Flask) -> None:
    result = app.test_cli_runner().invoke(directory_group, ["duplicates"])

    assert "0.99  same  Harbor Step | Harbor Step Inc." in result.stdout
    assert "1 pairs to look at among 2 records." in result.stdout
