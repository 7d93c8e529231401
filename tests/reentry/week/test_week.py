"""A person's week on the page, on paper and in a calendar: what is in it, what clashes, and what leaves the office."""

import re
from collections.abc import Callable
from uuid import UUID

import icalendar
import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from reentry.consents.disclosures import Disclosure
from reentry.people.commitments import Commitment
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceAtLocation, ServiceNeed
from tests.browser import Browser

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]

WORK = {
    "kind": "work",
    "title": "Warehouse",
    "days": ["0", "1", "2", "3", "4"],
    "begins": "09:00",
    "ends": "17:00",
    "travel_minutes": "20",
}
CLINIC, TREATMENT = "Example Clinic", "Example Recovery"


def at(name: str, need: str, opens: str, closes: str, days: str = "MO,TU,WE,TH,FR") -> Organization:
    place = Location(
        latitude=39.33,
        longitude=-76.6,
        precision_m=50.0,
        addresses=[Address(address_1="7 Example Way", city="Baltimore", state_province="MD")],
    )
    service = Service(name="Visits", needs=[ServiceNeed(need=need, main=True)], residential=False)
    service.part_2_program = need == "substance_use_treatment"
    service.at_locations = [ServiceAtLocation(location=place)]
    service.schedules = [Schedule(byday=days, opens_at=opens, closes_at=closes)]
    return Organization(name=name, services=[service], locations=[place])


@pytest.fixture
def services(database: Database) -> dict[str, UUID]:
    """A jobs center that is open at work hours alone, another in the evening, and a treatment program."""
    with database.writing() as session:
        made = {
            "day": at("Day Center", "jobs", "10:00", "15:00"),
            "evening": at("Evening Center", "jobs", "17:00", "19:00"),
            "treatment": at(TREATMENT, "substance_use_treatment", "17:00", "19:30"),
        }
        session.add_all(made.values())
        audit.record(session, "directory.edited", None, fields="all")
        session.flush()
        return {name: each.services[0].id for name, each in made.items()}


@pytest.fixture
def person(take_in: TakeIn) -> UUID:
    return take_in(needs=["jobs", "substance_use_treatment"])


@pytest.fixture
def desk(log_in: LogIn, person: UUID, services: dict[str, UUID]) -> Browser:
    """The supervisor of the office at the keyboard."""
    return log_in("supervisor")


def enter(desk: Browser, person: UUID, **changes: object) -> None:
    path = f"/people/{person}/week"
    assert desk.post(path, {**WORK, **changes}, page=path).status == 303


def choose(desk: Browser, database: Database, person: UUID, service: UUID, need: str) -> str:
    with database.reading() as session:
        location = session.scalars(
            select(ServiceAtLocation.location_id).where(ServiceAtLocation.service_id == service)
        ).one()
    path = f"/people/{person}/matches/{need}"
    desk.post(path, {"service_id": str(service), "location_id": str(location)}, page=path)
    return desk.get(path).text


def test_a_fixed_time_stands_in_the_week_until_it_is_ended(
    desk: Browser, person: UUID, database: Database
) -> None:
    enter(desk, person)

    shown = desk.get(f"/people/{person}/week")
    assert "Work: Warehouse" in shown.text
    assert "no clashes" in shown.text

    with database.reading() as session:
        [row] = session.scalars(select(Commitment))
        events = set(session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == person)))
    desk.post(f"/people/{person}/week/{row.id}/end", page=f"/people/{person}/week")
    assert "Work: Warehouse" not in desk.get(f"/people/{person}/week").text
    assert "commitment.entered" in events


def test_what_is_typed_wrong_comes_back_as_typed(desk: Browser, person: UUID) -> None:
    path = f"/people/{person}/week"

    answer = desk.post(path, {**WORK, "minutes": "600", "title": "Early shift"}, page=path)
    none = desk.post(path, {**WORK, "days": []}, page=path)

    assert answer.status == none.status == 422
    assert "This is longer than the hours above." in answer.text
    assert 'value="Early shift"' in answer.text
    assert "Check at least one day." in none.text


def test_a_clash_is_told_with_the_smallest_change(desk: Browser, person: UUID) -> None:
    """Home by 8 pm, and the group ends at 7:30 pm, three quarters of an hour away."""
    enter(desk, person, ends="16:00")
    group = {"kind": "treatment", "title": "Group", "days": ["1"], "begins": "18:00", "ends": "19:30"}
    enter(desk, person, **group, travel_minutes="45")

    shown = desk.get(f"/people/{person}/week").text

    assert "Treatment session: Group leaves no time for the way home by curfew." in shown
    assert (
        "Approve Treatment session: Group on Tuesday: away from home for 15 minutes within the curfew."
        in shown
    )


def test_a_week_that_does_not_work_out_is_not_printed(desk: Browser, person: UUID) -> None:
    enter(desk, person)
    enter(desk, person, kind="court", days=["1"], begins="10:00", ends="11:00")

    answer = desk.post(f"/people/{person}/week.pdf", page=f"/people/{person}/week")

    assert answer.status == 409


def test_adding_a_match_says_at_once_what_it_does_to_the_week(
    desk: Browser, person: UUID, database: Database, services: dict[str, UUID]
) -> None:
    enter(desk, person)

    assert "It fits the week." in choose(desk, database, person, services["evening"], "jobs")
    assert "It clashes with what is in the week" in choose(desk, database, person, services["day"], "jobs")


def test_neither_calendar_nor_sheet_names_treatment_or_supervision(
    desk: Browser, person: UUID, database: Database, services: dict[str, UUID]
) -> None:
    enter(desk, person)
    enter(desk, person, kind="reporting", title="Parole office", days=["5"], begins="10:00", ends="10:30")
    enter(desk, person, kind="treatment", title="Sober group", days=["6"], begins="10:00", ends="11:00")
    choose(desk, database, person, services["treatment"], "substance_use_treatment")
    week = f"/people/{person}/week"

    file = desk.post(f"{week}.ics", page=week)
    sheet = desk.post(f"{week}.html", page=week)

    told = re.compile(r"treat|recover|sober|parole|report|supervis|probation|reentry|TD-1001", re.I)
    assert not told.search(file.text)
    assert not told.search(re.sub(r"<style.*?</style>", "", sheet.text, flags=re.S))
    assert "Appointment" in sheet.text
    events = icalendar.Calendar.from_ical(file.text).walk("VEVENT")
    assert len(events) == 8
    assert {str(each["summary"]) for each in events} == {"Work", "Appointment"}
    assert "DTSTART;TZID=America/New_York:20270215T090000" in file.text
    with database.reading() as session:
        rows = session.scalars(select(Disclosure).where(Disclosure.person_id == person)).all()
        assert sorted(row.format for row in rows) == ["html", "ics"]


def test_the_week_is_printed_in_the_persons_language(desk: Browser, person: UUID) -> None:
    enter(desk, person)
    enter(desk, person, kind="school", title="GED", days=["6"], begins="10:00", ends="11:00")
    week = f"/people/{person}/week"
    assert 'lang="es">Español' in desk.get(week).text

    sheet = desk.post(f"{week}.html", {"language": "es"}, page=week).text
    file = desk.post(f"{week}.ics", {"language": "es"}, page=week).text
    words = re.sub(r"<style.*?</style>|<[^>]+>", " ", sheet, flags=re.S)

    assert '<html lang="es-US"' in sheet
    for said in ("Mi semana", "Nombre", "Día", "Horario", "Dónde", "Trabajo", "Clase", "lunes", "En casa"):
        assert said in words
    assert not re.search(r"\b(My week|Name|Day|Hours|What|Where|Work|Class|Monday|As of)\b", words)
    assert "SUMMARY:Trabajo" in file


def test_a_language_that_is_not_spoken_prints_nothing(desk: Browser, person: UUID) -> None:
    enter(desk, person)
    week = f"/people/{person}/week"

    answer = desk.post(f"{week}.html", {"language": "xx"}, page=week)

    assert answer.status == 422
    assert "Choose a language of the list." in answer.text


def test_who_visits_the_home_learns_of_no_treatment(desk: Browser, person: UUID, log_in: LogIn) -> None:
    enter(desk, person, kind="treatment", title="Sober group", days=["6"])

    visitor = log_in("investigator").get(f"/people/{person}/week")

    assert visitor.status == 200
    assert "Sober group" not in visitor.text
    assert "Treatment session" not in visitor.text.split("Enter a fixed time")[0]
    assert "Appointment" in visitor.text


def test_a_proposal_fills_what_nobody_chose_and_leaves_what_somebody_did(
    desk: Browser, person: UUID, database: Database, services: dict[str, UUID]
) -> None:
    enter(desk, person)
    choose(desk, database, person, services["treatment"], "substance_use_treatment")
    path = f"/people/{person}/week/proposal"

    page = desk.get(path)
    assert "Evening Center" in page.text
    assert (
        "Day Center stands higher, but clashes with Work: Warehouse." in page.text
        or "The best match." in page.text
    )
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)
    assert desk.post(path, {"shown": shown}, page=path).status == 303

    with database.reading() as session:
        plan = plans.live(session, session.get_one(Person, person))
        assert plan is not None
        steps = {step.need: (step.service_id, step.status) for step in plan.steps if step.service_id}
    assert steps == {
        "jobs": (services["evening"], "proposed"),
        "substance_use_treatment": (services["treatment"], "planned"),
    }


def test_what_is_only_proposed_is_no_appointment(desk: Browser, person: UUID) -> None:
    path = f"/people/{person}/week/proposal"
    shown = re.findall(r'name="shown" value="([^"]+)"', desk.get(path).text)
    desk.post(path, {"shown": shown}, page=path)
    week = f"/people/{person}/week"

    assert "Center" in desk.get(week).text
    assert "BEGIN:VEVENT" not in desk.post(f"{week}.ics", page=week).text


def test_a_proposal_that_was_not_shown_is_not_accepted(
    desk: Browser, person: UUID, database: Database
) -> None:
    path = f"/people/{person}/week/proposal"

    answer = desk.post(path, {"shown": ["jobs 1 2"]}, page=path)

    assert answer.status == 409
    with database.reading() as session:
        assert session.scalars(select(PlanStep)).all() == []


def test_the_week_goes_with_the_record(desk: Browser, person: UUID, database: Database) -> None:
    enter(desk, person)

    with database.reading() as session:
        [row] = session.scalars(select(Commitment))
        assert row.record_id == person
        assert row.__record__ == "person_id"
