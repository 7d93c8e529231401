"""What a coordinator does in a week: files, readings, duplicates, points, calls, room, links and decisions."""

import re
from dataclasses import replace
from uuid import UUID

from click.testing import CliRunner
from sqlalchemy import select

from agency.audit import audit
from agency.offices import Office
from resources.geocoding.outside.command import geocode_outside_command
from resources.geocoding.outside.services import asking
from resources.records.locations import Location
from resources.records.services import Service
from resources.routing.command import ways_command
from tests.browser import Browser
from tests.reentry.plans.providers import provide_all
from tests.resources.geocoding.outside.network import Hours, Network, census
from tests.resources.routing.test_routing import ANSWERS
from tests.resources.routing.test_routing import Network as Routes
from tests.security.week import Week

# Two pairs that look alike: one is told apart, the other made one.
TABLE = """organization,service,type,phone,address,city,state,zip,eligibility,hours
Tern House,Beds,Housing,410-555-0133,,Baltimore,MD,,Men only.,Monday to Friday 9 am to 5 pm
Plover Homes,Beds,Housing,410-555-0150,9 Pretend Street,Cumberland,MD,21502,,
"Plover Homes, Inc.",Beds,Housing,410-555-0150,9 Pretend Street,Cumberland,MD,21502,,
Sanderling Kitchen,Meals,Food,410-555-0160,21 Pretend Street,Cumberland,MD,21502,,
"Sanderling Kitchen, Inc.",Meals,Food,410-555-0160,21 Pretend Street,Cumberland,MD,21502,,
"""
NEARBY = (39.652, -78.763)
FAR_OFF = {"latitude": "39.29", "longitude": "-76.61"}
DUPLICATES = "/directory/duplicates"


def pass_by(week: Week) -> dict[str, UUID]:
    """The whole week; the ids of services for whoever refers somebody, by a short name."""
    bring_a_file(week)
    decide_on_readings(week)
    ask_for_a_point(week)
    tell_apart_and_merge(week)
    settle_an_alarm(week)
    ask_for_ways(week)
    call(week)
    with week.unseen():
        made = provide_all(week.database)
    hold_back(week, made["other_residence"])
    give_a_link(week, made["residence"])
    week.run("token", "add", "catalog")
    week.run("token", "end", "catalog")
    week.run("directory", "export", str(week.folder / "out.json"), "--format", "hsds-json")
    return made


def bring_a_file(week: Week) -> None:
    """Providers from a table."""
    table = week.folder / "providers.csv"
    table.write_text(TABLE)
    week.run("directory", "import", str(table))


def decide_on_readings(week: Week) -> None:
    """What was read from the providers' words is accepted, and rejected."""
    for verb in ("accept", "reject"):
        text, item = re.findall(
            r'/directory/readings/([0-9a-f-]{36})/accept.*?name="item" value="(\w+)"',
            week.get("coordinator", "/directory/readings"),
            re.S,
        )[-1]
        page = f"/directory/readings/{text}"
        week.post("coordinator", f"{page}/{verb}", {"item": item}, page=page)


def ask_for_a_point(week: Week) -> None:
    """The command asks a geocoder outside, over a network that answers from memory."""
    hours, network = Hours(), Network(census(NEARBY))
    house = replace(week.settings, geocoder="census"), week.clock, week.database
    command = geocode_outside_command(
        lambda: house, lambda *_: asking("census", "", hours.ticks, hours.sleep, network.adapter)
    )
    asked = CliRunner().invoke(command, ["--limit", "1"])
    assert asked.exit_code == 0, asked.output


def ask_for_ways(week: Week) -> None:
    """The command asks a routing server how far the places are from the office, which has got a point."""
    with week.unseen(), week.database.writing() as session:
        office = session.scalars(select(Office)).first()
        assert office
        office.latitude, office.longitude = NEARBY
        audit.record(session, "agency.changed", None, fields="point")
    house = replace(week.settings, routing_server="osrm", routing_url="http://routes.example:5000")
    command = ways_command(
        lambda: (house, week.clock, week.database), Routes(ANSWERS["osrm"]), lambda _seconds: None
    )
    asked = CliRunner().invoke(command, ["--limit", "1"])
    assert asked.exit_code == 0, asked.output


def tell_apart_and_merge(week: Week) -> None:
    """Duplicates are searched for; one pair is told apart, the other made one, and two again."""
    week.send("coordinator", DUPLICATES, "/search")
    week.app.extensions["duplicates"].wait()
    week.send("coordinator", DUPLICATES, "/verdict")
    merge = re.search(r'href="(/directory/duplicates/merge\?[^"]+)"', week.get("coordinator", DUPLICATES))
    assert merge
    week.send("coordinator", merge[1].replace("&amp;", "&"), "/merge")
    week.send("coordinator", DUPLICATES, "/undo")


def settle_an_alarm(week: Week) -> None:
    """A point that somebody put far from its address is looked at, and left."""
    with week.database.reading() as session:
        in_cumberland = Location.addresses.any(city="Cumberland")
        place_id = session.scalars(select(Location.id).where(in_cumberland)).first()
    week.send("coordinator", f"/directory/locations/{place_id}/edit", "/point", **FAR_OFF)
    week.send("coordinator", "/directory/alarms", "/dismissal", note="A mail drop.")


def call(week: Week) -> None:
    """Calls are planned, handed out and made, and what was said of room is kept."""
    week.send("coordinator", "/directory/budget", "/budget", hours_per_week="2")
    calls = "/directory/calls"
    caller = re.search(r'<option value="([0-9a-f-]{36})"', week.get("coordinator", calls))
    assert caller
    batch = week.send("coordinator", calls, "/batches", count="1", assigned_to=caller[1])
    week.send("coordinator", batch, "/calls", outcome="reached", spoke_with="Dana", all_of_it="true")
    room, page = "/directory/room?need=housing", week.get("coordinator", "/directory/room?need=housing")
    free = re.search(r'name="(available-[0-9a-f-]{36})"', page)
    assert free
    week.send("coordinator", room, r"/room\?need=housing(?:&page=1)?", **{free[1]: "2"})


def hold_back(week: Week, service_id: UUID) -> None:
    """A record is held, and for a while nobody is referred there."""
    service = f"/directory/services/{service_id}"
    week.post("coordinator", f"{service}/hold", page=service)
    week.post(
        "coordinator",
        f"{service}/do-not-refer",
        {"reason": "The roof leaks.", "until": "2026-12-31"},
        service,
    )
    week.send("coordinator", service, "/end")


def give_a_link(week: Week, service_id: UUID) -> None:
    """A provider opens its link and says that all is still right; then the link is ended."""
    with week.database.reading() as session:
        organization_id = session.get_one(Service, service_id).organization_id
    links = f"/directory/organizations/{organization_id}/links"
    page = week.desks["coordinator"].post(links, {"sent_to": "Dana", "days": "30"}, links).text
    address = re.search(r"http://localhost(/provider/[^\"<\s]+)", page)
    assert address
    provider = Browser(week.app.test_client())
    assert provider.post(f"{address[1]}/still-right", {"who": "Dana"}, address[1]).status == 303
    end = re.search(r"/directory/links/[0-9a-f-]{36}/end", week.get("coordinator", links))
    assert end
    week.post("coordinator", end[0], page=links)
