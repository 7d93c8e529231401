"""The shelf reads what has changed, and what it keeps is what the directory says."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from matching import shelf as shelves
from matching.catalog import Catalog, load
from matching.shelf import Shelf
from resources.records.phones import Phone
from resources.records.services import Service, ServiceNeed
from tests.resources.directory_records import keep, place, service

TODAY = date(2026, 11, 21)


def sorted_offers(catalog: Catalog) -> dict[str, list[str]]:
    return {need: sorted(map(repr, offers)) for need, offers in catalog.by_need.items() if offers}


def edit(database: Database, number: int, what: str) -> None:
    with database.writing() as session:
        rows = session.scalars(select(Service).order_by(Service.name)).all()
        record = rows[number % len(rows)]
        match what:
            case "rename":
                record.organization.name += "!"
            case "need":
                record.needs = [ServiceNeed(need="jobs")]
            case "phone":
                record.phones = [Phone(number="410-555-0123")]
            case "hold":
                record.held = not record.held
            case "move" if record.at_locations:
                record.at_locations[0].location.latitude = 39.0 + number / 100
            case _:
                record.alert += "."
        audit.record(session, "directory.edited", None, record.id, fields=what)


@pytest.fixture
def directory(database: Database) -> Database:
    keep(database, "First", service("A", place()), service("B", place()))
    keep(database, "Second", service("C", place()), service("D"))
    return database


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["rename", "need", "phone", "hold", "move", "alert"])),
        max_size=6,
    )
)
def test_what_is_kept_is_what_reading_anew_would_give(
    directory: Database, edits: list[tuple[int, str]]
) -> None:
    shelf = Shelf()
    with directory.reading() as session:
        shelf.catalog(session)

    for number, what in edits:
        edit(directory, number, what)
        with directory.reading() as session:
            kept, anew = shelf.catalog(session), load(session)

        assert sorted_offers(kept) == sorted_offers(anew)
        assert kept.version == anew.version


def test_nothing_is_read_while_nothing_changes(directory: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    with directory.reading() as session:
        first = shelf.catalog(session)
        monkeypatch.setattr(shelves, "load", None)
        monkeypatch.setattr(shelves, "read_services", None)

        assert shelf.catalog(session) is first


def test_only_what_changed_is_read(directory: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    with directory.reading() as session:
        first = shelf.catalog(session)
    monkeypatch.setattr(shelves, "load", None)

    edit(directory, 0, "phone")
    with directory.reading() as session:
        second = shelf.catalog(session)

    assert (
        len({id(each) for each in second.offers("housing")} - {id(each) for each in first.offers("housing")})
        == 1
    )


def test_the_index_follows_the_catalog_and_the_day(directory: Database) -> None:
    shelf = Shelf()
    with directory.reading() as session:
        first = shelf.index(session, TODAY)
        assert shelf.index(session, TODAY) is first
        assert len(first.offers("housing")) == 4
    edit(directory, 0, "hold")

    with directory.reading() as session:
        second = shelf.index(session, TODAY)
        assert second.catalog is shelf.catalog(session)
        assert len(second.catalog.offers("housing")) == 3
        assert shelf.index(session, date(2026, 11, 22)).today == date(2026, 11, 22)
