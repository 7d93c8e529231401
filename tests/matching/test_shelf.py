"""The shelf reads what has changed, and what it keeps is what the directory says."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from agency.offices import Agency
from agency.settings import ROOT
from matching import shelf as shelves
from matching.catalog import Catalog, load
from matching.ranking import WEIGHTS
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


def test_the_index_is_laid_out_by_the_weights_that_hold(directory: Database, office: object) -> None:
    shelf = Shelf()
    with directory.reading() as session:
        usual = shelf.index(session, TODAY)
        assert usual.weights == WEIGHTS
    with directory.writing() as session:
        session.get_one(Agency, 1).ranking_weights = {"cost": 0.9}
        audit.record(session, "agency.ranking_changed", None, weights="cost 90")

    with directory.reading() as session:
        own = shelf.index(session, TODAY)
        assert own.weights == {**WEIGHTS, "cost": 0.9}
        assert shelf.index(session, TODAY) is own


def test_two_days_at_once_are_both_kept(directory: Database) -> None:
    shelf, tomorrow = Shelf(), date(2026, 11, 22)
    with directory.reading() as session:
        first, second = shelf.index(session, TODAY), shelf.index(session, tomorrow)

        assert shelf.index(session, TODAY) is first
        assert shelf.index(session, tomorrow) is second


def test_a_page_for_one_person_loads_no_compiled_code() -> None:
    program = """
import sys
from datetime import date
from matching.catalog import Catalog
from matching.columns.index import Index
from matching.conditions import Conditions
from matching.engine import Question
from matching.facts import Facts
from matching.offer import Offer
from matching.tiers import Tiers
import matching.shelf
day = date(2026, 11, 21)
index = Index(Catalog(1, {"jobs": (Offer(needs=("jobs",)),)}), day)
asked = Question(Facts(), Conditions(), None, day, day)
assert Tiers(index, index.crowd([asked], ["jobs"]), asked, "jobs").listed("possible").total == 1
assert "numba" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
