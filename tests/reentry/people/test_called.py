"""The search box opens names once for each version of a record, and shows each viewer their own people alone."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from agency.access.permissions import Viewer
from agency.audit import audit
from agency.database import Database
from agency.keys import erasures
from agency.keys.erasures import EXPUNGE, Order
from agency.keys.vault import RecordKey, Vault
from agency.staff.staff import Role
from reentry.people.called import OpenedNames
from reentry.people.people import Person


def _found(database: Database, opened: OpenedNames, viewer: Viewer, words: str, limit: int = 10) -> list[str]:
    with database.reading() as session:
        return [each.name for each in opened.called(session, viewer, words, limit)]


@pytest.fixture
def supervisor(office: UUID, hire: Callable[..., UUID]) -> Viewer:
    """Who sees everybody of the office."""
    return Viewer(hire("supervisor"), Role("supervisor"), office)


def test_people_are_found_by_name_other_name_and_number_in_the_order_of_names(
    database: Database, supervisor: Viewer, take_in: Callable[..., UUID]
) -> None:
    take_in(aliases=["Red"])
    take_in(number="TD-1002", given_name="Anna", family_name="Tidal")
    opened = OpenedNames()

    assert _found(database, opened, supervisor, " TID ") == ["Anna Tidal", "Marcus Tidewater"]
    assert _found(database, opened, supervisor, "tid", limit=1) == ["Anna Tidal"]
    assert _found(database, opened, supervisor, "td-1002") == ["Anna Tidal"]
    assert _found(database, opened, supervisor, "red") == ["Marcus Tidewater"]


def test_whom_one_viewer_may_see_another_does_not_find_though_the_name_is_opened(
    database: Database,
    supervisor: Viewer,
    hire: Callable[..., UUID],
    office: UUID,
    take_in: Callable[..., UUID],
) -> None:
    take_in()
    opened = OpenedNames()
    other = Viewer(hire("officer", email="other@test.example"), Role("officer"), office)

    assert _found(database, opened, supervisor, "tide") == ["Marcus Tidewater"]
    assert _found(database, opened, other, "tide") == []


def test_a_changed_name_is_found_and_the_old_one_is_not(
    database: Database, supervisor: Viewer, take_in: Callable[..., UUID]
) -> None:
    person_id, opened = take_in(), OpenedNames()
    _found(database, opened, supervisor, "tide")

    with database.writing() as session:
        session.get_one(Person, person_id).family_name = "Harbor"
        audit.record(session, "person.updated", None, person_id, fields="family_name")

    assert _found(database, opened, supervisor, "tide") == []
    assert _found(database, opened, supervisor, "harbor") == ["Marcus Harbor"]


def test_whoever_is_gone_is_forgotten_at_the_next_search_by_anybody(
    database: Database,
    supervisor: Viewer,
    hire: Callable[..., UUID],
    office: UUID,
    take_in: Callable[..., UUID],
) -> None:
    person_id, opened = take_in(), OpenedNames()
    _found(database, opened, supervisor, "tide")
    assert len(opened) == 1

    with database.writing() as session:
        person = session.get_one(Person, person_id)
        order = Order(person.id, person.number_index, EXPUNGE, date(2026, 11, 28), "Order 7")
        erasures.carry_out(session, order, database.clock.now())
        audit.record(session, "person.erased", None, person_id, kind=EXPUNGE)
    _found(database, opened, Viewer(hire("coordinator"), Role("coordinator"), office), "zebra")

    assert len(opened) == 0


def test_names_are_opened_once(
    database: Database, supervisor: Viewer, take_in: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in()
    opened = OpenedNames()
    _found(database, opened, supervisor, "tide")
    opening: list[str] = []
    whole = Vault.open

    def note(vault: Vault, key: RecordKey, label: str, sealed: bytes) -> dict[str, Any]:
        opening.append(label)
        return whole(vault, key, label, sealed)

    monkeypatch.setattr(Vault, "open", note)

    assert _found(database, opened, supervisor, "zebra") == []
    assert opening == []
