"""Ways from offices to open places are asked for patiently, once, and about nothing and nobody else."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.offices import Office
from agency.settings import Settings
from resources.geography.office_ways import OfficeWay
from resources.records.locations import Location
from resources.records.services import ServiceAtLocation
from resources.routing.command import GIVE_UP, ways_command
from tests.browser import Browser
from tests.resources.directory_records import keep, place, service
from tests.resources.routing.test_routing import ANSWERS, Network


@pytest.fixture
def near(database: Database, office: UUID) -> UUID:
    """An open place some miles from the office."""
    where = place()
    keep(database, "Invented Homes", service("Step House", where))
    with database.writing() as session:
        made = session.get_one(Office, office)
        made.latitude, made.longitude = 39.6, -78.76
        audit.record(session, "agency.changed", None, fields="point")
    return where.id


@pytest.fixture
def run(settings: Settings, database: Database, clock: FixedClock) -> Callable[..., Result]:
    """Runs the command against a network, noting the pauses in it."""

    def act(network: Network, *options: object, server: str = "osrm") -> Result:
        chosen = replace(settings, routing_server=server, routing_url="http://routes.example:5000")
        pauses: list[float] = network.__dict__.setdefault("pauses", [])
        command = ways_command(lambda: (chosen, clock, database), network, pauses.append)
        return CliRunner().invoke(command, [str(each) for each in options])

    return act


def ways(database: Database) -> dict[str, float]:
    """The minutes that are kept, by means."""
    with database.reading() as session:
        return {way.means: way.minutes for way in session.scalars(select(OfficeWay))}


def move(database: Database, place_id: UUID, **changes: Any) -> None:
    with database.writing() as session:
        found = session.get_one(Location, place_id)
        for name, value in changes.items():
            setattr(found, name, value)
        audit.record(session, "directory.edited", None, place_id, fields="point")


@pytest.mark.usefixtures("near")
def test_the_answers_are_kept_and_nobody_is_asked_twice(
    run: Callable[..., Result], database: Database
) -> None:
    network = Network(ANSWERS["osrm"])

    first, again = run(network, "--json"), run(network, "--json")

    assert json.loads(first.stdout.splitlines()[-1]) == {
        "server": "osrm",
        "questions": 2,
        "known": 2,
        "failed": 0,
        "left": 0,
    }
    assert json.loads(again.stdout.splitlines()[-1])["questions"] == 0
    assert len(network.asked) == 2
    assert {means: round(minutes) for means, minutes in ways(database).items()} == {"foot": 25, "car": 25}
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "directory.ways_asked"))
        assert [entry.details for entry in entries] == [{"server": "osrm", "count": 2}]


@pytest.mark.usefixtures("near")
def test_only_the_points_of_office_and_place_are_told(run: Callable[..., Result]) -> None:
    network = Network(ANSWERS["osrm"])
    run(network)

    assert {urlsplit(each).path for each in network.asked} == {
        "/route/v1/foot/-78.76,39.6;-78.76,39.65",
        "/route/v1/car/-78.76,39.6;-78.76,39.65",
    }


@pytest.mark.usefixtures("near")
def test_it_waits_between_questions(run: Callable[..., Result]) -> None:
    network = Network(ANSWERS["otp"])
    run(network, "--per-second", 4, server="otp")

    assert network.__dict__["pauses"] == [0.25] * 3


@pytest.mark.usefixtures("near")
def test_what_is_known_is_asked_again_after_half_a_year(
    run: Callable[..., Result], clock: FixedClock
) -> None:
    network = Network(ANSWERS["osrm"])
    run(network)
    clock.moment += timedelta(days=181)
    run(network)

    assert len(network.asked) == 4


@pytest.mark.parametrize("secret", ["confidential", "held", "victim_services"])
def test_secret_places_are_never_asked_about(
    run: Callable[..., Result], database: Database, near: UUID, secret: str
) -> None:
    where = place(confidential=secret == "confidential")
    flags: dict[str, Any] = {} if secret == "confidential" else {secret: True}
    keep(database, "Secret Homes", service("Quiet House", where, **flags))
    move(database, where.id, latitude=39.61)
    network = Network(ANSWERS["osrm"])
    run(network)

    assert near
    assert len(network.asked) == 2
    assert not any("39.61" in each for each in network.asked)


def test_of_a_place_that_became_secret_nothing_is_kept(
    run: Callable[..., Result], database: Database, near: UUID
) -> None:
    network = Network(ANSWERS["osrm"])
    run(network)
    move(database, near, confidential=True)
    run(network)

    assert ways(database) == {}
    assert len(network.asked) == 2


def test_a_place_too_far_away_is_not_asked_about(
    run: Callable[..., Result], database: Database, near: UUID
) -> None:
    move(database, near, latitude=41.0)
    network = Network(ANSWERS["osrm"])
    run(network)

    assert network.asked == []


def test_a_server_that_does_not_answer_is_left_alone_and_what_was_known_stays(
    run: Callable[..., Result], database: Database, near: UUID
) -> None:
    run(Network(ANSWERS["osrm"]))
    for number in range(GIVE_UP):
        where = place()
        keep(database, f"More Homes {number}", service("More", where))
        move(database, where.id, latitude=39.61 + number / 1000)
    silent = Network(OSError("down"))
    answer = run(silent)

    assert near
    assert answer.exit_code == 1
    assert "does not answer" in answer.output
    assert len(silent.asked) == GIVE_UP
    assert set(ways(database)) == {"foot", "car"}


def test_nobody_is_asked_unless_a_server_is_switched_on(
    settings: Settings, database: Database, clock: FixedClock
) -> None:
    network = Network(ANSWERS["osrm"])
    result = CliRunner().invoke(ways_command(lambda: (settings, clock, database), network), [])

    assert "No routing server is switched on" in result.output
    assert network.asked == []


def test_the_page_of_the_service_tells_the_minutes_the_server_and_the_day(
    run: Callable[..., Result], database: Database, near: UUID, log_in: Callable[..., Browser]
) -> None:
    browser = log_in("officer")
    with database.reading() as session:
        service_id = session.scalar(select(ServiceAtLocation.service_id))
    address = f"/directory/services/{service_id}"
    assert "routing server" not in browser.get(address).text

    run(Network(ANSWERS["osrm"]))
    told = " ".join(browser.get(address).text.split())

    assert "25 min by car, 25 min on foot</b> from the" in told
    assert "the routing server (osrm), asked" in told
    move(database, near, latitude=39.66)
    assert "routing server" not in browser.get(address).text
