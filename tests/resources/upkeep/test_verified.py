"""Verified is what a person of this agency confirmed; what a list says of itself is told as the list's word."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from matching.catalog import load
from resources.desk.due import due
from resources.geocoding.geocoder import Geocoder
from resources.hsds.export import ExportFormat, write
from resources.imports.importing import import_directory
from resources.quality.freshness import AGES, aged
from resources.records.services import Service
from resources.upkeep import assurance
from resources.upkeep.queue import queue
from tests.browser import Browser
from tests.conftest import NOW
from tests.resources.upkeep.test_queue import Plans

TODAY, CHECKED = date(2026, 11, 21), date(2026, 11, 20)
ITS_WORD = "its list says checked <time"
SERVICE = {
    "id": "rooms",
    "name": "Rooms",
    "status": "active",
    "assured_date": CHECKED.isoformat(),
    "reentry": {"needs": [{"need": "housing", "main": True}]},
}


@pytest.fixture
def listed(database: Database, tmp_path: Path) -> UUID:
    """A service that came with a list, which says that somebody checked it yesterday."""
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"id": "house", "name": "House", "services": [SERVICE]}]), encoding="utf-8")
    with database.writing() as session:
        import_directory(session, path, NOW, Geocoder)
        audit.record(session, "directory.imported", None, source="list", created=2, updated=0)
        return session.scalars(select(Service.id)).one()


def exported(database: Database, tmp_path: Path) -> str:
    """The day on which the service was assured, as HSDS tells it."""
    with database.reading() as session:
        write(session, tmp_path / "all.json", ExportFormat.HSDS_JSON)
    (organization,) = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    return str(organization["services"][0]["assured_date"])


def ages(database: Database) -> set[str]:
    """Under which ages the service is counted."""
    with database.reading() as session:
        return {age for age in AGES if session.scalars(select(Service).where(aged(age, TODAY))).all()}


def test_a_date_that_came_with_a_list_verifies_nothing(
    database: Database, listed: UUID, log_in: Callable[..., Browser], tmp_path: Path
) -> None:
    with database.reading() as session:
        found = session.get_one(Service, listed)
        (turn,) = queue(session, Plans(), TODAY).order
        lines = {line.key: line.number for line in due(session, NOW)}
        assert (found.verified_on, found.list_checked_on) == (None, CHECKED)
        assert set(assurance.confirmed_on(session, found).values()) == {None}
        assert (turn.verified, lines["verification"]) == (None, 1)
        assert load(session).offers("housing")[0].verified_on is None
    assert ages(database) == {"never"}
    assert exported(database, tmp_path) == CHECKED.isoformat()
    browser = log_in("coordinator")
    for address in (f"/directory/services/{listed}", "/directory", "/directory/calls"):
        page = browser.get(address).text
        assert "verified yesterday" not in page
        assert "never verified" in page
    assert "checked Nov 20, 2026" in browser.get(f"/directory/services/{listed}").text
    assert ITS_WORD in browser.get("/directory").text


def test_a_call_verifies_it_and_the_list_has_no_word_left(
    database: Database,
    listed: UUID,
    call: Callable[..., None],
    log_in: Callable[..., Browser],
    tmp_path: Path,
) -> None:
    with database.reading() as session:
        parts = assurance.parts_of(session.get_one(Service, listed))
    call(listed, confirmed=parts)

    with database.reading() as session:
        found = session.get_one(Service, listed)
        assert (found.verified_on, found.list_checked_on) == (TODAY, None)
        assert load(session).offers("housing")[0].verified_on == TODAY
    assert ages(database) == {"under-3"}
    assert exported(database, tmp_path) == TODAY.isoformat()
    page = log_in("coordinator").get("/directory").text
    assert "verified today" in page
    assert ITS_WORD not in page
