"""Every number of the picture is the number of services in the list it leads to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from agency.database import Database
from resources.pages import directory
from resources.pages.directory import Wanted
from resources.quality import picture
from resources.quality.completeness import FIELDS
from resources.quality.coverage import ANY
from resources.quality.freshness import AGES
from resources.quality.measured import Measured
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation, ServiceNeed
from resources.records.ways_in import AccessWay

TODAY = date(2026, 11, 21)
COUNTIES = ("Garrett", "Garrett County", "Kent", "Baltimore County", "Baltimore City", "")
LOOKED_AT = ("Garrett, MD", "Kent, MD", "Baltimore County, MD")
NEEDS = ("housing", "jobs", "victim_services")

phones = st.lists(st.sampled_from(["voice", "fax"]), max_size=2).map(
    lambda kinds: [Phone(number="410-555-0100", type=kind) for kind in kinds]
)
places = st.builds(
    lambda county, latitude, secret, numbers: Location(
        addresses=[Address(city="Town", region=county, state_province="MD")],
        latitude=latitude,
        longitude=latitude and -77.0,
        confidential=secret,
        phones=numbers,
    ),
    st.sampled_from(COUNTIES),
    st.sampled_from([None, 39.3]),
    st.booleans(),
    phones,
)


@st.composite
def services(draw: st.DrawFn) -> Service:
    """Any service, in whatever state its record is."""
    made = Service(
        name="Rooms",
        status=draw(st.sampled_from(["active", "active", "active", "defunct"])),
        held=draw(st.booleans()) and draw(st.booleans()),
        victim_services=draw(st.booleans()) and draw(st.booleans()),
        open_to_all=draw(st.booleans()),
        reach=draw(st.sampled_from(["site", "site", "statewide", "telephone"])),
        assured_date=draw(
            st.none() | st.sampled_from([0, 90, 91, 181, 182, 365, 366, 900, -3]).map(_days_ago)
        ),
        assured_with=draw(st.sampled_from(["", "the desk", "the desk"])),
        eligibility_description=draw(st.sampled_from(["", "Men 18 and older"])),
        languages=draw(st.sampled_from([[], ["en"]])),
        cost_cents=draw(st.sampled_from([None, 0])),
        fees_description=draw(st.sampled_from(["", "Free"])),
        application_process=draw(st.sampled_from(["", "Walk in"])),
        phones=draw(phones),
        needs=[ServiceNeed(need=need) for need in draw(st.sets(st.sampled_from(NEEDS)))],
        areas=[
            ServiceArea(name=name) for name in draw(st.sets(st.sampled_from(["Kent", "Maryland", "Nowhere"])))
        ],
        schedules=draw(_some(lambda: Schedule(byday="MO", opens_at="09:00", closes_at="17:00"))),
        access_ways=draw(_some(lambda: AccessWay(kind="walk_in"))),
        requirements=[
            ServiceRequirement(rule="veteran", mode="must", value=True, confirmed_on=day)
            for day in draw(st.lists(st.sampled_from([None, TODAY]), max_size=2))
        ],
    )
    made.at_locations = [ServiceAtLocation(location=each) for each in draw(st.lists(places, max_size=2))]
    return made


def _some(row: Any) -> st.SearchStrategy[list[Any]]:
    return st.booleans().map(lambda there: [row()] if there else [])


def _days_ago(days: int) -> date:
    return TODAY - timedelta(days)


class _UndoneError(Exception):
    pass


@contextmanager
def kept_for_now(database: Database, found: list[Service], numbers: list[Phone]) -> Iterator[Session]:
    """The services in the directory while a block runs, and then no more."""
    with suppress(_UndoneError), database.writing() as session:
        sites = [at.location for each in found for at in each.at_locations]
        session.add(Organization(name="Invented House", services=found, locations=sites, phones=numbers))
        session.flush()
        yield session
        raise _UndoneError


def listed(session: Session, wanted: Wanted) -> int:
    """How many services the list says it has, as a coordinator sees it."""
    return directory.find_services(session, wanted).total


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(found=st.lists(services(), min_size=1, max_size=5), numbers=phones)
def test_each_number_is_that_of_its_list(
    database: Database, found: list[Service], numbers: list[Phone]
) -> None:
    with kept_for_now(database, found, numbers) as session:
        drawn = picture.draw(session, "MD", TODAY)

        assert drawn.missing == {
            each: listed(session, Wanted(held=True, measured=Measured(TODAY, missing=each)))
            for each in FIELDS
        }
        assert drawn.ages == {
            each: listed(session, Wanted(held=True, measured=Measured(TODAY, age=each))) for each in AGES
        }
        assert sum(drawn.ages.values()) == drawn.services
        counties = [row for row in drawn.coverage.counties if row.county in LOOKED_AT]
        for row in (*counties, *drawn.coverage.without_place):
            for need in (ANY, "housing"):
                measured = Measured(TODAY, reach=row.reach)
                wanted = Wanted(need=need, county=row.county, held=True, measured=measured)
                assert row.numbers.get(need, 0) == listed(session, wanted), (row.county, need)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(found=st.lists(services(), max_size=4), secret=services())
def test_a_service_for_survivors_changes_no_number(
    database: Database, found: list[Service], secret: Service
) -> None:
    secret.victim_services = True
    county = secret.at_locations[0].location.addresses if secret.at_locations else []
    for address in county:
        address.region = "Kent"
    with kept_for_now(database, found, []) as session:
        before = picture.draw(session, "MD", TODAY)
        session.add(Organization(name="Haven", services=[secret], locations=[]))
        for at in secret.at_locations:
            at.location.organization = secret.organization
        session.flush()

        assert picture.draw(session, "MD", TODAY) == before
