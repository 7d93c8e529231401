"""The page of places: who would get which and why, who is left and why; only for whom it is, and nothing is changed."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from agency.access.case_access import NAMED, CaseAccess
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Office
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from resources.records.capacity import Capacity
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.browser import Browser
from tests.conftest import CountQueries
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]


def room(available: int, said_on: date = date(2026, 11, 20)) -> list[Capacity]:
    """What a provider said of its free places."""
    return [Capacity(available=available, said_on=said_on)]


@pytest.fixture
def houses(database: Database) -> dict[str, UUID]:
    """One house with one place, one whose places nobody counted, one whose count is too old."""
    made = keep(
        database,
        "Invented Homes",
        service("Step House", place(), open_to_all=True, residential=False, capacities=room(1)),
        service("Far Farm", place()),
        service("Old Inn", place(), capacities=room(7, date(2026, 9, 1))),
    )
    return {each.name: each.id for each in made.services}


@pytest.fixture
def released(take_in: TakeIn) -> dict[str, UUID]:
    """Two people released within two months, the one named last sooner; and one much later."""
    named = {"Marcus Later": "2027-01-10", "Nora Sooner": "2026-12-10", "Omar Muchlater": "2027-09-01"}
    return {
        name: take_in(
            number=f"TD-{number}",
            given_name=name.split()[0],
            family_name=name.split()[1],
            release_date=day,
            conditions={},
        )
        for number, (name, day) in enumerate(named.items(), start=1)
    }


def part(page: str, heading: str) -> str:
    """What stands on a page under a heading, up to the next one."""
    return page.partition(f'id="{heading}"')[2].partition("<h2")[0]


@pytest.mark.usefixtures("houses", "released")
def test_the_place_goes_to_the_earlier_release_and_the_other_learns_why(log_in: LogIn) -> None:
    page = log_in("supervisor").get("/allocation").text

    assert "Nora Sooner" in part(page, "places")
    assert "Qualifies." in part(page, "places")
    assert "1 said to be free on Nov 20, 2026" in part(page, "places")
    assert "Marcus Later" in part(page, "left")
    assert "1 person is released earlier." in part(page, "left")
    assert "Nothing eligible is left; the best to ask" in part(page, "left")
    assert "Omar Muchlater" not in page
    assert "too few to mean anything" in part(page, "groups")


@pytest.mark.usefixtures("houses")
def test_nobody_released_says_so(log_in: LogIn) -> None:
    answer = log_in("supervisor").get("/allocation?need=jobs&days=30")

    assert answer.status == 200
    assert "Nobody in your office who is released by Dec 21, 2026 needs a place" in answer.text


@pytest.mark.usefixtures("released")
def test_where_no_place_is_counted_nobody_gets_one_and_the_page_says_why(
    log_in: LogIn, database: Database
) -> None:
    keep(database, "Invented Homes", service("Far Farm", place(), open_to_all=True, residential=False))

    page = log_in("supervisor").get("/allocation").text

    assert "No places are counted" in page
    assert "Nobody would get a place." in part(page, "places")
    assert "Nora Sooner" in part(page, "left")
    assert "No service with a counted place fits." in part(page, "left")
    assert "Fits, but nobody has counted its places: ask Invented Homes: Far Farm" in part(page, "left")


@pytest.mark.parametrize(
    "role", ["officer", "caseworker", "case_manager", "coordinator", "auditor", "victim_services"]
)
def test_nobody_but_a_supervisor_opens_it(log_in: LogIn, role: str, released: dict[str, UUID]) -> None:
    browser = log_in(role, email="other@test.example")

    assert browser.get("/allocation").status == 403
    assert browser.post("/allocation.pdf", {"need": "housing"}).status == 403


@pytest.mark.parametrize("query", ["days=soon", "days=-1", "days=366", "need=yacht", "need=victim_services"])
def test_a_question_without_sense_is_asked_again(
    log_in: LogIn, query: str, released: dict[str, UUID]
) -> None:
    answer = log_in("supervisor").get(f"/allocation?{query}")

    assert answer.status == 422
    assert "another look" in answer.text
    assert "Sooner" not in answer.text


@pytest.mark.usefixtures("houses")
def test_another_offices_people_are_not_on_it(
    log_in: LogIn, database: Database, released: dict[str, UUID]
) -> None:
    with database.writing() as session:
        other = Office(name="Cumberland", time_zone="America/New_York", state="MD")
        session.add(other)
        session.flush()
        session.get_one(Person, released["Nora Sooner"]).office_id = other.id
        audit.record(session, "person.updated", None, released["Nora Sooner"], fields="office_id")

    page = log_in("supervisor").get("/allocation").text

    assert "Sooner" not in page
    assert "Marcus Later" in part(page, "places")


@pytest.mark.usefixtures("houses")
@pytest.mark.parametrize("named", [False, True])
def test_a_restricted_person_is_on_it_for_whoever_is_named_and_else_not_even_as_a_number(
    log_in: LogIn, hire: Callable[..., UUID], database: Database, released: dict[str, UUID], named: bool
) -> None:
    browser = log_in("supervisor")
    with database.writing() as session:
        session.get_one(Person, released["Nora Sooner"]).restricted = True
        if named:
            me = session.scalar(select(AuditEntry.actor_id).where(AuditEntry.event == "staff.logged_in"))
            session.add(
                CaseAccess(
                    record_id=released["Nora Sooner"], staff_id=me, kind=NAMED, given_at=database.clock.now()
                )
            )
        audit.record(session, "access.restricted", None, released["Nora Sooner"])

    page = browser.get("/allocation").text

    assert ("Nora Sooner" in page) is named
    assert ("Marcus Later" in part(page, "left")) is named
    assert ("released earlier" in part(page, "left")) is named


def choose(database: Database, clerk: Clerk, person_id: UUID, service_id: UUID | None, **more: str) -> None:
    """Put a residence into somebody's plan."""
    with database.writing() as session:
        plan = plans.begin(session, session.get_one(Person, person_id), clerk)
        step = PlanStep(
            title="Move in", need="housing", section="housing", service_id=service_id, rank="primary"
        )
        for name, value in more.items():
            setattr(step, name, value)
        plan.add(step)
        plans.noted(session, plan, "housing", clerk)


def test_a_place_in_a_plan_stays_where_it_is(
    log_in: LogIn, database: Database, clerk: Clerk, released: dict[str, UUID], houses: dict[str, UUID]
) -> None:
    choose(database, clerk, released["Marcus Later"], houses["Step House"])

    page = log_in("supervisor").get("/allocation").text

    assert "Has this place in the plan already and keeps it." in part(page, "places")
    assert "Nora Sooner" in part(page, "left")
    assert "1 service that fits has no free place." in part(page, "left")


def test_a_place_that_a_plan_out_of_sight_counts_on_is_taken_off(
    log_in: LogIn, database: Database, clerk: Clerk, released: dict[str, UUID], houses: dict[str, UUID]
) -> None:
    choose(database, clerk, released["Omar Muchlater"], houses["Step House"])

    page = log_in("supervisor").get("/allocation").text

    assert "Omar" not in page
    assert "1 of them promised in other plans" in page
    assert "Nora Sooner" in part(page, "left")


def test_what_a_restricted_person_counts_on_is_not_told_even_as_a_number(
    log_in: LogIn, database: Database, clerk: Clerk, released: dict[str, UUID], houses: dict[str, UUID]
) -> None:
    choose(database, clerk, released["Omar Muchlater"], houses["Step House"])
    with database.writing() as session:
        session.get_one(Person, released["Omar Muchlater"]).restricted = True
        audit.record(session, "access.restricted", None, released["Omar Muchlater"])

    page = log_in("supervisor").get("/allocation").text

    assert "promised in other plans" not in page
    assert "Nora Sooner" in part(page, "places")


def test_nobody_is_given_a_place_of_a_survivors_service(
    log_in: LogIn, database: Database, released: dict[str, UUID]
) -> None:
    keep(
        database,
        "Invented Refuge",
        service("Quiet Shelter", place(), victim_services=True, open_to_all=True, capacities=room(9)),
    )

    page = log_in("supervisor").get("/allocation").text

    assert "Nora Sooner" in part(page, "left")
    assert "Quiet Shelter" not in page


@pytest.mark.usefixtures("houses")
def test_more_people_are_no_more_questions_to_the_database(
    log_in: LogIn, take_in: TakeIn, count_queries: CountQueries
) -> None:
    browser = log_in("supervisor")
    counted = []

    for numbers in (range(3), range(3, 9)):
        for number in numbers:
            take_in(number=f"TD-{number}", family_name=f"Tidewater{number}", release_date="2026-12-20")
        with count_queries() as sent:
            page = browser.get("/allocation").text
        counted.append(len(sent))

    assert "Tidewater8" in page
    assert counted[1] <= counted[0]


@pytest.mark.usefixtures("houses")
def test_whoever_moves_in_with_family_asks_for_no_place(
    log_in: LogIn, database: Database, clerk: Clerk, released: dict[str, UUID]
) -> None:
    choose(database, clerk, released["Nora Sooner"], None)

    page = log_in("supervisor").get("/allocation").text

    assert "Sooner" not in page
    assert "1 more person whose plan answers the need without a service" in page
    assert "Marcus Later" in part(page, "places")


@pytest.mark.usefixtures("houses", "released")
def test_a_dry_run_changes_nothing_but_the_trail_of_who_read_it(log_in: LogIn, database: Database) -> None:
    browser = log_in("supervisor")
    before = counts(database)

    browser.get("/allocation")

    assert counts(database) == before
    with database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert last is not None
        assert (last.event, last.details) == ("person.listed", {"count": 2})


def counts(database: Database) -> list[int | None]:
    """How many rows there are of what could be written."""
    with database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(model))
            for model in (Plan, PlanStep, Person, Service, Capacity, Organization)
        ]


@pytest.mark.usefixtures("houses", "released")
def test_on_paper_it_says_the_same_and_that_it_was_printed_is_written_down(
    log_in: LogIn, database: Database
) -> None:
    answer = log_in("supervisor").post("/allocation.pdf", {"need": "housing", "days": "60"}, "/allocation")

    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "dry run" in text
    assert "Nora Sooner" in text
    assert "1 person is released earlier" in " ".join(text.split())
    with database.reading() as session:
        printed = session.scalars(select(AuditEntry).where(AuditEntry.event == "allocation.printed")).one()
        assert printed.details == {"count": 2}


@pytest.mark.usefixtures("houses", "released")
def test_the_client_safe_view_shows_nobody(log_in: LogIn) -> None:
    answer = log_in("supervisor").get("/allocation")

    assert "Sooner" in answer.text
    assert "Sooner" not in answer.across_the_desk
    assert "Gender" not in answer.across_the_desk
