"""An invented provider with one open house, and a form of it as a browser would send it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.database import Database
from resources.changes.change import Change
from resources.records.services import Service
from tests.browser import Answer, Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
Form = dict[str, object]


@pytest.fixture
def house(database: Database) -> UUID:
    """The id of a service at one open place."""
    return keep(database, "Invented Homes", service("Step House", place())).services[0].id


@pytest.fixture
def place_id(database: Database, house: UUID) -> UUID:
    """The place the service is given at."""
    with database.reading() as session:
        return session.get_one(Service, house).at_locations[0].location_id


def form_of(answer: Answer) -> Form:
    """What the form on a page would send if nobody touched it; buttons and tokens aside."""
    left_out = ("csrf_token", "latitude", "longitude", "opened_latitude", "opened_longitude")
    return {name: said for name, said in answer.typed.items() if name not in left_out}


def changes(database: Database) -> list[Change]:
    """Every change on record, oldest first."""
    with database.reading() as session:
        session.expire_on_commit = False
        return list(session.scalars(select(Change).order_by(Change.proposed_at, Change.id)))
