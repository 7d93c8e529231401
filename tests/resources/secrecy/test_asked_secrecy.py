"""A record that asks to be kept back keeps its address back, wherever it asks; a person may open it again."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy import secret_places
from resources.secrecy.asked_secrecy import asks_secrecy, keeps_secret
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
        "The location isn’t published.",
        "Our adress is confidental.",
        "The location is private.",
        "Location kept private; call the office.",
        "Private address",
        "The address is given after screening.",
        "Location provided upon intake.",
        "La dirección es confidencial.",
        "Ubicación privada",
        "No publicar la dirección.",
        "La dirección no se divulga.",
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
        "All services are private and confidential.",
        "We keep your address confidential.",
        "Bring proof of address. Confidential.",
        "Private rooms in a quiet location.",
        "We meet at a private location.",
        "Our site is private, quiet and sober.",
        "Private Drive",
        "The location has no public transit.",
        "Locations provided upon request.",
        "Call for locations.",
        "Alcoholics Anonymous meets at this location.",
        "Private insurance accepted at this address.",
        "Servicios privados y confidenciales.",
    ],
)
def test_words_that_speak_of_something_else(text: str) -> None:
    assert not asks_secrecy(text)


@pytest.mark.parametrize(
    "line",
    [
        "Confidental",
        "Private address",
        "Privte adress",
        "Private residence",
        "Not public",
        "Non-public",
        "Conf. address",
        "Location disclosed after screening",
        "Address on request",
        "Please call for exact address",
        "Llame para la dirección",
        "Domicilio reservado",
        "Casa segura",
        "12 Heron Street (confidential)",
        "12 Heron Street (private)",
        "12 Heron Street (safe house)",
        "12 Heron Street - not public",
    ],
)
def test_an_address_that_says_it_is_secret(line: str) -> None:
    assert keeps_secret(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12 Private Drive",
        "Private Drive",
        "12 Hidden Valley Rd",
        "Secret Garden, 4 Elm St",
        "Safe House Ministries, 12 Elm St",
        "12 Elm St, private parking",
        "Conf. Room 2, 12 Elm St",
        "Non-Public Schools Office, 12 Elm St",
        "Private Hospital",
        "Public Library",
        "Alcoholics Anonymous, meeting location varies",
        "Alcoholics Anonymous location",
        "Various Locations",
        "Statewide. Call for Locations.",
        "Call for location in Dundalk",
        "Call for shelter intake",
        "Projected location: Elm St",
    ],
)
def test_an_address_that_says_something_else(line: str) -> None:
    assert not keeps_secret(line)


@pytest.mark.shared_data
def test_no_ordinary_address_of_the_real_directories_is_taken_for_a_secret_one(shared: Path) -> None:
    secret: Counter[str] = Counter()
    for path in (shared / "data").glob("*/*.csv"):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                lines = {row.get("Address") or "", row.get("address_1") or "", row.get("address_2") or ""}
                secret.update(filter(keeps_secret, lines))

    assert secret == {"Confidential": 2, "Confidential Address": 2, "Call for location": 3}


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
