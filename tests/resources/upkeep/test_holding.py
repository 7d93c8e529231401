"""Upkeep by hand: only a person who says with whom dates a record; a held one is in no list until released."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from matching.catalog import load
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation, ServiceNeed
from tests.browser import Browser


@pytest.fixture
def held(database: Database) -> UUID:
    """A record that looked like a survivors' service at import."""
    place = Location(latitude=39.3, longitude=-76.6, position_source="imported")
    service = Service(name="Safe Rooms", held=True, victim_services=True, needs=[ServiceNeed(need="housing")])
    service.at_locations = [ServiceAtLocation(location=place)]
    with database.writing() as session:
        session.add(Organization(name="Lantern", services=[service], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        return service.id


@pytest.mark.parametrize("nobody", ["", "   ", "\u200b"])
def test_a_confirmation_says_with_whom_and_dates_the_record(
    database: Database, log_in: Callable[..., Browser], held: UUID, nobody: str
) -> None:
    coordinator = log_in("coordinator")
    page = f"/directory/services/{held}"

    silent = coordinator.post(f"{page}/confirmation", {"with_whom": nobody}, page)
    told = coordinator.post(f"{page}/confirmation", {"with_whom": "the intake desk"}, page)

    assert (silent.status, told.status) == (422, 303)
    with database.reading() as session:
        service = session.get_one(Service, held)
        assert (service.assured_date, service.assured_with, service.assurer_email) == (
            date(2026, 11, 21),
            "the intake desk",
            "coordinator@test.example",
        )


@pytest.mark.parametrize(
    ("form", "survivors", "placed"), [({}, False, True), ({"survivors": "true"}, True, False)]
)
def test_a_released_record_is_offered_and_a_survivors_place_stays_secret(
    database: Database,
    log_in: Callable[..., Browser],
    held: UUID,
    form: dict[str, str],
    survivors: bool,
    placed: bool,
) -> None:
    with database.reading() as session:
        assert load(session).offers("housing") == ()

    answer = log_in("coordinator").post(
        f"/directory/services/{held}/release", form, f"/directory/services/{held}"
    )

    assert answer.status == 303
    with database.reading() as session:
        (offer,) = load(session).offers("housing")
        assert offer.victim_services is survivors
        assert (offer.place is not None) is placed


def test_a_record_can_be_held_back_again(
    database: Database, log_in: Callable[..., Browser], held: UUID
) -> None:
    coordinator = log_in("coordinator")
    coordinator.post(f"/directory/services/{held}/release", {}, f"/directory/services/{held}")

    coordinator.post(f"/directory/services/{held}/hold", {}, f"/directory/services/{held}")

    with database.reading() as session:
        assert load(session).offers("housing") == ()


@pytest.mark.parametrize("what", ["confirmation", "release", "hold"])
def test_an_officer_keeps_no_records(log_in: Callable[..., Browser], held: UUID, what: str) -> None:
    answer = log_in("officer").post(f"/directory/services/{held}/{what}", {"with_whom": "me"}, "/directory")

    assert answer.status == 403
