"""What shares a telephone, a street or a name with a service for survivors is found, once, and only that."""

import pytest

from agency.audit import audit
from agency.database import Database
from resources.changes.editing import Author
from resources.records.locations import Location
from resources.records.phones import Phone
from resources.records.services import Service
from resources.secrecy import neighbors
from resources.secrecy.neighbors import NAME, PHONE, STREET, phone_key, provider_key
from tests.conftest import NOW
from tests.resources.directory_records import keep, place, service

SECRET = "443-555-0142"


def _at(street: str, city: str = "Cumberland", code: str = "21502") -> Location:
    made = place(city=city)
    made.addresses[0].address_1, made.addresses[0].postal_code = street, code
    return made


def _found(database: Database) -> dict[str, str]:
    with database.reading() as session:
        names = {each.id: each.name for each in session.query(Service)}
        return {names[each.service_id]: each.what for each in neighbors.find(session)}


def _keep(database: Database, provider: str, *services: Service, **more: object) -> None:
    """As keep, without the telephones that all invented providers share."""
    made = keep(database, provider, *services, **more)
    with database.writing() as session:
        for each in session.query(Phone).filter(Phone.organization_id == made.id):
            session.delete(each)
        audit.record(session, "directory.edited", None, fields="phones")


@pytest.fixture
def haven(database: Database) -> None:
    """A shelter that is held as a survivors' service."""
    shelter = service("Safe Haven Shelter", _at("14 North Lantern St."), held=True, victim_services=True)
    shelter.phones = [Phone(number=SECRET)]
    _keep(database, "Safe Haven", shelter)


@pytest.mark.usefixtures("haven")
def test_the_same_telephone_street_or_provider_is_found_and_nothing_else(database: Database) -> None:
    _keep(
        database,
        "League",
        service("Referral desk", _at("1 Elm St"), phones=[Phone(number="+1 (443) 555 0142")]),
    )
    _keep(database, "Guild", service("Pantry", _at("14 Lantern Street, Suite 2")))
    _keep(database, "*Safe Haven, Inc.", service("Outreach", _at("2 Elm St")))
    _keep(database, "Union", service("Kitchen", _at("14 Lantern Street", "Frostburg", "21532")))
    _keep(
        database, "Circle", service("Advice", _at("15 Lantern Street"), phones=[Phone(number="443-555-0143")])
    )

    assert _found(database) == {"Referral desk": PHONE, "Pantry": STREET, "Outreach": NAME}


@pytest.mark.usefixtures("haven")
def test_a_number_of_the_provider_or_of_the_place_counts_too(database: Database) -> None:
    there = _at("1 Elm St")
    there.phones = [Phone(number=SECRET)]
    _keep(database, "League", service("Referral desk", there))
    keep(database, "Guild", service("Pantry"))
    with database.writing() as session:
        session.query(Phone).filter(Phone.number == "410-555-0100").one().number = SECRET
        audit.record(session, "directory.edited", None, fields="phones")

    assert _found(database) == {"Referral desk": PHONE, "Pantry": PHONE}


def test_a_large_provider_is_not_known_by_its_name_as_one_for_survivors(database: Database) -> None:
    others = [service(f"Help {number}") for number in range(3)]
    _keep(database, "Charities", service("Shelter", victim_services=True), *others)

    assert _found(database) == {}


@pytest.mark.usefixtures("haven")
def test_what_was_held_and_released_is_not_found_again(database: Database) -> None:
    beside = service("Referral desk", _at("1 Elm St"), phones=[Phone(number=SECRET)])
    _keep(database, "League", beside)

    with database.writing() as session:
        neighbors.hold(session, beside.id, Author(None, NOW))
        audit.record(session, "directory.edited", None, beside.id, fields="held")
    with database.reading() as session:
        held = session.get_one(Service, beside.id)
        why = neighbors.why(session, held)
        assert (held.held, held.victim_services, held.at_locations[0].location.confidential) == (
            True,
            False,
            True,
        )
        assert (why.what if why else "") == PHONE
    with database.writing() as session:
        session.get_one(Service, beside.id).held = False
        audit.record(session, "directory.edited", None, beside.id, fields="held")

    assert _found(database) == {}


@pytest.mark.usefixtures("haven")
def test_a_place_where_something_else_is_open_stays_told(database: Database) -> None:
    there = _at("1 Elm St")
    beside = service("Referral desk", there, phones=[Phone(number=SECRET)])
    _keep(database, "League", beside, service("Kitchen", there))

    with database.writing() as session:
        neighbors.hold(session, beside.id, Author(None, NOW))
        audit.record(session, "directory.edited", None, beside.id, fields="held")

    with database.reading() as session:
        assert not session.get_one(Location, there.id).confidential


def test_national_lines_and_short_numbers_are_nobodys_own() -> None:
    assert [phone_key(each) for each in ("1-800-799-7233", "2-1-1", "+1 443 555 0142")] == [
        "",
        "",
        "4435550142",
    ]
    assert provider_key("*The Safe Haven, Inc.") == provider_key("safe haven") == "safe haven"
