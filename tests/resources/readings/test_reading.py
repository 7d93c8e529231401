"""What is read waits for a decision, is read once, and stands back where staff or the source said it themselves."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from resources.changes import editing
from resources.changes.change import Change
from resources.geocoding.geocoder import Geocoder
from resources.imports.importing import import_directory
from resources.imports.refusals import UnusableFileError
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

RULES = [("gender", "waits"), ("minimum_age", "waits"), ("sex_offense", "waits")]


def stored(database: Database) -> tuple[int, int]:
    """How many rules and proposals there are."""
    with database.reading() as session:
        rules = session.scalar(select(func.count()).select_from(ServiceRequirement)) or 0
        return rules, session.scalar(select(func.count()).select_from(Change)) or 0


def test_rules_wait_with_the_exact_words_and_are_confirmed_by_nobody(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", MEN)

    told = desk.read()

    assert desk.rules(own) == RULES
    assert (told.services, told.waiting["eligibility"]) == (1, 3)
    with database.reading() as session:
        rows = session.get_one(Service, own).requirements
        assert all(row.quote in MEN for row in rows)
        assert [row.confirmed_by for row in rows] == ["", "", ""]


def test_hours_wait_as_a_proposal_and_are_not_in_force(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", hours=WEEKDAYS)

    desk.read()

    assert desk.hours(own) == []
    with database.reading() as session:
        (change,) = editing.pending(session, own)
        assert (change.origin, change.state, list(change.fields)) == ("reading", "open", ["schedules"])


def test_what_is_read_twice_makes_nothing_new(database: Database, desk: Desk) -> None:
    desk.add("Step House", MEN, WEEKDAYS)
    desk.read()
    before = stored(database)

    assert desk.read().services == 0
    assert stored(database) == before
    desk.read(again=True)
    assert stored(database)[0] == before[0]


@pytest.mark.parametrize("source", ["staff", "county-list"])
def test_where_somebody_said_it_as_rules_nothing_is_read(desk: Desk, source: str) -> None:
    rule = ServiceRequirement(rule="minimum_age", mode="must", value=21, source=source)
    own = desk.add("Step House", MEN, requirements=[rule])

    assert desk.read().waiting["eligibility"] == 0
    assert desk.rules(own) == [("minimum_age", "unconfirmed")]


def test_where_hours_are_on_record_none_are_proposed(database: Database, desk: Desk) -> None:
    block = Schedule(byday="SA", opens_at="10:00", closes_at="12:00")
    own = desk.add("Step House", hours=WEEKDAYS, schedules=[block])

    desk.read()

    assert desk.hours(own) == [("SA", "10:00", "12:00")]
    assert stored(database) == (0, 0)


def test_rules_that_a_source_brings_later_take_the_place_of_what_waits(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Step House", MEN)
    desk.read()
    with database.writing() as session:
        record = session.get_one(Service, own)
        record.requirements.append(
            ServiceRequirement(rule="minimum_age", mode="must", value=21, source="county-list")
        )
        audit.record(session, "directory.imported", None, source="county-list", created=0, updated=1)

    desk.read()

    assert desk.rules(own) == [("minimum_age", "unconfirmed")]


def test_an_edit_of_the_words_is_read_at_once_and_the_old_reading_goes(
    database: Database, desk: Desk
) -> None:
    own = desk.add("Step House", MEN, WEEKDAYS)
    desk.read()

    with database.writing() as session:
        record = session.get_one(Service, own)
        words = {"eligibility_description": "Women only.", "hours_description": ""}
        editing.edit(session, record, words, desk.author)

    assert desk.rules(own) == [("gender", "waits")]
    with database.reading() as session:
        assert editing.pending(session, own) == []
        assert [each.state for each in editing.history(session, own, "schedules")] == ["withdrawn"]


def test_new_words_are_read_beside_what_was_accepted_of_the_old_ones(database: Database, desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    desk.read()
    desk.decide(MEN, "accepted")

    with database.writing() as session:
        record = session.get_one(Service, own)
        words = {"eligibility_description": f"{MEN} Must be sober 30 days."}
        editing.edit(session, record, words, desk.author)

    waiting = [rule for rule, state in desk.rules(own) if state == "waits"]
    confirmed = [rule for rule, state in desk.rules(own) if state == "confirmed"]
    assert confirmed == ["gender", "minimum_age", "sex_offense"]
    assert "sober_days" in waiting


def test_a_merged_record_is_not_read(database: Database, desk: Desk) -> None:
    kept, merged = desk.add("Step House"), desk.add("Step House again", MEN)
    with database.writing() as session:
        record = session.get_one(Service, merged)
        record.merged_into = kept
        editing.edit(session, record, {"alert": "Merged"}, desk.author)

    assert desk.read().services == 0


def listed(path: Path, *texts: str) -> Path:
    """A file of services, one for each text."""
    services = [
        {
            "id": f"s{number}",
            "name": f"Program {number}",
            "status": "active",
            "eligibility_description": text,
            "reentry": {"hours_description": WEEKDAYS},
        }
        for number, text in enumerate(texts)
    ]
    path.write_text(json.dumps([{"id": "o1", "name": "Invented Homes", "services": services}]))
    return path


def bring(database: Database, path: Path, clock: FixedClock, source: str = "") -> None:
    with database.writing() as session:
        import_directory(session, path, clock.now(), Geocoder, source=source)


def test_an_import_reads_in_the_same_transaction_and_again_changes_nothing(
    database: Database, clock: FixedClock, desk: Desk, tmp_path: Path
) -> None:
    path = listed(tmp_path / "list.json", MEN, "Women only.")
    bring(database, path, clock)
    before = stored(database)
    assert before == (4, 2)

    bring(database, path, clock)

    assert stored(database) == before


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
def test_no_import_brings_back_what_was_decided(
    database: Database, clock: FixedClock, desk: Desk, tmp_path: Path, verdict: str
) -> None:
    path = listed(tmp_path / "list.json", MEN)
    bring(database, path, clock)
    with database.reading() as session:
        own = session.scalars(select(Service.id)).one()
    desk.decide(MEN, verdict)
    desk.decide(WEEKDAYS, verdict, kind="hours")
    rules, hours = desk.rules(own), desk.hours(own)
    before = stored(database)

    bring(database, path, clock)
    desk.read(again=True)

    assert (desk.rules(own), desk.hours(own)) == (rules, hours)
    assert stored(database) == before
    assert bool(rules) == bool(hours) == (verdict == "accepted")


def test_what_staff_took_out_by_hand_is_not_brought_back_either(
    database: Database, clock: FixedClock, desk: Desk, tmp_path: Path
) -> None:
    path = listed(tmp_path / "list.json", MEN)
    bring(database, path, clock)
    desk.decide(MEN, "accepted")
    with database.writing() as session:
        record = session.scalars(select(Service)).one()
        editing.edit(session, record, {"requirements": []}, desk.author)
        own = record.id

    bring(database, path, clock)

    assert desk.rules(own) == []


@pytest.mark.parametrize("name", ["prose", "staff"])
def test_no_file_takes_the_name_of_what_was_made_here(
    database: Database, clock: FixedClock, tmp_path: Path, name: str
) -> None:
    path = listed(tmp_path / f"{name}.json", MEN)

    with pytest.raises(UnusableFileError):
        bring(database, path, clock, source=name)
    bring(database, path, clock)

    with database.reading() as session:
        assert session.scalars(select(Service.source)).one() == f"{name}-2"
