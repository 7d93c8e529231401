"""Over random directories: a link shows its own organization alone, and a form sent untouched proposes nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.errors import InvalidError
from resources.provider import answers, open_record
from resources.provider.answers import BLOCKS_A_DAY, FORMS, PHONE, Shown, week
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation
from resources.records.ways_in import WAYS, AccessWay

STREETS = st.sampled_from(["12 Pretend Street", "9 Invented Avenue", "44 Imagined Road"])
WORDS = st.sampled_from(["Rooms for all.", "Soup at noon", "", "Ask for Lee\nat the door"])
TIMES = st.sampled_from(["08:00", "12:30", "17:00", "23:59", "00:00"])
BYDAY = st.sampled_from(["MO", "TU,WE", "SU", "MO,TU,WE,TH,FR"])
SCHEDULES = st.builds(
    Schedule, byday=BYDAY, opens_at=TIMES, closes_at=TIMES, description=st.sampled_from(["", "", "by Lee"])
)
PHONES = st.builds(
    Phone, number=st.just("410-555-0100"), type=st.sampled_from(["voice", "fax"]), extension=st.just(""),
    description=WORDS.map(lambda text: text.replace("\n", " ")),
)  # fmt: skip
WAYS_IN = st.builds(
    AccessWay, kind=st.sampled_from(sorted(WAYS)), detail=st.just("Ring"), party=st.just("the county"),
    phone=st.just(""), byday=st.just("MO"), opens_at=st.just("09:00"), closes_at=st.just(""),
)  # fmt: skip
TEXTS = ("alternate_name", "application_process", "fees_description", "eligibility_description")


@st.composite
def services(draw: st.DrawFn, streets: list[str]) -> Service:
    """A service that may be secret in each way, with prose that may tell another's street."""
    confidential = draw(st.booleans())
    place = Location(addresses=[Address(address_1=draw(STREETS), address_2="")], confidential=confidential)
    prose = draw(WORDS) + (f" near {draw(st.sampled_from(streets))}" if draw(st.booleans()) else "")
    made = Service(
        name=draw(st.sampled_from(["Rooms", "Beds"])),
        description=prose,
        url="",
        email="",
        hours_description="",
        season_from="",
        season_to="",
        languages=draw(st.lists(st.sampled_from(["Spanish", "French"]), unique=True)),
        held=draw(st.booleans()),
        victim_services=draw(st.booleans()),
        status=draw(st.sampled_from(["active", "defunct", "temporarily closed"])),
        **{name: draw(WORDS) for name in TEXTS},
    )
    made.at_locations = [ServiceAtLocation(location=place, service=made)]
    made.schedules = draw(st.lists(SCHEDULES, max_size=3))
    made.phones = draw(st.lists(PHONES, max_size=2))
    made.access_ways = draw(st.lists(WAYS_IN, max_size=2))
    return made


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """An organization with a few services."""
    streets = ["12 Pretend Street", "9 Invented Avenue", "44 Imagined Road"]
    made = Organization(name="Harbor", alternate_name="", description=draw(WORDS), email="", website="")
    made.services = draw(st.lists(services(streets), max_size=4))
    made.locations = [at.location for each in made.services for at in each.at_locations]
    return made


def records(organization: Organization) -> list[Organization | Service]:
    """What a link shows."""
    return [organization, *open_record.services(organization)]


def sent(shown: Shown, record: Organization | Service) -> Shown:
    """What a browser would send of the form, untouched."""
    form: Shown = {name: shown[name] for name in shown if isinstance(shown[name], str)}
    form |= {"who": "Dana", "revision": 1}
    if "phones" in shown:
        form |= {f"phone_{part}": [row[part] for row in shown["phones"]] for part in PHONE}
    if "access_ways" in shown:
        form |= {f"way_{part}": [row[part] for row in shown["access_ways"]] for part in ("kind", "detail")}
    if "schedules" in shown:
        form |= dict(zip(("opens", "closes"), map(list, zip(*shown["schedules"], strict=True)), strict=True))
    return dict(FORMS["service" if isinstance(record, Service) else "organization"]().load(form))


@given(organizations())
def test_nothing_secret_is_shown_of_any_organization(organization: Organization) -> None:
    open_ones = open_record.services(organization)
    shown = [answers.shown(organization, each) for each in records(organization)]
    secret = {
        place.addresses[0].address_1
        for each in organization.services
        for place in [at.location for at in each.at_locations]
        if place.confidential or each.victim_services
    }

    assert not any(each.held or each.victim_services or each.status == "defunct" for each in open_ones)
    assert [street for street in secret if street in repr(shown)] == []


@given(organizations())
def test_a_form_sent_untouched_proposes_nothing(organization: Organization) -> None:
    for each in records(organization):
        shown = answers.shown(organization, each)

        assert answers.proposed(each, shown, sent(shown, each), date(2026, 11, 21)) == {}


@given(organizations(), st.sampled_from(["description", "eligibility_description"]))
def test_what_is_not_shown_is_not_proposed(organization: Organization, name: str) -> None:
    for each in open_record.services(organization):
        shown = answers.shown(organization, each)
        typed = {**sent(shown, each), name: "Quite another thing"}

        found = answers.proposed(each, shown, typed, date(2026, 11, 21))

        assert found == ({name: "Quite another thing"} if name in shown else {})


@given(st.lists(SCHEDULES, max_size=4))
def test_a_week_is_two_blocks_a_day_or_told_in_words(schedules: list[Schedule]) -> None:
    rows = [
        {
            "byday": each.byday,
            "opens_at": each.opens_at,
            "closes_at": each.closes_at,
            "location_id": None,
            "description": each.description,
        }
        for each in schedules
    ]

    grid = week(rows)

    if grid is not None:
        assert len(grid) == 7 * BLOCKS_A_DAY
        assert sum(bool(opens) for opens, _ in grid) == sum(len(each.days) for each in schedules)
        assert week(answers.schedules_of(grid)) == grid


def test_rows_of_unequal_length_are_refused() -> None:
    service = Service(name="Rooms", languages=[])
    form = FORMS["service"]().load({"who": "Dana", "revision": 1, "way_kind": ["walk_in"], "way_detail": []})

    with pytest.raises(InvalidError):
        answers.proposed(service, {"access_ways": []}, form, date(2026, 11, 21))
