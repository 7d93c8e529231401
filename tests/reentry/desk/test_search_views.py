"""The search box finds people one may see, organizations and services, and tells nothing of the rest."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.browser import Browser

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
