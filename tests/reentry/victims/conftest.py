"""A person whose plan has a chosen residence, and victim services at a keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from agency.database import Database
from reentry.people.clerk import Clerk
from reentry.plans import plans
from reentry.plans.plans import Plan
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.reentry.plans.providers import provide_all
from tests.reentry.plans.test_draft import drafted

STREET = "77 Finchwing Terrace"
PROTECTED: dict[str, object] = {
    "kind": "home",
    "address_1": STREET,
    "city": "Baltimore",
    "state": "MD",
    "postal_code": "21218",
    "keep_away_ft": "1000",
    "asked_by": "Her advocate Wrenfeather",
    "note": "Leaves for work at six.",
}

# An order with everything that a list, a map or a reason can show of one.
ORDERED: dict[str, object] = {
    "curfew": {"from": "20:00", "to": "06:00"},
    "travel_minutes": 25,
    "zones": [{"kind": "exclusion", "polygon": [[39.35, -76.6], [39.35, -76.59], [39.36, -76.59]]}],
    "approved": [{"purpose": "work", "days": ["MO"], "from": "20:00", "to": "23:00"}],
    "permitted_states": ["DC"],
}


@dataclass(frozen=True)
class Choice:
    """A residence that somebody chose for a person."""

    person_id: UUID
    plan_id: UUID
    step_id: UUID

    @property
    def page(self) -> str:
        """Where its step stands."""
        return f"/plans/{self.plan_id}/steps/{self.step_id}"


def settle(database: Database, person_id: UUID, clerk: Clerk) -> Choice:
    """Drafts a person's plan and chooses what was proposed as the primary residence."""
    plan_id = drafted(database, person_id, clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        step = plans.ranked(plan, "primary")
        assert step is not None
        step.enter("planned", "", clerk.staff_id, clerk.now)
        plans.noted(session, plan, "housing", clerk)
        return Choice(person_id, plan_id, step.id)


@pytest.fixture
def chosen(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> Choice:
    """The primary residence of the officer's case."""
    provide_all(database)
    return settle(database, take_in(conditions=ORDERED, transport="bus"), clerk)


@pytest.fixture
def keeper(log_in: Callable[..., Browser]) -> Browser:
    """Victim services at a keyboard."""
    return log_in("victim_services")


@pytest.fixture
def desk(browser: Browser, officer: UUID) -> Browser:
    """The officer whose case it is."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser
