"""Two people with an officer each in one office, and two residences of which either could be one's home."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from matching import engine
from matching.catalog import load
from matching.conditions import Conditions
from reentry.co_placement import co_placements
from reentry.matches import matches
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.referrals import referrals
from tests.browser import Browser
from tests.conftest import NOW, PASSWORD
from tests.reentry.conftest import MARCUS
from tests.reentry.plans.providers import provide

ONE, OTHER = "TD-1001", "TD-2002"
ORDER = "Order of May 2, 2026"


@dataclass(frozen=True)
class Two:
    """Two people, their officers as they enter something now, and the residences."""

    one: UUID
    other: UUID
    clerk: Clerk
    second: Clerk
    house: UUID
    rooms: UUID
    classes: UUID


@pytest.fixture
def two(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk, hire: Callable[..., UUID], office: UUID
) -> Two:
    """Marcus Tidewater, who is the officer's case, and Ada Fencepost, who is another's."""
    second = Clerk(hire("officer", email="second@test.example"), office, NOW)
    with database.writing() as session:
        raw = {**MARCUS, "number": OTHER, "given_name": "Ada", "family_name": "Fencepost"}
        other = intake.take_in(session, raw, second).id
        house = provide(session, "Gullwing House", "housing", residential=True)
        rooms = provide(session, "Sandpiper Rooms", "housing", residential=True)
        classes = provide(session, "Keelson Classes", "education", residential=False)
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
        ids = house.id, rooms.id, classes.id
    return Two(take_in(), other, clerk, second, *ids)


@pytest.fixture
def supervisor(log_in: Callable[..., Browser], two: Two) -> Browser:
    """Who may open both records."""
    return log_in("supervisor")


@pytest.fixture
def officer_at_work(browser: Browser, two: Two) -> Browser:
    """The officer of the one, at the keyboard."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


def keep_apart(database: Database, two: Two, kind: str = "co_defendant", *, turned: bool = False) -> None:
    """Enter on both records that the two are not to be placed together."""
    with database.writing() as session:
        people = session.get_one(Person, two.one), session.get_one(Person, two.other)
        co_placements.enter(session, people[::-1] if turned else people, kind, ORDER, two.clerk)


def choose(
    database: Database,
    person_id: UUID,
    service_id: UUID,
    clerk: Clerk,
    status: str = "draft",
    rank: str = "primary",
) -> UUID:
    """Put a residence into the plan, and the plan into a status."""
    with database.writing() as session:
        person, catalog = session.get_one(Person, person_id), load(session)
        asked = matches.question(person, None, plans.today_of(person, clerk.now))
        found = engine.match(catalog, asked, "housing")
        every = (*found.best, *found.not_eligible)
        match = next(each for each in every if each.offer.service_id == service_id)
        taken = matches.remember(match, asked, "housing", catalog.version)
        step = plans.add_match(session, person, "housing", match, taken, clerk, rank)
        settle(session.get_one(Plan, step.plan_id), status, clerk)
        return step.id


def settle(plan: Plan, status: str, clerk: Clerk) -> None:
    """Bring a plan into a status."""
    if plan.status != status:
        plans.set_status(plan, status, "", clerk)


def refer(database: Database, person_id: UUID, service_id: UUID, clerk: Clerk, *states: str) -> UUID:
    """Refer somebody to a service, and go through some states."""
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        referral = referrals.draft(session, person, service_id, None, "housing", None, clerk)
        for state in states:
            referrals.enter(session, referral, state, clerk, reason="capacity" if state == "declined" else "")
        return referral.id


def conditions(database: Database, person_id: UUID) -> Conditions:
    """What matching is told of a person."""
    with database.reading() as session:
        return matches.conditions_of(session.get_one(Person, person_id))


def residences(database: Database, person_id: UUID) -> dict[str, str]:
    """How each residence is judged for a person, by the name of its provider."""
    with database.reading() as session:
        person = session.get_one(Person, person_id)
        found = engine.match(load(session), matches.question(person, None, NOW.date()), "housing")
        return {
            each.offer.organization: next(
                (str(reason.status) for reason in each.judgment.reasons if reason.rule == "co_placement"),
                "free",
            )
            for each in (*found.best, *found.not_eligible)
        }
