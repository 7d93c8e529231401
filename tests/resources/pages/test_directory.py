"""Whoever looks for a service finds it by need, county and name, and never one that is held back."""

import pytest

from agency.database import Database
from resources.pages import directory
from resources.pages.directory import Page, Wanted
from tests.resources.directory_records import keep, place, service


def _names(database: Database, wanted: Wanted) -> list[str]:
    with database.reading() as session:
        return [each.name for each in directory.find_services(session, wanted).services]


def test_a_service_is_found_by_a_need_it_meets(database: Database) -> None:
    keep(database, "Invented House", service("Rooms"), service("Cooking", needs=("jobs",)))

    assert _names(database, Wanted(need="jobs")) == ["Cooking"]


@pytest.mark.parametrize("text", ["invented rooms", "ROOMS", "cumberland", "Invented  House"])
def test_every_word_may_be_of_the_service_its_organization_or_its_city(database: Database, text: str) -> None:
    keep(database, "Invented House", service("Rooms", place()))
    keep(database, "Other House", service("Beds", place(city="Frostburg")))

    assert _names(database, Wanted(text)) == ["Rooms"]


def test_a_percent_sign_is_a_character_like_any_other(database: Database) -> None:
    keep(database, "Invented House", service("Rooms"))

    assert _names(database, Wanted("%")) == []


def test_the_city_of_a_confidential_place_finds_nothing(database: Database) -> None:
    keep(database, "Quiet House", service("Rooms", place(confidential=True)))

    assert _names(database, Wanted("cumberland")) == []


def test_a_confidential_place_is_found_by_its_county(database: Database) -> None:
    keep(database, "Quiet House", service("Rooms", place(confidential=True)))

    assert _names(database, Wanted(county="Allegany, MD")) == ["Rooms"]


def test_what_needs_no_place_is_found_in_every_county(database: Database) -> None:
    keep(database, "Far Line", service("Line", reach="telephone"), service("Fund", reach="statewide"))
    keep(database, "Far House", service("Rooms", place("Worcester")))

    assert _names(database, Wanted(county="Allegany, MD")) == ["Fund", "Line"]


def test_a_county_of_another_state_is_another_county(database: Database) -> None:
    keep(database, "Near", service("Here", place("Washington")))
    keep(database, "Over the line", service("There", place("Washington", state="PA")))

    assert _names(database, Wanted(county="Washington, MD")) == ["Here"]


def test_a_county_written_two_ways_is_listed_once(database: Database) -> None:
    keep(database, "One", service("A", place("Washington")))
    keep(database, "Two", service("B", place("Washington County")))

    with database.reading() as session:
        assert directory.counties(session) == ["Washington, MD"]
    assert _names(database, Wanted(county="Washington, MD")) == ["A", "B"]


def test_a_county_is_spelled_as_most_addresses_spell_it(database: Database) -> None:
    for number, county in enumerate(("Baltimore City", "Baltimore city", "Baltimore City")):
        keep(database, f"House {number}", service("Rooms", place(county)))

    with database.reading() as session:
        assert directory.counties(session) == ["Baltimore City, MD"]


def test_baltimore_county_and_the_city_of_baltimore_are_two(database: Database) -> None:
    keep(database, "One", service("In the county", place("Baltimore County")))
    keep(database, "Two", service("In the city", place("Baltimore City")))

    with database.reading() as session:
        assert directory.counties(session) == ["Baltimore City, MD", "Baltimore County, MD"]
    assert _names(database, Wanted(county="Baltimore County, MD")) == ["In the county"]


def test_a_held_record_is_listed_only_for_those_who_decide_about_it(database: Database) -> None:
    keep(database, "Waiting House", service("Rooms", held=True))

    assert _names(database, Wanted()) == []
    assert _names(database, Wanted(held=True)) == ["Rooms"]


def test_an_organization_of_held_records_alone_is_not_there_for_the_others(database: Database) -> None:
    hidden = keep(database, "Waiting House", service("Rooms", held=True))

    with database.reading() as session:
        assert directory.organization(session, hidden.id, held=False) is None
        assert directory.organization(session, hidden.id, held=True) is not None


def test_an_organization_without_services_can_be_opened(database: Database) -> None:
    bare = keep(database, "Office only")

    with database.reading() as session:
        assert directory.organization(session, bare.id, held=False) is not None


def test_the_pages_of_a_list_hold_every_service_once(database: Database) -> None:
    keep(database, "Large House", *(service(f"Room {number:02}") for number in range(7)))

    with database.reading() as session:
        pages = [directory.find_services(session, Wanted(), number, size=3) for number in (1, 2, 3)]

    assert [each.name for page in pages for each in page.services] == [
        f"Room {number:02}" for number in range(7)
    ]
    assert [page.first for page in pages] == [1, 4, 7]


def test_a_page_beyond_the_last_is_the_last(database: Database) -> None:
    keep(database, "House", service("A"), service("B"))

    with database.reading() as session:
        page = directory.find_services(session, Wanted(), 99, size=1)

    assert (page.number, [each.name for each in page.services]) == (2, ["B"])


def test_an_empty_list_has_one_page() -> None:
    assert Page([], 1, 0).count == 1
