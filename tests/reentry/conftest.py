"""A person to work with, taken in the way everybody is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from reentry.people import intake
from reentry.people.clerk import Clerk

MARCUS: dict[str, Any] = {
    "number": "TD-1001",
    "given_name": "Marcus",
    "family_name": "Tidewater",
    "kind": "parole",
    "hearing_date": "2026-12-15",
    "release_date": "2027-02-14",
    "facts": {
        "birth_date": "1988-05-02",
        "gender": "male",
        "substance_use": True,
        "sober_since": "2026-01-10",
        "offenses": {"felony": True, "sex_offense": False, "arson": False},
        "residence": {"city": "Baltimore", "state": "MD"},
        "languages": ["English"],
    },
    "fact_source": {"source": "case_record", "dated": "2026-11-01"},
    "conditions": {"curfew": {"from": "20:00", "to": "06:00"}, "travel_minutes": 25},
    "orders": [
        {"kind": "curfew", "text": "Home from 8 pm to 6 am."},
        {"kind": "treatment", "text": "Treatment as directed."},
    ],
    "needs": ["housing", "substance_use_treatment", "jobs"],
    "place": {"city": "Baltimore", "county": "Baltimore City", "state": "MD", "postal_code": "21218"},
}


@pytest.fixture
def officer(hire: Callable[..., UUID]) -> UUID:
    """The officer whose caseload it is."""
    return hire("officer")


@pytest.fixture
def clerk(officer: UUID, office: UUID, database: Database) -> Clerk:
    """The officer at intake, this morning."""
    return Clerk(officer, office, database.clock.now())


@pytest.fixture
def take_in(database: Database, clerk: Clerk) -> Callable[..., UUID]:
    """Takes in a person like Marcus, with what the test changes."""

    def enter(**changes: object) -> UUID:
        with database.writing() as session:
            return intake.take_in(session, {**MARCUS, **changes}, clerk).id

    return enter
