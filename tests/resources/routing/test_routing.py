"""A routing server is asked about open places and offices alone, never about where a person lives."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from agency.audit import audit
from agency.database import Database
from agency.offices import Office
from agency.settings import Settings
from resources.routing.command import way_command
from resources.routing.servers import RoutingError, asking
from resources.routing.stops import Stop, stop
from tests.guards.source import ROOT, product
from tests.guards.test_floors import imported
from tests.resources.directory_records import keep, place, service

ANSWERS: dict[str, dict[str, Any]] = {
    "osrm": {"code": "Ok", "routes": [{"duration": 1500.4, "distance": 9000}]},
    "valhalla": {"trip": {"summary": {"time": 1500.4}}},
    "otp": {"plan": {"itineraries": [{"duration": 1500.4}, {"duration": 9999}]}},
}


class Network:
    """Answers from memory, and remembers what was asked."""

    def __init__(self, answer: object) -> None:
        self.answer, self.asked = answer, list[str]()

    def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if isinstance(self.answer, Exception):
            raise self.answer
        return json.dumps(self.answer).encode()


@pytest.fixture
def places(database: Database, office: UUID) -> tuple[UUID, UUID]:
    """An office and an open place of the directory."""
    where = place()
    keep(database, "Invented Homes", service("Step House", where))
    with database.writing() as session:
        made = session.get_one(Office, office)
        made.latitude, made.longitude = 39.3, -76.6
        audit.record(session, "agency.changed", None, fields="point")
    return office, where.id


def way(
    settings: Settings, database: Database, network: Network, server: str = "osrm"
) -> Callable[..., Result]:
    """Runs the command with a server switched on."""
    chosen = replace(settings, routing_server=server, routing_url="http://routes.example:5000")
    command = way_command(lambda: (chosen, database), network)
    return lambda *options: CliRunner().invoke(command, [str(each) for each in options])


@pytest.mark.parametrize("server", list(ANSWERS))
def test_each_server_is_asked_in_its_own_words(
    settings: Settings, database: Database, places: tuple[UUID, UUID], server: str
) -> None:
    network = Network(ANSWERS[server])

    result = way(settings, database, network, server)(*places, "--json")

    assert json.loads(result.output) == {"minutes": 25.0, "by": "car", "server": server}
    [address] = network.asked
    parts = urlsplit(address)
    assert parts.netloc == "routes.example:5000"
    if server == "osrm":
        assert parts.path == "/route/v1/car/-76.6,39.3;-78.76,39.65"
    elif server == "valhalla":
        asked = json.loads(parse_qs(parts.query)["json"][0])
        assert asked["locations"] == [{"lat": 39.3, "lon": -76.6}, {"lat": 39.65, "lon": -78.76}]
        assert asked["costing"] == "auto"
    else:
        assert "fromPlace=39.3,-76.6&toPlace=39.65,-78.76" in unquote(parts.query)


@pytest.mark.parametrize("answer", [OSError("down"), {"code": "NoRoute"}, [], {"routes": []}])
def test_a_server_that_does_not_answer_is_told_and_nothing_is_guessed(
    settings: Settings, database: Database, places: tuple[UUID, UUID], answer: object
) -> None:
    result = way(settings, database, Network(answer))(*places)

    assert result.exit_code == 1
    assert "does not answer" in result.output


def test_osrm_is_not_asked_for_a_bus(
    settings: Settings, database: Database, places: tuple[UUID, UUID]
) -> None:
    network = Network(ANSWERS["osrm"])

    assert way(settings, database, network)(*places, "--by", "bus").exit_code == 1
    assert network.asked == []


def test_nobody_is_asked_unless_a_server_is_switched_on(
    settings: Settings, database: Database, places: tuple[UUID, UUID]
) -> None:
    network = Network(ANSWERS["osrm"])

    result = CliRunner().invoke(
        way_command(lambda: (settings, database), network), [str(each) for each in places]
    )

    assert "No routing server is switched on" in result.output
    assert network.asked == []


@pytest.mark.parametrize("secret", ["confidential", "held", "victim_services", "nobody"])
def test_a_secret_place_and_whatever_is_no_place_is_never_asked_about(
    settings: Settings, database: Database, places: tuple[UUID, UUID], secret: str
) -> None:
    where = place(confidential=secret == "confidential")
    flags: dict[str, Any] = {secret: True} if secret in ("held", "victim_services") else {}
    keep(database, "Secret Homes", service("Quiet House", where, **flags))
    network = Network(ANSWERS["osrm"])

    result = way(settings, database, network)(places[0], uuid4() if secret == "nobody" else where.id)

    assert result.exit_code == 1
    assert network.asked == []


def test_no_other_point_becomes_a_stop(database: Database, places: tuple[UUID, UUID]) -> None:
    with database.reading() as session:
        assert stop(session, places[1]).latitude == 39.65
    with pytest.raises(TypeError):
        Stop(39.3, -76.6)


def test_a_refused_way_raises_its_own_error(database: Database, places: tuple[UUID, UUID]) -> None:
    with database.reading() as session:
        here, there = stop(session, places[0]), stop(session, places[1])

    with pytest.raises(RoutingError):
        asking("otp", "http://routes.example", Network({"plan": {"itineraries": []}}))(here, there, "bus")


def test_nothing_that_knows_people_can_ask_a_routing_server() -> None:
    users = {
        module.name
        for module in product(ROOT)
        if any(name.startswith("resources.routing") for _, name in imported(module))
    }

    assert {name for name in users if not name.startswith("resources.routing")} == {"resources.commands"}
