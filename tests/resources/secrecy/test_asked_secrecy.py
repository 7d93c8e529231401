"""A record that asks to be kept back keeps its address back, wherever it asks; a person may open it again."""

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy import secret_places
from resources.secrecy.asked_secrecy import asks_secrecy
from tests.resources.directory_records import keep, place, service


@pytest.mark.parametrize(
    "text",
    [
        "Address is confidential, do not publish",
        "Recovery house for men. ADDRESS CONFIDENTIAL.",
        "The location must be kept strictly confidential.",
        "Confidential location; call first.",
        "Undisclosed address",
        "Please do not give out the street address.",
        "Location is not to be published.",
        "Don’t publish.",
        "Keep our address secret",
    ],
)
def test_words_that_ask_for_it(text: str) -> None:
    assert asks_secrecy(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "All services are free and confidential.",
        "On-site confidential HIV testing.",
        "Location: confidential counseling rooms on the second floor",
        "Do not publish client information without consent.",
        "Several locations; call for the address.",
        "Do not share needles.",
    ],
)
def test_words_that_speak_of_something_else(text: str) -> None:
    assert not asks_secrecy(text)


ASKING = "Address is confidential, do not publish."


@pytest.mark.parametrize("where", ["service", "service_name", "place", "address", "provider"])
def test_its_place_is_told_to_nobody_wherever_it_asks(database: Database, where: str) -> None:
    there = place()
    offered = service("Beds", there)
    if where == "service":
        offered.description = ASKING
    elif where == "service_name":
        offered.name = "Beds (confidential location)"
    elif where == "place":
        there.description = ASKING
    elif where == "address":
        there.addresses[0].address_2 = "address confidential"

    keep(database, "Harbor League", offered, description=ASKING if where == "provider" else "")

    with database.reading() as session:
        found = session.get_one(Location, there.id)
        assert (found.confidential, found.latitude) == (True, None)
        assert [each.id for each in secret_places.asking(session)] == [offered.id]


def test_an_address_and_a_link_that_come_later_are_kept_back_too(database: Database) -> None:
    first, second = place(), place()
    offered, asking = service("Beds", first), service("Rooms", second, description=ASKING)
    keep(database, "Harbor League", offered, asking)
    third = place()
    keep(database, "Other League", service("Advice", third))

    with database.writing() as session:
        session.add(Address(location_id=first.id, address_1="9 Row", address_2="do not publish"))
        session.add(ServiceAtLocation(service_id=asking.id, location_id=third.id))
        audit.record(session, "directory.edited", None, fields="addresses")

    with database.reading() as session:
        assert session.get_one(Location, first.id).confidential
        assert session.get_one(Location, third.id).confidential


def test_a_place_that_a_person_opened_stays_open_until_somebody_asks_anew(database: Database) -> None:
    there = place()
    offered = service("Beds", there, description=ASKING)
    keep(database, "Harbor League", offered)

    def write(**fields: object) -> bool:
        with database.writing() as session:
            for name, value in fields.items():
                row = session.get_one(Location if name == "confidential" else Service, ids[name])
                setattr(row, name, value)
            audit.record(session, "directory.edited", None, fields=",".join(fields))
        with database.reading() as session:
            return session.get_one(Location, there.id).confidential

    ids = {"confidential": there.id, "fees_description": offered.id, "description": offered.id}
    assert not write(confidential=False)
    assert not write(fees_description="Free.")
    assert write(description="Confidential address.")
