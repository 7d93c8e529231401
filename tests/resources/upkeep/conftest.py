"""A provider to call, and what is known of it afterwards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from resources.records.services import Service
from resources.upkeep.log import Caller, Entry, enter
from tests.resources.directory_records import keep, place, service


@pytest.fixture
def rooms(database: Database) -> UUID:
    """A house with rooms, which nobody has verified."""
    return keep(database, "Invented House", service("Rooms", place())).services[0].id


@pytest.fixture
def call(database: Database, hire: Callable[..., UUID]) -> Callable[..., None]:
    """Logs a call by an officer on the day the clock shows, unless told otherwise."""
    staff_id = hire("officer", email="caller@test.example")

    def log(service_id: UUID, outcome: str = "reached", spoke_with: str = "the desk", **more: Any) -> None:
        now = database.clock.now()
        caller = Caller(staff_id, "caller@test.example", now, now.date())
        with database.writing() as session:
            enter(session, session.get_one(Service, service_id), Entry(outcome, spoke_with, **more), caller)

    return log
