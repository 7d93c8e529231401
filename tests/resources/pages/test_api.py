"""The directory for programs: the list the pages show, the record whole, and nothing that must not be told."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.capacity import Capacity
from resources.records.licenses import License
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.ways_in import AccessWay
from tests.browser import Browser
from tests.program import Program


def provide(
    database: Database, organization: str, need: str, *, confidential: bool = False, **terms: object
) -> UUID:
    """One organization with one service at one place in Frederick County."""
    address = Address(address_1="5 Alder Way", city="Alderton", region="Frederick", state_province="MD")
    place = Location(
        name="Alder House", latitude=39.4, longitude=-77.4, confidential=confidential, addresses=[address]
    )
    service = Service(
        name=f"{organization} program",
        needs=[ServiceNeed(need=need)],
        at_locations=[ServiceAtLocation(location=place)],
        **terms,
    )
    with database.writing() as session:
        session.add(Organization(name=organization, services=[service], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        return service.id


@pytest.fixture
def program(log_in: Callable[..., Browser]) -> Program:
    """An officer's program."""
    return Program(log_in("officer"))


def names(program: Program, query: str = "") -> list[str]:
    """The organizations a query finds."""
    return [
        each["organization"]["name"] for each in program.get(f"/api/services{query}").get_json()["services"]
    ]


def test_the_list_is_narrowed_by_words_need_and_county(program: Program, database: Database) -> None:
    provide(database, "Alder Works", "jobs")
    provide(database, "Birch Rooms", "housing")

    assert names(program) == ["Alder Works", "Birch Rooms"]
    assert names(program, "?q=birch") == ["Birch Rooms"]
    assert names(program, "?need=jobs") == ["Alder Works"]
    assert names(program, "?county=Frederick,+MD&need=housing") == ["Birch Rooms"]
    assert names(program, "?county=Garrett,+MD") == []


def test_the_list_comes_in_pages(program: Program, database: Database) -> None:
    for number in range(27):
        provide(database, f"Alder {number:02}", "jobs")

    first, second = (program.get(f"/api/services?page={page}").get_json() for page in (1, 2))

    assert [len(first["services"]), len(second["services"])] == [25, 2]
    assert (second["page"], second["pages"], second["total"]) == (2, 2, 27)


def test_a_record_is_told_whole_with_its_rules(program: Program, database: Database) -> None:
    service_id = provide(
        database,
        "Alder Works",
        "jobs",
        areas=[ServiceArea(name="Frederick")],
        phones=[Phone(number="410-555-0161"), Phone(number="410-555-0162", type="fax")],
        schedules=[Schedule(byday="MO,TU", opens_at="09:00", closes_at="17:00")],
        capacities=[Capacity(said_on=date(2026, 11, 19), available=3)],
        access_ways=[AccessWay(kind="walk_in", detail="before noon")],
        licenses=[License(name="Certificate", expires_on=date(2027, 1, 1))],
        requirements=[
            ServiceRequirement(rule="minimum_age", mode="must", value=18, quote="18 and over"),
            ServiceRequirement(
                rule="residence", mode="must", value=["Frederick"], position=1, confirmed_on=date(2026, 11, 1)
            ),
            ServiceRequirement(rule="accepts_felony", mode="accepts", value=True, position=2),
        ],
    )

    told = program.get(f"/api/services/{service_id}").get_json()

    assert [(rule["text"], rule["confirmed"]) for rule in told["requirements"]] == [
        ("Must be 18 or older", False),
        ("Must live in Frederick", True),
        ("Accepts people with a felony", False),
    ]
    assert told["requirements"][1]["value"] == ["Frederick"]
    assert [phone["number"] for phone in told["phones"]] == ["410-555-0161"]
    assert [phone["number"] for phone in told["faxes"]] == ["410-555-0162"]
    assert told["schedules"][0]["days"] == ["MO", "TU"]
    assert (told["capacities"][0]["available"], told["capacities"][0]["waiting_days"]) == (3, None)
    assert told["locations"][0]["addresses"][0]["address_1"] == "5 Alder Way"
    assert (told["areas"], told["counties"], told["confidential"]) == (["Frederick"], ["Frederick"], False)


@pytest.mark.parametrize("secret", [{"confidential": True}, {"victim_services": True}])
def test_of_a_secret_place_only_the_county_is_told(
    log_in: Callable[..., Browser], database: Database, secret: dict[str, bool]
) -> None:
    service_id = provide(database, "Willow Refuge", "housing", **secret)
    program = Program(log_in("coordinator"))

    answers = [program.get(path) for path in ("/api/services", f"/api/services/{service_id}")]

    for answer in answers:
        assert "Frederick" in answer.text
        assert '"confidential":true' in answer.text
        for told in ("Alder", "39.4", "77.4"):
            assert told not in answer.text
    assert names(program, "?q=alderton") == []


def test_how_to_get_to_an_open_place_is_told_without_the_street_of_a_secret_one(
    log_in: Callable[..., Browser], database: Database
) -> None:
    service_id = provide(database, "Willow Rooms", "housing")
    with database.writing() as session:
        service = session.get_one(Service, service_id)
        service.at_locations[0].location.transportation = "Bus 3; the door is beside 9 Hollow Lane."
        address = Address(address_1="9 Hollow Ln", city="Alderton", region="Frederick", state_province="MD")
        hidden = Location(organization_id=service.organization_id, confidential=True, addresses=[address])
        service.at_locations.append(ServiceAtLocation(location=hidden))
        audit.record(session, "directory.edited", None, fields="at_locations")
    browser = log_in("officer")

    answers = (browser.get(f"{path}/services/{service_id}") for path in ("/directory", "/api"))

    for answer in answers:
        assert "Bus 3; the door is beside [withheld]" in answer.text
        assert "Hollow" not in answer.text


def test_a_record_held_back_is_told_to_whoever_may_edit_the_directory_and_no_one_else(
    program: Program, log_in: Callable[..., Browser], database: Database
) -> None:
    service_id = provide(database, "Hickory Rooms", "housing", held=True)
    coordinator = Program(log_in("coordinator"))

    refused, nobody = (program.get(f"/api/services/{each}") for each in (service_id, uuid4()))

    assert names(program) == []
    assert refused.status_code == nobody.status_code == 404
    assert refused.get_json() == nobody.get_json()
    assert names(coordinator) == ["Hickory Rooms"]
    assert coordinator.get(f"/api/services/{service_id}").get_json()["held"] is True


@pytest.mark.parametrize("query", ["need=yacht", "page=0", "page=x", "sort=name"])
def test_a_wrong_question_is_refused(program: Program, query: str) -> None:
    answer = program.get(f"/api/services?{query}")

    assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {query.partition("=")[0]})
