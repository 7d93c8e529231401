"""A change is proposed, decided on, kept for good, and taken back by another; nobody overwrites another unawares."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from agency.clock import Clock
from agency.database import Database
from agency.errors import ConflictError, InvalidError
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author, OverlapError
from resources.changes.fields import CONFIRMED_POINT_M, value_of
from resources.records.locations import CONFIRMED, Location
from resources.records.services import Service
from tests.resources.directory_records import keep, place, service


@pytest.fixture
def coordinator(hire: Callable[..., UUID], clock: Clock) -> Author:
    return Author(hire("coordinator"), clock.now())


@pytest.fixture
def house(database: Database) -> UUID:
    return keep(database, "Invented Homes", service("Step House", place())).services[0].id


def test_a_proposal_changes_nothing_until_it_is_approved(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        record = session.get_one(Service, house)
        change = editing.propose(session, record, {"name": "Step House II"}, coordinator)

        assert (record.name, change.state) == ("Step House", "open")
        session.flush()
        editing.approve(session, change, coordinator)

        assert (record.name, change.state, record.revision) == ("Step House II", "in_force", 2)
        assert change.fields == {"name": {"before": "Step House", "after": "Step House II"}}


def test_a_rejected_proposal_leaves_the_record_and_stays_in_its_history(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        record = session.get_one(Service, house)
        change = editing.propose(session, record, {"name": "Other"}, coordinator)
        editing.reject(session, change, coordinator, "wrong house")
        session.flush()

        assert record.name == "Step House"
        assert [each.state for each in editing.history(session, house)] == ["rejected"]
        with pytest.raises(ConflictError):
            editing.approve(session, change, coordinator)


def test_what_was_changed_meanwhile_is_told_and_not_overwritten(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        record = session.get_one(Service, house)
        waiting = editing.propose(session, record, {"name": "Mine", "alert": "Call first"}, coordinator)
        editing.edit(session, record, {"name": "Theirs"}, coordinator)

        with pytest.raises(OverlapError) as refused:
            editing.approve(session, waiting, coordinator)

        assert dict(refused.value.fields) == {
            "name": {"before": "Step House", "after": "Mine", "now": "Theirs"}
        }
        assert (record.name, record.alert) == ("Theirs", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "New name"),
        ("closed_until", "2027-01-04"),
        ("languages", ["English", "Spanish"]),
        ("residential", True),
        ("cost_cents", 12_000),
        ("needs", [{"need": "jobs", "main": False}]),
        ("areas", [{"name": "Allegany"}]),
        ("phones", [{"number": "410-555-0111", "extension": "", "type": "fax", "description": ""}]),
        ("licenses", [{"name": "Certificate", "number": "7", "expires_on": "2027-06-30"}]),
        (
            "schedules",
            [
                {
                    "byday": "MO,TU",
                    "opens_at": "09:00",
                    "closes_at": "17:00",
                    "description": "",
                    "location_id": None,
                }
            ],
        ),
        (
            "access_ways",
            [
                {
                    "kind": "walk_in",
                    "detail": "Side door",
                    "party": "",
                    "phone": "",
                    "byday": "MO",
                    "opens_at": "09:00",
                    "closes_at": "11:00",
                }
            ],
        ),
        (
            "requirements",
            [
                {
                    "rule": "minimum_age",
                    "mode": "must",
                    "value": 18,
                    "quote": "18+",
                    "basis": "",
                    "alt": "",
                    "part": "",
                    "confirmed_by": "",
                    "confirmed_on": None,
                }
            ],
        ),
    ],
)
def test_every_kind_of_field_is_changed_and_taken_back(
    database: Database, house: UUID, coordinator: Author, field: str, value: Any
) -> None:
    with database.writing() as session:
        record = session.get_one(Service, house)
        before = value_of(record, field)

        change = editing.edit(session, record, {field: value}, coordinator)
        session.expire_all()
        assert value_of(session.get_one(Service, house), field) == value

        undone = editing.undo(session, change, coordinator)
        session.expire_all()
        assert value_of(session.get_one(Service, house), field) == before
        assert undone.undoes == change.id


def test_what_was_changed_since_cannot_be_taken_back(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        record = session.get_one(Service, house)
        first = editing.edit(session, record, {"alert": "one"}, coordinator)
        editing.edit(session, record, {"alert": "two"}, coordinator)

        with pytest.raises(OverlapError):
            editing.undo(session, first, coordinator)


def test_rows_that_stay_keep_their_identity(database: Database, house: UUID, coordinator: Author) -> None:
    phone = {"number": "410-555-0111", "extension": "", "type": "voice", "description": ""}
    with database.writing() as session:
        record = session.get_one(Service, house)
        editing.edit(session, record, {"phones": [phone]}, coordinator)
        kept = record.phones[0].id

        editing.edit(session, record, {"phones": [phone | {"type": "fax"}, phone]}, coordinator)

        assert [each.id == kept for each in record.phones] == [False, True]


def test_a_confirmed_point_is_good_to_a_house_and_goes_with_a_new_address(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session:
        where = session.get_one(Service, house).at_locations[0].location
        editing.edit(session, where, {"point": {"latitude": 39.66, "longitude": -78.75}}, coordinator)
        assert (where.position_source, where.precision_m) == (CONFIRMED, CONFIRMED_POINT_M)

        moved = [{**each, "address_1": "11 Pretend Street"} for each in value_of(where, "addresses")]
        editing.edit(session, where, {"addresses": moved}, coordinator)

        assert (where.latitude, where.position_source) == (None, "")


@pytest.mark.parametrize(
    ("after", "wrong"),
    [
        ({"url": "example"}, "url"),
        ({"status": "open-ish"}, "status"),
        ({"unknown": 1}, "unknown"),
        ({"needs": [{"need": "gold"}]}, "needs"),
        ({"requirements": [{"rule": "minimum_age", "mode": "cannot", "value": 18}]}, "requirements"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused_by_field(
    database: Database, house: UUID, coordinator: Author, after: dict[str, Any], wrong: str
) -> None:
    with database.writing() as session, pytest.raises(InvalidError) as refused:
        editing.propose(session, session.get_one(Service, house), after, coordinator)

    assert list(refused.value.fields) == [wrong]


def test_a_change_that_changes_nothing_is_refused(
    database: Database, house: UUID, coordinator: Author
) -> None:
    with database.writing() as session, pytest.raises(InvalidError):
        editing.propose(session, session.get_one(Service, house), {"name": "Step House"}, coordinator)


def test_history_is_newest_first_and_by_field(database: Database, house: UUID, coordinator: Author) -> None:
    later = Author(coordinator.staff_id, coordinator.at + timedelta(minutes=1))
    with database.writing() as session:
        record = session.get_one(Service, house)
        editing.edit(session, record, {"name": "A", "alert": "x"}, coordinator)
        editing.edit(session, record, {"name": "B"}, later)

        assert _names(session, house) == ["B", "A"]
        assert len(editing.history(session, house, "alert")) == 1
        assert editing.pending(session) == []


def test_a_place_can_be_moved_by_hand(database: Database, house: UUID, coordinator: Author) -> None:
    with database.writing() as session:
        where: Location = session.get_one(Service, house).at_locations[0].location
        change: Change = editing.edit(session, where, {"confidential": True}, coordinator)

        assert (where.confidential, change.subject) == (True, "location")


def _names(session: Session, record_id: UUID) -> list[str]:
    return [each.fields["name"]["after"] for each in editing.history(session, record_id, "name")]
