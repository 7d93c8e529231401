"""An organization whose every secret is a word that can be looked for, and links to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.clock import FixedClock
from agency.database import Database
from resources.provider import links
from resources.records.capacity import Capacity
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service
from resources.records.ways_in import AccessWay
from tests.browser import Answer, Browser, Typed
from tests.resources.directory_records import keep, service

# Each stands in a field that a link never shows.
CANARIES = {
    "held street": "71 Canarystreet Way",
    "confidential street": "72 Canaryhidden Lane",
    "evidence": "canary-evidence",
    "confirmed by": "canary-confirmer",
    "barred": "canary-barred",
    "survivors": "canary-survivors",
    "held": "canary-held",
    "hidden service": "canary-hidden-place",
    "defunct": "canary-defunct",
    "neighbor": "canary-neighbor",
    "extra": "canary-extra",
    "assurer": "canary-assurer",
}
# Where an open service is given: the one street that a link shows.
OWN_STREET = "70 Openexample Way"


class Rows(Typed):
    """What a form would send whose selects come once a row."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.choosing = given["name"]
            self.fields.setdefault(self.choosing, []).append("")
        elif tag == "option" and "selected" in given:
            self.fields[self.choosing][-1] = given["value"]
        else:
            super().handle_starttag(tag, attrs)


def typed_of(page: Answer) -> dict[str, list[str]]:
    """What the form of a page would send untouched."""
    parser = Rows()
    parser.feed(page.text)
    return parser.fields


@dataclass(frozen=True)
class Door:
    """Somebody at a provider with the address they were sent."""

    token: str
    link_id: UUID
    organization_id: UUID
    service_id: UUID
    # The place of that service.
    place_id: UUID
    browser: Browser

    def get(self, rest: str = "") -> Answer:
        """Open a page below the link."""
        return self.browser.get(f"/provider/{self.token}{rest}")

    def post(self, rest: str, form: Mapping[str, object]) -> Answer:
        """Send what stands on the form, with some of it typed otherwise."""
        page = self.get(rest if rest != "/still-right" else "")
        typed: dict[str, list[str]] = {} if rest == "/still-right" else typed_of(page)
        return self.browser.post(
            f"/provider/{self.token}{rest}", {**typed, **form}, page=f"/provider/{self.token}"
        )


def _at(street: str, *, confidential: bool = False) -> Location:
    address = Address(address_1=street, city="Cumberland", region="Allegany", state_province="MD")
    return Location(addresses=[address], confidential=confidential)


def furnish(database: Database) -> Organization:
    """A house with one service to show, and everything that must not be shown beside it."""
    shown = service(
        "Winter beds",
        _at(OWN_STREET),
        description="Thirty beds and soup.",
        languages=["English", "Spanish"],
        eligibility_description="Anyone 18 or older.",
        fees_description="Free.",
        extra={"note": CANARIES["extra"]},
        assured_with=CANARIES["assurer"],
    )
    shown.phones = [Phone(number="410-555-0111", type="voice", description="Front desk")]
    shown.schedules = [Schedule(byday="MO,TU", opens_at="18:00", closes_at="08:00")]
    shown.access_ways = [AccessWay(kind="walk_in", detail="Ring twice", byday="MO", opens_at="18:00")]
    shown.capacities = [Capacity(said_on=date(2026, 11, 19), available=3, unit="beds", said_by="Lee")]
    shown.requirements = [
        ServiceRequirement(
            rule="arson",
            mode="cannot",
            value=True,
            quote=CANARIES["evidence"],
            confirmed_by=CANARIES["confirmed by"],
        )
    ]
    shown.do_not_refer = [DoNotRefer(reason=CANARIES["barred"], since=date(2026, 11, 1))]
    secret = service("Haven", _at(CANARIES["confidential street"]), description=CANARIES["survivors"])
    secret.victim_services = True
    others = (
        service("Held", _at(CANARIES["held street"]), held=True, description=CANARIES["held"]),
        service("Quiet", _at("", confidential=True), description=CANARIES["hidden service"]),
        service("Gone", status="defunct", description=CANARIES["defunct"]),
    )
    keep(database, "Neighbor", service("Neighbor rooms", description=CANARIES["neighbor"]))
    return keep(database, "Harbor Example House", shown, secret, *others, website="https://harbor.example")


@pytest.fixture
def door(app: Flask, database: Database, hire: Callable[..., UUID], clock: FixedClock) -> Door:
    """A live link to that house, in the browser of somebody who is not logged in."""
    made = furnish(database)
    coordinator = hire("coordinator")
    with database.writing() as session:
        organization = session.get_one(Organization, made.id)
        link, token = links.make(session, organization, "Dana", 30, coordinator, clock.now())
        link_id = link.id
        shown = session.scalars(select(Service).where(Service.name == "Winter beds")).one()
        service_id, place_id = shown.id, shown.at_locations[0].location_id
    return Door(token, link_id, made.id, service_id, place_id, Browser(app.test_client()))


def later(clock: FixedClock, **more: float) -> None:
    """Let time pass."""
    clock.moment += timedelta(**more)


def the_service(database: Database, service_id: UUID) -> Service:
    """The service as it stands now."""
    with database.reading() as session:
        session.expire_on_commit = False
        return session.get_one(Service, service_id)
