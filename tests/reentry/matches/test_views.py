"""The page of matches: tiers with reasons, nothing that must not be told, and a choice that reaches the plan."""

import json
import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import hypothesis
import pytest
from hypothesis import strategies as st
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from agency.offices import Agency, Office
from matching import snapshot
from matching.ranking import WEIGHTS
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral
from resources.geography import office_ways
from resources.geography.office_ways import OfficeWay
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation, ServiceNeed
from tests.browser import Browser

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]


@pytest.fixture
def services(database: Database) -> dict[str, UUID]:
    """Places to live: one that fits, one to ask, one that does not fit, and a survivors' shelter."""
    made: dict[str, Service] = {}
    with database.writing() as session:
        for name, fields in {
            "Open Porch": {
                "requirements": [
                    ServiceRequirement(
                        rule="accepts_violent_offense",
                        mode="accepts",
                        value=True,
                        confirmed_on=date(2026, 9, 1),
                    )
                ]
            },
            "Silent House": {},
            "Elder Row": {
                "requirements": [
                    ServiceRequirement(
                        rule="minimum_age",
                        mode="must",
                        value=60,
                        quote="sixty and over",
                        confirmed_on=date(2026, 9, 1),
                    )
                ]
            },
            "Quiet Shelter": {"victim_services": True},
        }.items():
            place = Location(
                latitude=39.33,
                longitude=-76.6,
                precision_m=100.0,
                addresses=[Address(address_1="77 Example Way", city="Baltimore", state_province="MD")],
                confidential=name == "Quiet Shelter",
            )
            made[name] = Service(name="Rooms", needs=[ServiceNeed(need="housing")], **fields)  # type: ignore[arg-type]
            made[name].at_locations = [ServiceAtLocation(location=place)]
            session.add(Organization(name=name, services=[made[name]], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        return {name: service.id for name, service in made.items()}


@pytest.fixture
def officer_page(
    database: Database, log_in: LogIn, take_in: TakeIn, services: dict[str, UUID]
) -> tuple[Browser, UUID]:
    """The officer of the caseload at the keyboard, and the person."""
    person_id = take_in()
    supervisor = log_in("supervisor")
    return supervisor, person_id


def test_three_tiers_with_the_providers_own_words(officer_page: tuple[Browser, UUID]) -> None:
    browser, person_id = officer_page

    page = browser.get(f"/people/{person_id}/matches/housing").text

    assert "judged for" in page
    assert "Feb 14, 2027" in page
    assert page.index("Open Porch") < page.index("Silent House") < page.index("Elder Row")
    assert "sixty and over" in page
    assert "Must be 60 or older" in page


def test_a_survivors_shelter_is_nowhere_on_the_page_of_a_person_with_a_domestic_violence_offense(
    officer_page: tuple[Browser, UUID], take_in: TakeIn
) -> None:
    browser, person_id = officer_page
    assert "Quiet Shelter" in browser.get(f"/people/{person_id}/matches/housing").text

    take_in(facts={"offenses": {"domestic_violence": True}})

    assert "Quiet Shelter" not in browser.get(f"/people/{person_id}/matches/housing").text


def test_a_survivors_shelter_can_neither_be_added_nor_seen_on_the_map(
    officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    shelter = str(services["Quiet Shelter"])

    page = browser.get(f"/people/{person_id}/matches/housing").text
    answer = browser.post(f"/people/{person_id}/matches/housing", {"service_id": shelter}, "/people/new")

    assert f'value="{shelter}"' not in page
    assert "77 Example Way" not in page
    assert answer.status == 409


def test_a_choice_becomes_a_step_with_its_snapshot_and_a_draft_referral(
    database: Database, officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    address = f"/people/{person_id}/matches/housing"
    page = browser.get(address).text
    service = str(services["Open Porch"])
    location = page.partition(f'name="service_id" value="{service}"')[2].partition(
        'name="location_id" value="'
    )[2][:36]

    answer = browser.post(
        address, {"service_id": service, "location_id": location, "rank": "primary"}, address
    )

    assert answer.status == 303, answer.text
    with database.reading() as session:
        step = session.scalars(select(PlanStep)).one()
        referral = session.scalars(select(Referral)).one()
        assert (step.need, step.rank, step.status) == ("housing", "primary", "planned")
        assert snapshot.recompute(step.snapshot) == snapshot.stored(step.snapshot)
        assert snapshot.rescore(step.snapshot) == snapshot.stored_score(step.snapshot)
        assert (referral.person_id, referral.plan_id, referral.state) == (person_id, step.plan_id, "draft")


def test_what_answers_the_need_for_housing_and_is_no_home_is_added_without_a_rank(
    database: Database, officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    with database.writing() as session:
        service = session.get_one(Service, services["Open Porch"])
        service.residential = False
        location = service.at_locations[0].location_id
        audit.record(session, "directory.edited", None, service.id, fields="all")
    address = f"/people/{person_id}/matches/housing"
    row = browser.get(address).text.partition("Open Porch")[2].partition("</li>\n<li")[0]
    row = row.partition("Silent House")[0]
    assert "Add to plan" in row
    assert "Add as primary" not in row

    form = {"service_id": str(services["Open Porch"]), "location_id": str(location), "rank": "primary"}
    assert browser.post(address, form, address).status == 303

    with database.reading() as session:
        step = session.scalars(select(PlanStep)).one()
        assert (step.rank, step.title) == ("", "Get help toward a home")


@pytest.mark.parametrize(("path", "status"), [("yacht", 404), ("jobs", 200)])
def test_an_unknown_need_is_not_found_and_an_empty_one_says_what_to_do(
    officer_page: tuple[Browser, UUID], path: str, status: int
) -> None:
    browser, person_id = officer_page

    answer = browser.get(f"/people/{person_id}/matches/{path}")

    assert answer.status == status
    if status == 200:
        assert "No service in the directory says that it meets this need." in answer.text


def test_a_coordinator_matches_nobody(log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in()

    assert log_in("coordinator").get(f"/people/{person_id}/matches/housing").status == 403


def test_the_client_safe_view_keeps_offenses_and_survivors_places_to_itself(
    officer_page: tuple[Browser, UUID], take_in: TakeIn
) -> None:
    browser, person_id = officer_page
    take_in(facts={"offenses": {"violent_offense": True}})

    answer = browser.get(f"/people/{person_id}/matches/housing")

    assert "violent offense" in answer.text
    assert "violent offense" not in answer.across_the_desk
    assert "Quiet Shelter" in answer.text
    assert "Quiet Shelter" not in answer.across_the_desk
    assert "Must be 60 or older" in answer.across_the_desk


def test_why_a_service_stands_where_it_does_is_told_in_parts_with_their_weights(
    officer_page: tuple[Browser, UUID],
) -> None:
    browser, person_id = officer_page

    page = browser.get(f"/people/{person_id}/matches/housing").text

    assert "The way there" in page
    assert "30%" in page


def test_each_place_is_told_by_its_town_unless_it_is_confidential(officer_page: tuple[Browser, UUID]) -> None:
    browser, person_id = officer_page

    page = browser.get(f"/people/{person_id}/matches/housing").text

    assert page.count("Rooms · Baltimore") == 3
    assert page.count("Rooms</span>") == 1


def test_two_places_of_a_service_in_one_town_are_told_by_their_streets(
    database: Database, officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    with database.writing() as session:
        service = session.get_one(Service, services["Open Porch"])
        place = Location(
            latitude=39.34,
            longitude=-76.6,
            addresses=[Address(address_1="9 Second Porch Street", city="Baltimore", state_province="MD")],
            organization_id=service.organization_id,
        )
        service.at_locations.append(ServiceAtLocation(location=place))
        audit.record(session, "directory.edited", None, fields="all")

    page = browser.get(f"/people/{person_id}/matches/housing").text

    assert "Rooms · 77 Example Way, Baltimore" in page
    assert "Rooms · 9 Second Porch Street, Baltimore" in page
    assert page.count("Rooms · Baltimore") == 2


def test_where_nobody_is_referred_on_the_day_it_is_told_to_staff_and_cannot_be_added(
    database: Database, officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    # It begins after today and holds on the day of service.
    with database.writing() as session:
        decided = DoNotRefer(
            service_id=services["Open Porch"],
            reason="Canary roof",
            since=date(2027, 2, 1),
            until=date(2027, 3, 1),
        )
        session.add(decided)
        audit.record(session, "do_not_refer.set", None, services["Open Porch"], until="2027-03-01")
    address = f"/people/{person_id}/matches/housing"

    page = browser.get(address)
    location = re.search(rf'data-point="{services["Open Porch"]}\.([0-9a-f-]+)"', page.text)
    assert location
    added = browser.post(
        address,
        {"service_id": str(services["Open Porch"]), "location_id": location[1], "rank": "primary"},
        address,
    )

    assert "The agency refers nobody here until Mar 1, 2027: Canary roof." in page.text
    assert "Canary" not in page.across_the_desk
    assert "refers nobody" not in page.across_the_desk
    assert added.status == 409
    with database.reading() as session:
        assert session.scalars(select(PlanStep)).all() == []


LISTED = re.compile(r'class="match" value="(\d+)" data-point="([^"]+)"')
ON_THE_MAP = re.compile(r"data-map-data>(.*?)</script>", re.DOTALL)


@pytest.fixture
def scattered(database: Database) -> None:
    """Places to live near and far, open at different hours, of every tier, some without a point."""
    with database.writing() as session:
        for number in range(12):
            place = Location(
                latitude=None if number % 4 == 3 else 39.29 + number * 0.03,
                longitude=None if number % 4 == 3 else -76.61,
                addresses=[Address(city="Baltimore", state_province="MD")],
                confidential=number % 6 == 4,
            )
            rule = ServiceRequirement(
                rule="minimum_age", mode="must", value=60, confirmed_on=date(2026, 9, 1)
            )
            made = Service(
                name=f"Rooms {number}",
                needs=[ServiceNeed(need="housing")],
                open_to_all=number % 3 == 0,
                requirements=[rule] if number % 3 == 1 else [],
                schedules=[Schedule(byday="MO", opens_at="09:00", closes_at="17:00")] if number % 2 else [],
            )
            made.at_locations = [ServiceAtLocation(location=place)]
            session.add(Organization(name=f"House {number}", services=[made], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")


@pytest.mark.usefixtures("scattered")
@hypothesis.settings(max_examples=12, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(
    tier=st.sampled_from(["", "eligible", "possible", "not_eligible"]),
    day=st.sampled_from(["", "MO", "SU"]),
    at=st.sampled_from(["", "10:00", "20:00", "no time"]),
    miles=st.sampled_from(["", "2", "10", "50", "-1"]),
    sort=st.sampled_from(["", "travel", "cost", "evidence"]),
)
def test_the_map_shows_the_located_rows_of_the_list_and_no_others(
    officer_page: tuple[Browser, UUID], tier: str, day: str, at: str, miles: str, sort: str
) -> None:
    browser, person_id = officer_page
    asked = {"tier": tier, "open": day, "at": at, "miles": miles, "sort": sort}

    answer = browser.get(f"/people/{person_id}/matches/housing", query_string=asked)

    assert answer.status == 200
    drawn = ON_THE_MAP.search(answer.text)
    assert drawn
    points = {(str(each["number"]), each["id"]) for each in json.loads(drawn[1])["points"]}
    listed = set(LISTED.findall(answer.text))
    located = _located(browser)
    assert points == {(number, key) for number, key in listed if key in located}


def _located(browser: Browser) -> set[str]:
    """The keys of all services at a place that has a point and may be told."""
    with browser.client.application.extensions["database"].reading() as session:
        return {
            f"{at.service_id}.{at.location_id}"
            for at in session.scalars(select(ServiceAtLocation))
            if at.location.latitude is not None
            and not at.location.confidential
            and not at.service.victim_services
        }


@pytest.mark.usefixtures("scattered")
def test_a_tier_alone_can_be_listed(officer_page: tuple[Browser, UUID]) -> None:
    browser, person_id = officer_page
    page = f"/people/{person_id}/matches/housing"

    assert "House 1<" in browser.get(f"{page}?tier=not_eligible").text
    assert "House 1<" not in browser.get(f"{page}?tier=possible").text
    assert "House 3<" in browser.get(f"{page}?open=MO&at=10:00").text
    assert "House 3<" not in browser.get(f"{page}?open=MO&at=18:00").text


@pytest.mark.usefixtures("scattered")
def test_more_of_a_tier_are_on_its_next_page_and_none_twice(
    officer_page: tuple[Browser, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reentry.matches.rows.PAGE", 2)
    browser, person_id = officer_page
    page = f"/people/{person_id}/matches/housing?tier=possible"

    keys: list[str] = []
    for start in range(0, 12, 2):
        answer = browser.get(f"{page}&from={start}").text
        keys += [key for _, key in LISTED.findall(answer)]
        assert ("Show more" in answer) == (f"from={start + 2}" in answer)

    whole = re.search(r"(\d+) to ask", browser.get(page).text)
    assert whole
    assert len(keys) == len(set(keys)) == int(whole[1])


@pytest.mark.parametrize("start", ["-1", "9999999", "ten", "1e3", "99999999999999999999"])
def test_a_page_that_is_not_there_is_empty_and_no_error(
    officer_page: tuple[Browser, UUID], start: str
) -> None:
    browser, person_id = officer_page

    assert browser.get(f"/people/{person_id}/matches/housing?tier=possible&from={start}").status == 200


@pytest.mark.usefixtures("scattered")
def test_what_does_not_fit_is_counted_by_reason_and_listed_by_it(officer_page: tuple[Browser, UUID]) -> None:
    browser, person_id = officer_page
    page = f"/people/{person_id}/matches/housing"

    by_age = browser.get(f"{page}?tier=not_eligible&rule=minimum_age").text

    # Four scattered houses and Elder Row ask for 60 years.
    assert len(LISTED.findall(by_age)) == 5
    assert re.search(r'Too young</span>.*?<span class="count">5<', by_age, re.DOTALL)
    assert browser.get(f"{page}?rule=nonsense").status == 200


def test_an_order_set_by_the_agency_holds_at_once_and_is_kept_with_the_choice(
    database: Database, officer_page: tuple[Browser, UUID], services: dict[str, UUID]
) -> None:
    browser, person_id = officer_page
    address = f"/people/{person_id}/matches/housing"
    assert "30%" in browser.get(address).text
    with database.writing() as session:
        session.get_one(Agency, 1).ranking_weights = dict.fromkeys(WEIGHTS, 0.0) | {"cost": 0.4}
        audit.record(session, "agency.ranking_changed", None, weights="cost 40")

    page = browser.get(address).text
    assert "100%" in page
    location = re.search(rf'data-point="{services["Open Porch"]}\.([0-9a-f-]+)"', page)
    assert location
    form = {"service_id": str(services["Open Porch"]), "location_id": location[1], "rank": "primary"}
    assert browser.post(address, form, address).status == 303
    with database.reading() as session:
        taken = session.scalars(select(PlanStep)).one().snapshot
        assert taken["weights"]["cost"] == 0.4
        assert snapshot.rescore(taken) == snapshot.stored_score(taken)


def test_all_needs_are_on_one_page_with_their_best_and_nothing_that_must_not_be_told(
    officer_page: tuple[Browser, UUID], take_in: TakeIn
) -> None:
    browser, person_id = officer_page

    page = browser.get(f"/people/{person_id}/matches")

    assert page.status == 200
    assert page.text.index("Open Porch") < page.text.index("Silent House")
    assert "Elder Row" not in page.text
    assert "Quiet Shelter" in page.text
    assert "Quiet Shelter" not in page.across_the_desk
    assert "77 Example Way" not in page.text

    take_in(facts={"offenses": {"domestic_violence": True}})
    assert "Quiet Shelter" not in browser.get(f"/people/{person_id}/matches").text


def test_the_way_is_an_estimate_and_told_only_where_it_is_known_how_one_gets_about(
    officer_page: tuple[Browser, UUID], take_in: TakeIn
) -> None:
    browser, person_id = officer_page
    page = f"/people/{person_id}/matches/housing"

    silent = browser.get(page).text
    take_in(transport="bus")
    told = browser.get(page).text

    assert "(estimate)" not in silent
    assert "how they get about is not on record" in silent
    assert re.search(r"about \d+ min by bus \(estimate\)", told)


def reckon(database: Database, means: str) -> None:
    """A routing server has told of every place how long the way from the office takes."""
    with database.writing() as session:
        office = session.scalars(select(Office)).one()
        office.latitude, office.longitude = 39.3, -76.6
        for place in session.scalars(select(Location)):
            ends = office_ways.between(office, place)
            way = OfficeWay(office_id=office.id, location_id=place.id, means=means, between=ends)
            way.minutes, way.server, way.asked_at = 17.4, "otp", database.clock.now()
            session.add(way)
        audit.record(session, "directory.ways_asked", None, server="otp", count=1)


def test_who_has_no_address_yet_starts_at_the_office_and_the_routing_server_is_named(
    officer_page: tuple[Browser, UUID], take_in: TakeIn, database: Database
) -> None:
    browser, person_id = officer_page
    page = f"/people/{person_id}/matches/housing"
    reckon(database, "bus")
    take_in(transport="bus", place={})

    told = browser.get(page).text
    assert re.search(r"17 min by bus from the [\w ]+ \(routing server, asked Nov 21, 2026\)", told)
    assert "(estimate)" not in told
    # Of the survivors' shelter nobody may learn how far it is.
    assert told.count("17 min by bus") == 3
    assert "17 min en autobús desde" in browser.get(f"{page}?language=es").text


def test_no_minutes_are_told_to_a_place_whose_point_may_be_a_mile_off(
    officer_page: tuple[Browser, UUID], take_in: TakeIn, database: Database
) -> None:
    browser, person_id = officer_page
    reckon(database, "bus")
    take_in(transport="bus", place={})
    with database.writing() as session:
        for place in session.scalars(select(Location)):
            place.precision_m = 1600.0
        audit.record(session, "directory.edited", None, fields="point")

    assert "17 min" not in browser.get(f"/people/{person_id}/matches/housing").text


@pytest.mark.parametrize(
    ("place", "transport"),
    [
        ({"city": "Baltimore", "state": "MD", "postal_code": "21218"}, "bus"),
        ({"substitute": True}, "bus"),
        ({}, "car"),
        ({}, "bicycle"),
    ],
)
def test_who_starts_elsewhere_or_gets_about_otherwise_is_told_no_minutes_from_the_office(
    officer_page: tuple[Browser, UUID],
    take_in: TakeIn,
    database: Database,
    place: dict[str, object],
    transport: str,
) -> None:
    browser, person_id = officer_page
    reckon(database, "bus")
    take_in(transport=transport, place=place)

    assert "17 min" not in browser.get(f"/people/{person_id}/matches/housing").text
