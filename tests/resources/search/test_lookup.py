"""Exact words come first; where nothing is called so, what is called nearly so, under the same rules."""

from agency.audit import audit
from agency.database import Database
from resources.pages import directory
from resources.pages.directory import Wanted
from resources.records.schedules import Schedule
from resources.search import lookup
from resources.search.filters import Circle, Hour
from resources.search.lookup import Listing, Shown
from resources.search.names import Names
from tests.resources.directory_records import keep, place, service

CUMBERLAND = (39.65, -78.76)


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
    keep(
        database, "House", service("Day", schedules=[day]), service("Night", schedules=[night]), service("No")
    )

    found = {
        (hour.day, hour.time): _filtered(database, Wanted(hour=hour))
        for hour in (
            Hour("MO", "09:00"),
            Hour("MO", "17:00"),
            Hour("MO", "23:00"),
            Hour("TU", "05:59"),
            Hour("MO", "05:59"),
            Hour("MO"),
        )
    }

    assert list(found.values()) == [["Day"], [], ["Night"], ["Night"], [], ["Day", "Night"]]


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
