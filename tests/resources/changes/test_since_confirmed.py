"""What a provider confirmed does not hold for what was written in its place later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from agency.clock import FixedClock
from agency.database import Database
from agency.offices import Office
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.since_confirmed import changed_since
from resources.records.locations import Location
from resources.records.services import Service
from tests.browser import Browser

CONFIRMED = date(2026, 11, 20)
ALL = dict.fromkeys(
    ("name", "phone", "website", "email", "address", "hours", "terms", "cost", "ways_in"), CONFIRMED
)
ADDRESS = {
    "address_1": "7 Alder Way",
    "address_2": "",
    "city": "Frederick",
    "region": "Frederick",
    "state_province": "MD",
    "postal_code": "21701",
    "country": "US",
}


@pytest.fixture
def coordinator(hire: Callable[..., UUID], database: Database) -> Author:
    return Author(hire("coordinator"), database.clock.now())


def _changed(
    database: Database, house: UUID, office: UUID, confirmed: dict[str, date | None]
) -> dict[str, date]:
    with database.reading() as session:
        service, at = session.get_one(Service, house), session.get_one(Office, office)
        return changed_since(session, service, confirmed, at)


def test_a_part_changed_on_a_later_day_is_told_with_that_day(
    database: Database, house: UUID, place_id: UUID, office: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, house), {"url": "https://steps.example"}, coordinator)
        editing.edit(session, session.get_one(Location, place_id), {"addresses": [ADDRESS]}, coordinator)

    assert _changed(database, house, office, {**ALL}) == {
        "website": date(2026, 11, 21),
        "address": date(2026, 11, 21),
    }


def test_a_change_of_the_day_of_the_call_or_to_what_nobody_confirmed_is_none(
    database: Database, house: UUID, office: UUID, coordinator: Author
) -> None:
    # Half past nine in the evening at the office, and the next day already in UTC.
    evening = replace(coordinator, at=coordinator.at - timedelta(hours=11, minutes=30))
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, house), {"url": "https://steps.example"}, evening)

    assert _changed(database, house, office, {**ALL, "website": date(2026, 11, 19)}) == {"website": CONFIRMED}
    assert _changed(database, house, office, {**ALL}) == {}
    assert _changed(database, house, office, {**ALL, "website": None}) == {}


def test_a_change_that_was_taken_back_is_none(
    database: Database, house: UUID, office: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        made = editing.edit(
            session, session.get_one(Service, house), {"url": "https://steps.example"}, coordinator
        )
        session.flush()
        editing.undo(session, made, replace(coordinator, at=coordinator.at + timedelta(minutes=1)))

    assert _changed(database, house, office, {**ALL}) == {}


def test_the_record_says_so_where_the_age_would_stand(
    database: Database, clock: FixedClock, house: UUID, log_in: Callable[..., Browser], coordinator: Author
) -> None:
    with database.writing() as session:
        service = session.get_one(Service, house)
        service.assured_date, service.assured_with = CONFIRMED, "the desk"
        editing.edit(session, service, {"url": "https://steps.example"}, coordinator)

    page = log_in("officer").get(f"/directory/services/{house}").text

    assert "changed Nov 21, 2026, not verified since" in page
    assert "Last verified Nov 20, 2026, before the change." in page
