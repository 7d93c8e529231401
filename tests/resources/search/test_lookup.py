"""Exact words come first; where nothing is called so, what is called nearly so, under the same rules."""

from datetime import date
from typing import Any

import pytest

from agency.audit import audit
from agency.database import Database
from resources.pages import directory
from resources.pages.directory import Wanted
from resources.records.schedules import Schedule
from resources.search import lookup
from resources.search.filters import Circle, Hour, Moment
from resources.search.lookup import Listing, Shown
from resources.search.names import Names
from tests.resources.directory_records import keep, place, service

CUMBERLAND = (39.65, -78.76)
MONDAY = date(2026, 11, 30)


def _listed(database: Database, wanted: Wanted) -> tuple[list[str], bool, list[str]]:
    with database.reading() as session:
        listing: Listing = lookup.list_services(session, Names(), wanted)
        return [each.name for each in listing.page.services], listing.nearly, list(listing.meant)


def _shown(database: Database, text: str, *, held: bool = False) -> Shown:
    with database.reading() as session:
        return lookup.show(session, Names(), text, 6, held=held)


def _filtered(database: Database, wanted: Wanted) -> list[str]:
    with database.reading() as session:
        return [each.name for each in directory.find_services(session, wanted).services]


def test_what_is_called_nearly_so_stands_in_where_nothing_is_called_so(database: Database) -> None:
    keep(database, "Harbor Step House", service("Rooms", place()), service("Advice", needs=("jobs",)))
    keep(database, "Other", service("Beds", place(city="Frostburg"), alternate_name="Winter shelter"))

    assert _listed(database, Wanted("harbor step")) == (["Advice", "Rooms"], False, [])
    assert _listed(database, Wanted("harbro stp huose")) == (["Advice", "Rooms"], True, ["Harbor Step House"])
    assert _listed(database, Wanted("harbro stp huose", need="jobs")) == (
        ["Advice"],
        True,
        ["Harbor Step House"],
    )
    assert _listed(database, Wanted("cumbreland")) == (["Rooms"], True, ["Cumberland"])
    assert _listed(database, Wanted("wnter shleter")) == (["Beds"], True, ["Winter shelter"])
    assert _listed(database, Wanted("zebra quartz")) == ([], False, [])


def test_few_finds_come_with_names_one_may_have_meant(database: Database) -> None:
    keep(database, "Harbor House", service("Rooms"))
    keep(database, "Harper House", service("Beds"))

    assert _listed(database, Wanted("harper house")) == (["Beds"], False, ["Harbor House"])


def test_held_records_and_secret_cities_are_not_found_by_closeness(database: Database) -> None:
    keep(database, "Waiting House", service("Rooms", place(city="Oakland"), held=True))
    keep(database, "Quiet Home", service("Beds", place(city="Lonaconing", confidential=True)))
    keep(database, "Haven", service("Safety", place(city="Accident"), victim_services=True))

    for typed in ("waiting huose", "oakalnd", "lonacnoing", "acciednt"):
        assert _listed(database, Wanted(typed)) == ([], False, [])
        assert _shown(database, typed) == Shown([], [], [], [])
    assert _listed(database, Wanted("oakalnd", held=True)) == (["Rooms"], True, ["Oakland"])
    assert _listed(database, Wanted("acciednt", held=True)) == ([], False, [])
    assert [each.name for each in _shown(database, "waiting huose", held=True).organizations] == [
        "Waiting House"
    ]


def test_a_city_is_open_as_soon_as_something_there_is_not_held(database: Database) -> None:
    keep(database, "House", service("Rooms", place()), service("Beds", place(), held=True))

    assert _shown(database, "cumber").places == ["Cumberland"]


def test_the_box_shows_a_service_by_words_of_its_provider_and_city_together(database: Database) -> None:
    keep(database, "Harbor House", service("Rooms", place()))

    shown = _shown(database, "rooms harbor cumberland")

    assert ([each.name for each in shown.services], shown.nearly) == (["Rooms"], False)


def test_sites_are_found_by_both_their_names_and_with_their_provider_where_they_are_called_so(
    database: Database,
) -> None:
    rooms, lodge = place(), place(city="Frostburg")
    rooms.name, rooms.alternate_name, lodge.name = "Northern rooms", "The annex", "Harbor League"
    keep(database, "Harbor League", service("Beds", rooms), service("Advice", lodge))

    assert [each.name for each in _shown(database, "northern").locations] == ["Northern rooms"]
    assert [each.name for each in _shown(database, "the anex").locations] == ["Northern rooms"]
    assert _shown(database, "harbor league").locations == []
    assert _listed(database, Wanted("nrothern romos")) == (["Beds"], True, ["Northern rooms"])
    assert _filtered(database, Wanted("annex")) == ["Beds"]
    assert _filtered(database, Wanted(location_id=lodge.id)) == ["Advice"]


def test_a_site_where_nothing_is_given_goes_with_its_provider(database: Database) -> None:
    for name, held in (("Open League", False), ("Closed League", True)):
        site = place()
        site.name = f"Cottage of {name}"
        made = keep(database, name, service("Beds", held=held))
        with database.writing() as session:
            site.organization_id = made.id
            session.add(site)
            audit.record(session, "directory.edited", None, fields="all")

    assert [each.name for each in _shown(database, "cottage").locations] == ["Cottage of Open League"]
    assert len(_shown(database, "cottage", held=True).locations) == 2


def test_little_that_is_called_so_is_followed_by_what_is_close(database: Database) -> None:
    keep(database, "Harbor House")
    keep(database, "Harper House")

    shown = _shown(database, "harper house")

    assert [each.name for each in shown.organizations] == ["Harper House", "Harbor House"]
    assert (shown.beside, shown.nearly) == (True, False)


def test_the_index_is_read_anew_only_when_the_directory_has_changed(database: Database) -> None:
    names = Names()
    with database.reading() as session:
        first = names.index(session)
        assert names.index(session) is first

    keep(database, "Harbor House")

    with database.reading() as session:
        assert [each.name for each in names.index(session).find("harbor")] == ["Harbor House"]


def test_the_hours_filter_knows_midnight_and_leaves_out_what_nobody_recorded(database: Database) -> None:
    day = Schedule(byday="MO,TU", opens_at="09:00", closes_at="17:00")
    night = Schedule(byday="MO", opens_at="22:00", closes_at="06:00")
    endless = Schedule(byday="MO", opens_at="08:00", closes_at="")
    keep(
        database,
        "House",
        service("Day", schedules=[day]),
        service("Night", schedules=[night]),
        service("No"),
        service("Opens", schedules=[endless]),
    )

    found = {
        (day, time): _filtered(database, Wanted(moment=Moment.coming(Hour(day, time), MONDAY)))
        for day, time in (
            ("MO", "09:00"),
            ("MO", "17:00"),
            ("MO", "23:00"),
            ("TU", "05:59"),
            ("MO", "05:59"),
            ("MO", ""),
        )
    }

    assert list(found.values()) == [["Day"], [], ["Night"], ["Night"], [], ["Day", "Night", "Opens"]]


@pytest.mark.parametrize(
    ("known", "is_open"),
    [
        ({}, True),
        ({"status": "defunct"}, False),
        ({"status": "inactive"}, False),
        ({"status": "temporarily closed"}, False),
        ({"status": "temporarily closed", "closed_until": date(2026, 12, 1)}, False),
        ({"status": "temporarily closed", "closed_until": MONDAY}, True),
        ({"closed_until": date(2026, 12, 1)}, False),
        ({"season_from": "06-01", "season_to": "08-31"}, False),
        ({"season_from": "11-30", "season_to": "11-30"}, True),
        ({"season_from": "11-01", "season_to": "03-31"}, True),
        ({"season_from": "12-01", "season_to": "11-29"}, False),
        ({"season_from": "11-01"}, False),
        ({"season_to": "12-31"}, False),
    ],
)
def test_nothing_is_open_on_a_day_on_which_it_is_closed_or_out_of_season(
    database: Database, known: dict[str, Any], is_open: bool
) -> None:
    hours = Schedule(byday="MO", opens_at="09:00", closes_at="17:00")
    keep(database, "House", service("Rooms", schedules=[hours], **known))

    for time in ("16:00", ""):
        assert bool(_filtered(database, Wanted(moment=Moment(MONDAY, time)))) is is_open


def test_a_night_belongs_to_the_day_on_which_it_begins(database: Database) -> None:
    night: dict[str, Any] = {"byday": "SU,MO", "opens_at": "22:00", "closes_at": "06:00"}
    paused: dict[str, Any] = {"status": "temporarily closed", "closed_until": MONDAY}
    keep(
        database,
        "House",
        service("Until Sunday", schedules=[Schedule(**night)], season_from="11-01", season_to="11-29"),
        service("From Monday", schedules=[Schedule(**night)], **paused),
    )

    assert _filtered(database, Wanted(moment=Moment(MONDAY, "05:00"))) == ["Until Sunday"]
    assert _filtered(database, Wanted(moment=Moment(MONDAY, "23:00"))) == ["From Monday"]


def test_a_day_of_the_week_is_the_coming_one_and_today_where_today_is_one() -> None:
    days = {day: Moment.coming(Hour(day), MONDAY).on for day in ("MO", "TU", "SU")}

    assert days == {"MO": MONDAY, "TU": date(2026, 12, 1), "SU": date(2026, 12, 6)}


def test_the_distance_filter_keeps_what_has_no_place_and_tells_no_secret_one(database: Database) -> None:
    far = place()
    far.latitude, far.longitude = 39.65, -78.20
    keep(
        database,
        "House",
        service("Here", place()),
        service("Far", far),
        service("Secret", place(confidential=True)),
        service("Line", reach="telephone"),
    )

    assert _filtered(database, Wanted(near=Circle(*CUMBERLAND, 5))) == ["Here", "Line"]
    assert _filtered(database, Wanted(near=Circle(*CUMBERLAND, 29))) == ["Here", "Line"]
    assert _filtered(database, Wanted(near=Circle(*CUMBERLAND, 31))) == ["Far", "Here", "Line"]
