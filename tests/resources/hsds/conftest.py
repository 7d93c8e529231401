"""A small published directory with a place and a service that must not be told, and the schemas of HSDS beside it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from sqlalchemy import update

from agency.audit import audit
from agency.database import Database
from agency.settings import Settings
from resources.records.cost_options import CostOption
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.revisions import Modified
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed

NAMES = UUID("c0ffee00-0000-4000-8000-000000000000")
SECRET = "19 Wren Hollow"
BARRED = "Canary of a decision"
MARCH, JUNE = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
Validate = Callable[[str, object], list[str]]


def key(name: str) -> UUID:
    """The id of a record of this small directory."""
    return uuid5(NAMES, name)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An agency that has published its directory."""
    return replace(settings, publish_directory=True)


def house(name: str, street: str, zip_code: str, point: tuple[float, float], **more: object) -> Location:
    """A place with an address."""
    address = Address(
        address_1=street, city="Baltimore", region="Baltimore City", state_province="MD", postal_code=zip_code
    )
    return Location(
        id=key(name), name=name, latitude=point[0], longitude=point[1], addresses=[address], **more
    )


@pytest.fixture
def directory(database: Database) -> None:
    """Two providers; of the second one place and one service are secret."""
    north = house(
        "North House",
        "410 Tern Street",
        "21218",
        (39.327, -76.600),
        precision="point",
        precision_m=30.0,
        position_source="confirmed",
    )
    south = house(
        "South House",
        "12 Plover Way",
        "21230",
        (39.268, -76.626),
        precision="zip",
        precision_m=2400.0,
        position_source="zip_center",
        description=f"Around the corner from {SECRET}.",
        transportation=f"The bus that stops at {SECRET}.",
    )
    hidden = house("Hidden House", SECRET, "21201", (39.294, -76.622), confidential=True)
    beds = Service(
        id=key("beds"),
        name="Harbor Beds",
        description="Rooms for men.",
        url="harborbeds.example",
        email="not an address",
        eligibility_description="Men 18 and older.",
        cost_cents=15000,
        cost_period="a week",
        cost_options=[
            CostOption(option="veterans", amount_cents=0),
            CostOption(option="a single room", amount_cents=20050, period="a week"),
            CostOption(option="Sliding scale based on income"),
        ],
        season_from="11-01",
        season_to="03-31",
        do_not_refer=[DoNotRefer(reason=BARRED, since=datetime(2026, 2, 1, tzinfo=UTC).date())],
        languages=["English", "Spanish"],
        required_documents=["Photo ID"],
        assured_date=datetime(2026, 2, 1, tzinfo=UTC).date(),
        needs=[ServiceNeed(need="housing")],
        areas=[ServiceArea(name="Baltimore City")],
        phones=[
            Phone(number="(410) 555-0110", extension="12", type="voice"),
            Phone(number="(410) 555-0111", type="fax"),
        ],
        schedules=[Schedule(byday="MO,TU", opens_at="09:00", closes_at="17:00")],
        at_locations=[ServiceAtLocation(id=key("beds at north"), location=north)],
        requirements=[
            ServiceRequirement(rule="minimum_age", mode="must", value=18),
            ServiceRequirement(rule="accepts_felony", mode="accepts", value=True),
            ServiceRequirement(rule="sex_offense", mode="cannot", value=True, quote="Canary of exclusion"),
        ],
    )
    desk = Service(
        id=key("desk"),
        name="Harbor Desk",
        description=f"Come to {SECRET} after calling.",
        needs=[ServiceNeed(need="jobs")],
        at_locations=[
            ServiceAtLocation(id=key("desk at south"), location=south),
            ServiceAtLocation(id=key("desk at hidden"), location=hidden),
        ],
    )
    shelter = Service(
        id=key("shelter"),
        name="Wren Shelter",
        victim_services=True,
        needs=[ServiceNeed(need="victim_services")],
        at_locations=[ServiceAtLocation(id=key("shelter at hidden"), location=hidden)],
    )
    held = Service(id=key("held"), name="Held Record", held=True)
    with database.writing() as session:
        session.add(Organization(id=key("harbor"), name="Harbor Homes", services=[beds], locations=[north]))
        session.add(
            Organization(
                id=key("wren"), name="Wren Works", services=[desk, shelter], locations=[south, hidden]
            )
        )
        session.add(Organization(id=key("shut"), name="Shut Office", services=[held]))
        audit.record(session, "directory.edited", None, fields="all")
    changed_last(database, MARCH, "harbor", "beds", "North House")
    changed_last(database, JUNE, "wren", "desk", "shelter", "South House", "Hidden House")


def changed_last(database: Database, at: datetime, *names: str) -> None:
    """As if nothing had been done to these records since."""
    with database.writing() as session:
        ids = [key(name) for name in names]
        session.execute(update(Modified).where(Modified.subject_id.in_(ids)).values(at=at))
        audit.record(session, "directory.edited", None, fields="none")


@pytest.fixture(scope="session")
def validate(shared: Path) -> Validate:
    """Says what is wrong with an object by the standard's own schemas, formats checked."""
    folder = shared / "data" / "hsds" / "schema"
    registry: Registry[Any] = Registry().with_resources(
        (path.name, DRAFT202012.create_resource(json.loads(path.read_text())))
        for path in folder.glob("*.json")
        if path.name != "openapi.json"
    )
    known: dict[str, Draft202012Validator] = {}

    def faults(name: str, item: object) -> list[str]:
        if name not in known:
            known[name] = Draft202012Validator(
                json.loads((folder / f"{name}.json").read_text()),
                registry=registry,
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
        return [f"{name} {error.json_path}: {error.message}" for error in known[name].iter_errors(item)]

    return faults
