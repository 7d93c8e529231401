"""The street of a secret place stands on no page and in no answer, whoever wrote it and wherever."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation, ServiceNeed
from resources.records.ways_in import AccessWay
from tests.browser import Browser

STREET = "9 Secret Mews"
PROSE = "Come to 9 Secret Mews after dark."
LogIn = Callable[..., Browser]


def build(
    database: Database, *, survivors: bool = False, confidential: bool = False, prose: str = ""
) -> tuple[UUID, UUID]:
    """A service of a kind and a kitchen under one roof, and their organization; the ids of both services."""
    address = Address(address_1=STREET, city="Baltimore", region="Baltimore City", state_province="MD")
    place = Location(latitude=39.31, longitude=-76.61, confidential=confidential, addresses=[address])
    first, kitchen = (
        Service(
            name=name,
            victim_services=survivors and name == "Lantern Rooms",
            needs=[ServiceNeed(need="housing")],
            at_locations=[ServiceAtLocation(location=place)],
            description=prose,
            alert=prose,
            application_process=prose,
            fees_description=prose,
            eligibility_description=prose,
            hours_description=prose,
            access_ways=[AccessWay(kind="walk_in", detail=prose)],
            requirements=[ServiceRequirement(rule="minimum_age", mode="must", value=18, quote=prose)],
        )
        for name in ("Lantern Rooms", "Lantern Kitchen")
    )
    with database.writing() as session:
        session.add(
            Organization(name="Lantern", description=prose, services=[first, kitchen], locations=[place])
        )
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        return first.id, kitchen.id


def told(browser: Browser, service_id: UUID) -> str:
    """Everything that pages and programs are told of a service."""
    paths = (
        "/directory",
        f"/directory/services/{service_id}",
        f"/api/services/{service_id}",
        "/api/services",
    )
    texts = [browser.get(path).text for path in paths]
    texts.append(browser.get("/search?q=Mews").text)
    return "\n".join(texts)


@pytest.mark.parametrize("kind", ["survivors", "confidential"])
def test_the_street_is_told_nowhere_not_even_in_prose(log_in: LogIn, database: Database, kind: str) -> None:
    first, kitchen = build(
        database, prose=PROSE, survivors=kind == "survivors", confidential=kind == "confidential"
    )
    officer = log_in("officer")

    for service_id in (first, kitchen):
        text = told(officer, service_id)
        assert "Secret Mews" not in text
        assert "39.31" not in text
    with database.reading() as session:
        organization_id = session.get_one(Service, first).organization_id
    assert "Secret Mews" not in officer.get(f"/directory/organizations/{organization_id}").text


def test_an_open_place_is_told(log_in: LogIn, database: Database) -> None:
    first, _ = build(database, prose=PROSE)

    assert told(log_in("officer"), first).count("Secret Mews") > 5


def test_a_released_record_opens_no_place_that_another_still_hides(log_in: LogIn, database: Database) -> None:
    _, kitchen = build(database, survivors=True)
    with database.writing() as session:
        session.get_one(Service, kitchen).held = True
        audit.record(session, "directory.edited", None, fields="held")

    answer = log_in("coordinator").post(
        f"/directory/services/{kitchen}/release", {}, f"/directory/services/{kitchen}"
    )

    assert answer.status == 303
    assert "Secret Mews" not in told(log_in("officer"), kitchen)


def test_a_record_released_as_a_survivors_service_hides_its_place_from_its_neighbors(
    log_in: LogIn, database: Database
) -> None:
    first, kitchen = build(database)

    log_in("coordinator").post(
        f"/directory/services/{first}/release", {"survivors": "true"}, f"/directory/services/{first}"
    )

    assert "Secret Mews" not in told(log_in("officer"), kitchen)
