"""The search box finds people one may see, organizations and services, and tells nothing of the rest."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation
from tests.browser import Browser
from tests.conftest import CountQueries

LogIn = Callable[..., Browser]


@pytest.fixture
def invented_house(database: Database) -> None:
    """An organization with a service."""
    with database.writing() as session:
        session.add(Organization(name="Tidal House", services=[Service(name="Rooms by the week")]))
        audit.record(session, "directory.edited", None, fields="all")


@pytest.mark.usefixtures("invented_house")
def test_the_box_finds_people_organizations_and_services(log_in: LogIn, take_in: Callable[..., UUID]) -> None:
    take_in()
    supervisor = log_in("supervisor")

    found = supervisor.get("/search?q=tid", headers={"HX-Request": "true"}).text
    assert "Marcus Tidewater" in found
    assert "Tidal House" in found
    assert "<html" not in found
    assert "TD-1001" in supervisor.get("/search?q=td-10").text
    assert "Rooms by the week" in supervisor.get("/search?q=week").text
    assert "Nothing is called" in supervisor.get("/search?q=zebra").text


@pytest.mark.usefixtures("invented_house")
@pytest.mark.parametrize(("role", "email"), [("coordinator", ""), ("officer", "other@test.example")])
def test_a_person_out_of_reach_is_not_found(
    log_in: LogIn, take_in: Callable[..., UUID], role: str, email: str
) -> None:
    take_in()

    found = log_in(role, email=email).get("/search?q=tid").text

    assert "Tidewater" not in found
    assert "Tidal House" in found


@pytest.mark.usefixtures("invented_house")
def test_the_box_offers_what_is_called_nearly_so_unless_a_person_is_called_so(
    log_in: LogIn, take_in: Callable[..., UUID]
) -> None:
    take_in()
    supervisor = log_in("supervisor")

    close, person = supervisor.get("/search?q=tiadl+huose").text, supervisor.get("/search?q=tidewater").text

    assert "These names come closest" in close
    assert "Tidal House" in close
    assert "Tidewater" in person
    assert "come closest" not in person


@pytest.mark.usefixtures("invented_house")
def test_a_place_is_found_by_its_name_and_leads_to_what_is_given_there(
    log_in: LogIn, database: Database
) -> None:
    with database.writing() as session:
        address = Address(address_1="4 Pretend Row", city="Oakland", state_province="MD")
        there = Location(name="Northern rooms", addresses=[address])
        rooms = Service(name="Beds by the night", at_locations=[ServiceAtLocation(location=there)])
        session.add(Organization(name="Harbor League", locations=[there], services=[rooms]))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        there_id = there.id
    officer = log_in("officer")

    found = officer.get("/search?q=nothern+romos", headers={"HX-Request": "true"}).text
    listed = officer.get(f"/directory?location={there_id}").text

    assert f"/directory?location={there_id}" in found
    assert "Northern rooms" in found
    assert "4 Pretend Row, Oakland" in found
    assert "Beds by the night" in listed
    assert "at Northern rooms, 4 Pretend Row, Oakland" in listed
    assert "Rooms by the week" not in listed
    assert "Beds by the night" in officer.get("/directory?q=northern+rooms").text


def test_a_place_that_is_secret_or_held_back_is_not_found_and_has_no_list(
    log_in: LogIn, database: Database
) -> None:
    with database.writing() as session:
        secret, held = Location(name="Quiet cottage", confidential=True), Location(name="Waiting cottage")
        services = [
            Service(name="Beds", at_locations=[ServiceAtLocation(location=secret)]),
            Service(name="Rooms", at_locations=[ServiceAtLocation(location=held)], held=True),
        ]
        session.add(Organization(name="Harbor League", locations=[secret, held], services=services))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        secret_id, held_id = secret.id, held.id
    officer, coordinator = log_in("officer"), log_in("coordinator")

    assert "cottage" not in officer.get("/search?q=cotage", headers={"HX-Request": "true"}).text
    assert [officer.get(f"/directory?location={each}").status for each in (secret_id, held_id)] == [404, 404]
    told = coordinator.get("/search?q=cottage", headers={"HX-Request": "true"}).text
    assert "Waiting cottage" in told
    assert "Quiet cottage" not in told
    assert coordinator.get(f"/directory?location={secret_id}").status == 404


def test_a_search_asks_the_database_little_however_much_is_found(
    log_in: LogIn, database: Database, take_in: Callable[..., UUID], count_queries: CountQueries
) -> None:
    with database.writing() as session:
        for number in range(30):
            services = [Service(name=f"Harbor help {number}")]
            session.add(Organization(name=f"Harbor House {number}", services=services))
        audit.record(session, "directory.edited", None, fields="all")
    for number in range(5):
        take_in(number=f"TD-{number}", family_name="Harborer")
    supervisor = log_in("supervisor")
    supervisor.get("/search?q=harbor")

    with count_queries() as sent:
        answer = supervisor.get("/search?q=harbor", headers={"HX-Request": "true"})

    assert answer.text.count("Harborer") == 5
    assert answer.text.count("Harbor help") == 10
    assert len(sent) <= 24
