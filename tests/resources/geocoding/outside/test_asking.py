"""Only open places of the directory are asked about, once, and only a better and plausible point comes of it."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from agency.audit import audit
from agency.clock import Clock
from agency.database import Database
from agency.settings import Settings
from resources.changes import editing
from resources.geocoding.answers import GeocoderAnswer
from resources.geocoding.outside.asking import line_of, questions
from resources.geocoding.outside.command import geocode_outside_command
from resources.geocoding.outside.services import Answer, Ask, asking
from resources.geography.postal_addresses import parse_address
from resources.records.locations import Location
from resources.records.organizations import Organization
from tests.guards.source import ROOT, Module, product
from tests.guards.test_floors import imported
from tests.resources.directory_records import keep, place, service
from tests.resources.geocoding.outside.network import LINE, SILENCE, Hours, Network, census

BETTER = (39.652, -78.763)


@pytest.fixture
def coarse(database: Database) -> Location:
    """An open place in Cumberland that is known to the ZIP code."""
    where = place()
    where.precision, where.position_source = "zip", "zip_center"
    keep(database, "Invented Homes", service("Step House", where))
    return where


def ask_of(network: Network) -> Ask:
    """How to ask the Census geocoder over a network that answers from memory, on a clock of its own."""
    hours = Hours()
    return asking("census", "", hours.ticks, hours.sleep, network.adapter)


@pytest.fixture
def run(settings: Settings, clock: Clock, database: Database) -> Callable[..., Result]:
    """Runs the command over a network that answers from memory."""

    def go(network: Network, *options: str, geocoder: str = "census") -> Result:
        house = replace(settings, geocoder=geocoder), clock, database
        command = geocode_outside_command(lambda: house, lambda *_: ask_of(network))
        return CliRunner().invoke(command, list(options))

    return go


Run = Callable[..., Result]


def read(database: Database, location: Location) -> Location:
    """The place as it is kept by now."""
    with database.reading() as session:
        session.expire_on_commit = False
        return session.get_one(Location, location.id)


def told(result: Result) -> dict[str, object]:
    """The counts a run printed."""
    found: dict[str, object] = json.loads(next(line for line in result.output.splitlines() if line[0] == "{"))
    return found


def test_a_better_point_is_in_force_with_its_history_and_can_be_taken_back(
    run: Run, coarse: Location, database: Database
) -> None:
    result = run(Network(census(BETTER)), "--json")

    now = read(database, coarse)
    assert told(result)["placed"] == 1
    assert (now.latitude, now.longitude) == BETTER
    assert (now.precision, now.precision_m, now.position_source) == ("street", 100.0, "census")
    with database.writing() as session:
        (change,) = editing.history(session, coarse.id)
        assert (change.origin, change.proposer, change.state) == ("geocoder", "census", "in_force")
        editing.undo(session, change, editing.Author(None, database.clock.now()))
    # Nobody says any more where it is; the page that takes it back reckons the point from the address.
    assert read(database, coarse).latitude is None


def test_an_address_is_asked_about_once(run: Run, coarse: Location, database: Database) -> None:
    network = Network(census())

    run(network)
    run(network)

    assert len(network.asked) == 1
    with database.reading() as session:
        (kept,) = session.scalars(select(GeocoderAnswer)).all()
        assert (kept.geocoder, kept.address, kept.latitude) == ("census", LINE, None)


def test_two_places_at_one_address_are_one_question(run: Run, coarse: Location, database: Database) -> None:
    other = place()
    other.precision, other.position_source = "zip", "zip_center"
    keep(database, "Invented Pantry", service("Pantry", other))
    network = Network(census(BETTER))

    result = run(network, "--json")

    assert len(network.asked) == 1
    assert told(result)["placed"] == 2


def test_only_the_address_is_sent_and_neither_name_nor_suite(run: Run, coarse: Location) -> None:
    network = Network(census(BETTER))

    run(network)

    assert [said["address"] for _, said in network.asked] == [LINE]


@pytest.mark.parametrize(
    ("point", "outcome"), [((38.9, -77.0), "not_plausible"), ((0.0, 0.0), "not_plausible")]
)
def test_a_point_that_cannot_be_right_is_not_taken(
    run: Run, coarse: Location, database: Database, point: tuple[float, float], outcome: str
) -> None:
    result = run(Network(census(point)), "--json")

    assert told(result)[outcome] == 1
    assert read(database, coarse).position_source == "zip_center"


def test_where_nobody_answers_the_local_point_stays_and_the_rest_is_left(
    run: Run, coarse: Location, database: Database
) -> None:
    for number in range(4):
        where = place()
        where.addresses[0].address_1 = f"{number + 20} Pretend Street"
        where.precision, where.position_source = "zip", "zip_center"
        keep(database, f"Invented {number}", service("Rooms", where))

    result = run(Network(SILENCE), "--json")

    assert result.exit_code == 1
    assert (told(result)["failed"], told(result)["left"]) == (3, 2)
    assert "Traceback" not in result.output
    assert read(database, coarse).position_source == "zip_center"
    with database.reading() as session:
        assert session.scalars(select(GeocoderAnswer)).all() == []


@pytest.mark.parametrize("source", ["confirmed", "imported"])
def test_a_point_that_a_person_or_a_file_told_is_never_asked_about(
    database: Database, coarse: Location, source: str
) -> None:
    with database.writing() as session:
        session.get_one(Location, coarse.id).position_source = source
        editing.edit(
            session,
            session.get_one(Location, coarse.id),
            {"description": "x"},
            editing.Author(None, database.clock.now()),
        )
        assert questions(session) == []


def test_a_point_confirmed_while_the_geocoder_was_asked_stays(
    coarse: Location, database: Database, settings: Settings, clock: Clock
) -> None:
    confirmed = {"point": {"latitude": 39.6, "longitude": -78.7}}

    def ask(line: str) -> Answer | None:
        with database.writing() as session:
            where = session.get_one(Location, coarse.id)
            editing.edit(session, where, confirmed, editing.Author(None, clock.now()))
        return ask_of(Network(census(BETTER)))(line)

    house = replace(settings, geocoder="census"), clock, database
    command = geocode_outside_command(lambda: house, lambda *_: ask)

    result = CliRunner().invoke(command, ["--json"])

    assert told(result)["changed_meanwhile"] == 1
    assert read(database, coarse).latitude == 39.6


@pytest.mark.parametrize(
    "more", [{"held": True}, {"victim_services": True}], ids=["a held record", "a survivors' service"]
)
def test_places_that_are_not_told_are_never_asked_about(database: Database, more: dict[str, Any]) -> None:
    where = place()
    where.precision, where.position_source = "zip", "zip_center"
    keep(database, "Invented Refuge", service("Open beside it", where), service("Refuge", where, **more))

    with database.reading() as session:
        assert questions(session) == []


def test_a_confidential_place_is_never_asked_about(database: Database) -> None:
    where = place(confidential=True)
    where.addresses[0].address_1 = "9 Pretend Street"
    keep(database, "Invented Refuge", service("Refuge", where))

    with database.reading() as session:
        assert questions(session) == []


def test_a_place_without_any_service_is_never_asked_about(database: Database) -> None:
    with database.writing() as session:
        session.add(Organization(name="Invented Homes", locations=[place()]))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()

        assert questions(session) == []


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("9 Pretend Street, Suite 4, Cumberland, MD 21502", LINE),
        ("9 Pretend Street (confidential), Cumberland, MD 21502", ""),
        ("Safe at Home, PO Box 12, Annapolis, MD 21404", ""),
        ("PO Box 12, Cumberland, MD 21502", ""),
        ("Statewide", ""),
        ("9 Pretend Street", ""),
        ("", ""),
    ],
)
def test_what_has_no_house_on_a_street_is_not_sent(line: str, sent: str) -> None:
    assert line_of(parse_address(line)) == sent


def test_nobody_is_asked_until_it_is_switched_on(run: Run, coarse: Location) -> None:
    network = Network(census(BETTER))

    result = run(network, geocoder="")

    assert result.exit_code == 1
    assert "No outside geocoder is switched on" in result.output
    assert network.asked == []


def test_a_dry_run_counts_and_asks_nobody(run: Run, coarse: Location) -> None:
    network = Network(census(BETTER))

    result = run(network, "--dry-run", "--json")

    assert told(result) == {"geocoder": "census", "would_ask": 1}
    assert network.asked == []


def test_no_more_are_asked_about_than_the_limit(run: Run, coarse: Location, database: Database) -> None:
    other = place()
    other.addresses[0].address_1 = "77 Pretend Street"
    other.precision, other.position_source = "zip", "zip_center"
    keep(database, "Invented Pantry", service("Pantry", other))
    network = Network(census(BETTER))

    run(network, "--limit", "1")

    assert len(network.asked) == 1


def reached(modules: dict[str, Module], begun: set[str]) -> Iterator[str]:
    """Every module that these come to by their imports, and the imports of those."""
    seen, ahead = set(begun), list(begun)
    while ahead:
        name = ahead.pop()
        yield name
        for _, target in imported(modules[name]):
            for each in (target, target.rpartition(".")[0]):
                if each in modules and each not in seen:
                    seen.add(each)
                    ahead.append(each)


def test_nothing_that_knows_people_can_reach_an_outside_geocoder() -> None:
    modules = {module.name: module for module in product(ROOT)}
    people = {name for name in modules if name.startswith(("reentry.", "matching."))}
    outside = {name for name in modules if name.startswith("resources.geocoding.outside.")}

    found = set(reached(modules, people))

    assert outside
    assert people
    assert found & outside == set()
    assert {name for name in found if uses_geocoders(modules[name])} == set()


def uses_geocoders(module: Module) -> bool:
    """Whether a module takes in geopy's geocoders or its way to the network."""
    names = {name for _, name in imported(module)}
    return any(name.startswith(("geopy.geocoders", "geopy.adapters")) for name in names)


def test_a_module_that_takes_in_geocoders_is_found() -> None:
    text = "from geopy.geocoders import Nominatim"
    module = next(iter(product(ROOT)))

    assert uses_geocoders(replace(module, text=text, tree=ast.parse(text)))
