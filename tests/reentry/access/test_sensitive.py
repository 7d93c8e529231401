"""Health, treatment and survivors are shown to whoever works the case, and nowhere to whoever visits the home."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from agency.database import Database
from reentry.people import sensitive
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft, plans, sections
from reentry.plans.path import situation_of
from reentry.plans.standards import STANDARDS
from reentry.referrals import referrals
from tests.browser import Browser
from tests.reentry.access.conftest import Enter
from tests.reentry.conftest import MARCUS
from tests.reentry.plans.providers import provide_all

Hire = Callable[..., UUID]
# What a page may say of health and treatment only to those who need it.
TELLING = re.compile(
    r"substance|sober|methadone|marshgate|mental|psychia|hiv|insulin|survivor|drug test|outpatient|medicaid|"
    r"clinic|wheelchair|medication",
    re.IGNORECASE,
)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def providers(database: Database, office: UUID) -> dict[str, UUID]:
    """Providers, one of them a treatment program."""
    return provide_all(database)


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Somebody whose record tells of health in every place it can."""
    return take_in(
        caseload="substance_use_and_mental_health",
        medication_note="Methadone every morning.",
        access_needs=["Wheelchair"],
        assessment={"instrument": "ORAS", "level": "moderate", "domains": {"substance": "high"}},
        facts={
            **MARCUS["facts"],
            "mental_illness": True,
            "hiv": True,
            "domestic_violence": True,
            "disability": True,
            "medication": ["Methadone", "Insulin"],
            "insurance": ["Medicaid"],
            "referral": "Marshgate clinic",
        },
        orders=[
            {"kind": "treatment", "text": "Outpatient treatment as directed."},
            {"kind": "testing", "text": "Drug testing twice a week."},
            {"kind": "no_alcohol", "text": "No alcohol in the home."},
        ],
        needs=[
            {"need": "housing", "note": "A sober house."},
            "substance_use_treatment",
            "mental_health",
            "health_care",
            "victim_services",
            "jobs",
        ],
    )


@pytest.fixture
def plan_id(database: Database, person_id: UUID, clerk: Clerk, providers: dict[str, UUID]) -> UUID:
    """The person's plan, with a referral to the treatment program and words written by hand."""
    from matching import catalog
    from matching.columns.index import Index

    with database.writing() as session:
        person = session.get_one(Person, person_id)
        plan = draft.build(
            session, person, clerk, date(2026, 11, 21), Index(catalog.load(session), date(2026, 11, 21))
        )
        plan.sections = {
            each.slug: {"text": "Marshgate gives methadone.", "version": 1}
            for each in sections.spine("release")
            if each.slug in sensitive.TEXTS
        } | {"housing": {"text": "The room is over Marshgate Recovery.", "version": 1}}
        treatment = providers["treatment"]
        referrals.draft(session, person, treatment, None, "substance_use_treatment", plan.id, clerk)
        session.flush()
        return plan.id


@pytest.fixture
def pages(database: Database, person_id: UUID, plan_id: UUID) -> list[str]:
    """Every address at which a record is read."""
    with database.reading() as session:
        steps = [step.id for step in session.get_one(plans.Plan, plan_id).steps]
    spine = [each.slug.replace("_", "-") for each in sections.spine("release")]
    return [
        "/people",
        "/search?q=Marcus",
        f"/people/{person_id}",
        f"/plans/{plan_id}",
        *(f"/plans/{plan_id}/sections/{name}" for name in spine),
        *(f"/plans/{plan_id}/steps/{step}" for step in steps),
        "/api/people",
        f"/api/people/{person_id}",
        f"/api/people/{person_id}/plans",
        f"/api/plans/{plan_id}",
    ]


def words(browser: Browser, path: str) -> str:
    """What a page says in its main part, or an answer in all."""
    answer = browser.get(path)
    assert answer.status in (200, 403), path
    return answer.text if path.startswith("/api/") else answer.text.partition("<main")[2]


def told(browser: Browser, pages: list[str]) -> dict[str, list[str]]:
    """What of health each page tells, by its address."""
    # Where a section stands is the same for everybody; that it is not shown says nothing.
    usual = re.compile(
        r"Health and continuity of medication|Health and treatment are not shown to your role|>Treatment<"
    )
    found = {path: TELLING.findall(usual.sub("", words(browser, path))) for path in pages}
    return {path: each for path, each in found.items() if each}


def test_whoever_visits_the_home_reads_nothing_of_it_on_any_page(
    hire: Hire, enter: Enter, pages: list[str]
) -> None:
    hire("investigator")
    investigator, officer = enter("investigator"), enter("officer")

    assert told(investigator, pages) == {}
    assert len(told(officer, pages)) > len(pages) / 2


def test_pages_and_programs_say_that_a_part_is_not_shown(
    hire: Hire, enter: Enter, person_id: UUID, plan_id: UUID
) -> None:
    hire("investigator")
    investigator = enter("investigator")

    for path in (
        f"/people/{person_id}",
        f"/plans/{plan_id}",
        f"/plans/{plan_id}/sections/health",
        f"/plans/{plan_id}/sections/treatment",
        f"/api/people/{person_id}",
        f"/api/plans/{plan_id}",
    ):
        assert sensitive.NOT_SHOWN in investigator.get(path).text, path


def test_whoever_visits_the_home_reads_what_the_visit_is_about(
    hire: Hire, enter: Enter, person_id: UUID, plan_id: UUID
) -> None:
    hire("investigator")
    investigator = enter("investigator")

    page = investigator.get(f"/people/{person_id}").text
    assert "No alcohol in the home." in page
    assert "Housing" in page
    assert "Gullwing Residence" in investigator.get(f"/plans/{plan_id}/sections/housing").text


@pytest.mark.parametrize("role", ["officer", "case_manager", "caseworker", "supervisor"])
def test_whoever_works_the_case_reads_all_of_it(
    hire: Hire, enter: Enter, person_id: UUID, plan_id: UUID, role: str
) -> None:
    if role != "officer":
        hire(role)
    browser = enter(role)

    page = browser.get(f"/people/{person_id}").text
    for each in (
        "Methadone every morning.",
        "Sober since",
        "Substance-use treatment",
        "Drug testing twice a week.",
    ):
        assert each in page
    assert sensitive.NOT_SHOWN not in page
    assert "Marshgate gives methadone." in browser.get(f"/plans/{plan_id}/sections/health").text
    assert browser.client.get(f"/api/people/{person_id}").get_json()["facts"]["hiv"] is True


def test_a_step_about_treatment_is_refused_and_said_so(
    database: Database, hire: Hire, enter: Enter, plan_id: UUID
) -> None:
    hire("investigator")
    with database.reading() as session:
        steps = session.get_one(plans.Plan, plan_id).steps
        step_id = next(step.id for step in steps if step.need == "substance_use_treatment")

    answer = enter("investigator").get(f"/plans/{plan_id}/steps/{step_id}")

    assert answer.status == 403
    assert sensitive.NOT_SHOWN in answer.text


def test_every_standing_step_that_rests_on_health_is_held_back_here_too(
    database: Database, person_id: UUID
) -> None:
    with database.reading() as session:
        case = situation_of(session.get_one(Person, person_id))
    about = {
        each.code for each in STANDARDS if each.section in ("health", "treatment") or "edica" in each.title
    }

    assert case.medicated
    assert about <= sensitive.STEPS
