"""Somebody of another office, and everybody at a keyboard of their own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from agency.offices import Office
from tests.browser import Browser
from tests.conftest import PASSWORD

Enter = Callable[..., Browser]


@pytest.fixture
def away(database: Database, office: UUID) -> UUID:
    """Another office of the agency."""
    with database.writing() as session:
        made = Office(name="Hagerstown", time_zone="America/New_York", state="MD")
        session.add(made)
        session.flush()
        audit.record(session, "agency.created", None)
        return made.id


@pytest.fixture
def enter(app: Flask) -> Enter:
    """Logs in with an account there is."""

    def at_keyboard(email: str) -> Browser:
        browser = Browser(app.test_client())
        form = {"email": f"{email}@test.example", "password": PASSWORD, "notice": "read"}
        assert browser.post("/log-in", form).status == 302
        return browser

    return at_keyboard
