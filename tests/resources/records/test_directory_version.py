"""Every change of the directory counts one, and tells which services may be different since."""

from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from resources.records import directory_version
from resources.records.directory_version import touched_since
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.services import Service
from tests.resources.directory_records import keep, place, service


@pytest.fixture
def house(database: Database) -> Organization:
    return keep(database, "Invented Homes", service("Step House", place()), service("Second House"))


def number(database: Database) -> int:
    with database.reading() as session:
        return directory_version.current(session)


def touched(database: Database, since: int) -> set[UUID] | None:
    with database.reading() as session:
        return touched_since(session, since)


def change(database: Database, service_id: UUID, what: str) -> None:
    with database.writing() as session:
        record = session.get_one(Service, service_id)
        match what:
            case "service":
                record.alert = "Call first"
            case "phone":
                record.phones.append(Phone(number="410-555-0123"))
            case "place":
                record.at_locations[0].location.name = "Back door"
            case "organization":
                record.organization.name = "Invented Houses"
            case "gone":
                session.delete(record)
        audit.record(session, "directory.edited", None, service_id, fields=what)


@pytest.mark.parametrize(
    ("what", "both"),
    [("service", False), ("phone", False), ("place", False), ("gone", False), ("organization", True)],
)
def test_whatever_changes_of_a_service_touches_it(
    database: Database, house: Organization, what: str, both: bool
) -> None:
    first, second = (each.id for each in house.services)
    before = number(database)

    change(database, first, what)

    assert number(database) == before + 1
    assert touched(database, before) == ({first, second} if both else {first})
    assert touched(database, before + 1) == set()


def test_changes_add_up(database: Database, house: Organization) -> None:
    first, second = (each.id for each in house.services)
    before = number(database)

    change(database, first, "service")
    change(database, second, "service")

    assert touched(database, before) == {first, second}
    assert touched(database, before + 1) == {second}


def test_a_change_of_very_much_touches_everything(
    database: Database, house: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_version, "MANY", 1)
    before = number(database)

    change(database, house.services[0].id, "organization")
    keep(database, "Others", service("One"), service("Two"))

    assert touched(database, before) is None


def test_long_ago_is_not_remembered(
    database: Database, house: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = number(database)
    monkeypatch.setattr(directory_version, "REMEMBERED", 1)

    change(database, house.services[0].id, "service")
    change(database, house.services[0].id, "phone")

    assert touched(database, before) is None


def test_while_a_unit_of_work_changes_the_directory_only_the_version_before_is_whole(
    database: Database, house: Organization
) -> None:
    before = number(database)

    with database.writing() as session:
        assert directory_version.settled(session) == before
        session.get_one(Service, house.services[0].id).alert = "Call first"
        session.flush()
        assert (directory_version.current(session), directory_version.settled(session)) == (
            before + 1,
            before,
        )
        audit.record(session, "directory.edited", None, house.id, fields="alert")

    with database.reading() as session:
        assert directory_version.settled(session) == before + 1
