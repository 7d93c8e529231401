"""What an import does to what is there: in place, once, and never over what people confirmed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.database import Database
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.duplicates.merging import merge
from resources.imports.importing import Report
from resources.imports.rows import Outcome
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from resources.upkeep.calls import Assurance

HEADER = "Organization,Address,Phone,Services,Type\n"
STEP = 'Harbor Step,"12 Elm St, Baltimore, MD 21202",(410) 555-0101,Transitional housing.,Housing\n'
TABLE = 'Canton Table,"9 Oak St, Baltimore, MD 21224",(410) 555-0102,Hot meals.,Food\n'
LANTERN = 'Lantern House,"7 Ash St, Baltimore, MD 21218",(410) 555-0103,Shelter for battered women.,Shelter\n'
Load = Callable[..., Report]
Write = Callable[..., Path]


STAFF = Author(None, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def change(database: Database, work: Callable[[Any], None]) -> None:
    with database.writing() as session:
        work(session)
        audit.record(session, "directory.edited", None, fields="test")


def one(session: Any, model: Any, name: str = "Harbor Step") -> Any:
    return session.scalars(select(model).where(model.name == name)).one()


def test_the_same_file_again_changes_nothing(load: Load, write: Write) -> None:
    path = write(guide_csv=HEADER + STEP + TABLE)

    first, again = load(path), load(path)

    assert first.counts == {Outcome.CREATED: 2}
    assert again.counts == {Outcome.UNCHANGED: 2}


def test_a_changed_row_changes_its_record_in_place(load: Load, write: Write, database: Database) -> None:
    load(write(guide_csv=HEADER + STEP + TABLE))
    with database.reading() as session:
        before = one(session, Service).id

    report = load(write(guide_csv=HEADER + STEP.replace("Transitional", "Permanent") + TABLE))

    assert report.counts == {Outcome.UPDATED: 1, Outcome.UNCHANGED: 1}
    with database.reading() as session:
        after = one(session, Service)
        assert (after.id, after.description) == (before, "Permanent housing.")


def test_a_number_that_is_gone_from_its_row_is_gone(load: Load, write: Write, database: Database) -> None:
    load(write(guide_csv=HEADER + STEP + TABLE))

    report = load(write(guide_csv=HEADER + STEP.replace("0101", "0177") + TABLE))

    assert report.counts == {Outcome.UPDATED: 1, Outcome.UNCHANGED: 1}
    with database.reading() as session:
        assert {phone.number for phone in session.scalars(select(Phone))} == {
            "(410) 555-0177",
            "(410) 555-0102",
        }


def test_a_row_that_is_gone_leaves_its_record(load: Load, write: Write, database: Database) -> None:
    load(write(guide_csv=HEADER + STEP + TABLE))

    load(write(guide_csv=HEADER + STEP))

    with database.reading() as session:
        assert {each.name for each in session.scalars(select(Service))} == {"Harbor Step", "Canton Table"}
        assert len(session.scalars(select(Phone)).all()) == 2


def test_a_renamed_copy_finds_its_own_records(load: Load, write: Write, tmp_path: Path) -> None:
    path = write(guide_csv=HEADER + STEP + TABLE)
    first = load(path)
    copy = tmp_path / "guide (2).csv"
    path.rename(copy)

    again = load(copy)

    assert (again.source, again.counts) == (first.source, {Outcome.UNCHANGED: 2})


def test_another_file_of_the_same_name_is_another_source(load: Load, write: Write) -> None:
    first = load(write(guide_csv=HEADER + STEP))

    other = load(write(guide_csv=HEADER + TABLE))

    assert (first.source, other.source) == ("guide", "guide-2")


def test_what_staff_confirmed_is_not_overwritten(load: Load, write: Write, database: Database) -> None:
    load(write(guide_csv=HEADER + STEP))

    def confirm(session: Any) -> None:
        service = one(session, Service)
        service.assured_date, service.assured_with = date(2026, 11, 20), "the desk"
        service.description = "Housing for men, confirmed by telephone."

    change(database, confirm)
    report = load(write(guide_csv=HEADER + STEP.replace("Transitional", "Permanent").replace("0101", "0177")))

    assert report.counts == {Outcome.UNCHANGED: 1}
    assert [problem.code for problem in report.problems] == ["confirmed_here"]
    with database.reading() as session:
        service = one(session, Service)
        assert service.description == "Housing for men, confirmed by telephone."
        assert service.assured_date == date(2026, 11, 20)
        assert [phone.number for phone in service.phones] == ["(410) 555-0101"]


def test_what_staff_edited_stays_and_the_rest_of_the_row_goes_in(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + STEP))
    with database.writing() as session:
        service = one(session, Service)
        phones = [{**each, "number": "(410) 555-0199"} for each in value_of(service, "phones")]
        editing.edit(session, service, {"description": "Rooms for a year.", "phones": phones}, STAFF)
    newer = (
        STEP.replace("Transitional", "Permanent")
        .replace("0101", "0177")
        .replace("Harbor Step,", "Harbor step,")
    )

    report, again = load(write(guide_csv=HEADER + newer)), load(write(guide_csv=HEADER + newer))

    assert [(each.field, each.code) for each in report.problems] == [
        ("description", "edited_here"),
        ("phones", "edited_here"),
    ]
    assert report.counts == {Outcome.UPDATED: 1}
    assert again.counts == {Outcome.UNCHANGED: 1}
    with database.reading() as session:
        service = one(session, Service, "Harbor step")
        assert service.description == "Rooms for a year."
        assert [phone.number for phone in service.phones] == ["(410) 555-0199"]


def test_a_part_that_was_confirmed_on_a_call_stays_and_the_rest_goes_in(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + STEP))
    with database.writing() as session:
        service = one(session, Service)
        session.add(
            Assurance(service_id=service.id, part="phone", on=date(2026, 11, 20), with_whom="Front desk")
        )
        audit.record(session, "directory.edited", None, service.id, fields="phone")

    report = load(
        write(guide_csv=HEADER + STEP.replace("0101", "0177").replace("Harbor Step,", "Harbor step,"))
    )

    assert [(each.field, each.code) for each in report.problems] == [("phones", "edited_here")]
    with database.reading() as session:
        service = one(session, Service, "Harbor step")
        assert [phone.number for phone in service.phones] == ["(410) 555-0101"]


def test_what_an_import_changes_stands_in_the_records_history(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + STEP + TABLE))

    load(write(guide_csv=HEADER + STEP.replace("Transitional", "Permanent").replace("0101", "0177") + TABLE))

    with database.reading() as session:
        service = one(session, Service)
        (change,) = editing.history(session, service.id)
        assert (change.origin, change.proposer, change.state, service.revision) == (
            *("import", "guide", "in_force"),
            2,
        )
        told = {name: (said["before"], said["after"]) for name, said in change.fields.items()}
        assert told["description"] == ("Transitional housing.", "Permanent housing.")
        assert [[row["number"] for row in rows] for rows in told["phones"]] == [
            ["(410) 555-0101"],
            ["(410) 555-0177"],
        ]
        assert editing.history(session, one(session, Service, "Canton Table").id) == []


def test_what_an_import_changed_can_be_taken_back_and_then_outranks_the_file(
    load: Load, write: Write, database: Database
) -> None:
    newer = HEADER + STEP.replace("Transitional", "Permanent")
    load(write(guide_csv=HEADER + STEP))
    load(write(guide_csv=newer))
    with database.writing() as session:
        (change,) = editing.history(session, one(session, Service).id)
        editing.undo(session, change, STAFF)

    load(write(guide_csv=newer.replace("Permanent", "Lasting")))

    with database.reading() as session:
        assert one(session, Service).description == "Transitional housing."


def test_a_place_that_moved_gets_no_point_of_its_old_address(
    load: Load, write: Write, database: Database
) -> None:
    table = "Organization,Address,Latitude,Longitude,Type\nHarbor Step,{},{},{},Housing\n"
    load(write(guide_csv=table.format('"12 Elm St, Baltimore, MD 21202"', 39.3, -76.6)))
    with database.writing() as session:
        place = session.scalars(select(Location)).one()
        moved = [{**each, "address_1": "1 New Street"} for each in value_of(place, "addresses")]
        editing.edit(session, place, {"addresses": moved}, STAFF)

    load(write(guide_csv=table.format('"12 Elm St, Baltimore, MD 21202"', 39.31, -76.61)))

    with database.reading() as session:
        place = session.scalars(select(Location)).one()
        assert place.addresses[0].address_1 == "1 New Street"
        assert place.latitude != 39.31


def test_the_changes_say_what_stood_there_before(load: Load, write: Write) -> None:
    load(write(guide_csv=HEADER + STEP + TABLE))

    report = load(
        write(guide_csv=HEADER + STEP.replace("Transitional", "Permanent").replace("0101", "0177") + TABLE)
    )

    assert [(each.outcome, each.kind, each.name) for each in report.changes] == [
        ("updated", "service", "Harbor Step"),
        ("removed", "phone", "(410) 555-0101"),
        ("created", "phone", "(410) 555-0177"),
        ("unchanged", "", "Canton Table"),
    ]
    assert [(each.field, each.before, each.after) for each in report.changes[0].fields] == [
        ("description", "Transitional housing.", "Permanent housing.")
    ]


def test_a_confirmed_point_stays_where_a_person_put_it(load: Load, write: Write, database: Database) -> None:
    load(write(guide_csv=HEADER + STEP))

    def drag(session: Any) -> None:
        place = one(session, Location)
        place.latitude, place.longitude, place.position_source = 39.3, -76.6, "confirmed"

    change(database, drag)
    header = HEADER.replace("Type", "Type,Latitude,Longitude")
    load(write(guide_csv=header + STEP.replace("Housing\n", "Housing,39.29,-76.61\n")))

    with database.reading() as session:
        place = one(session, Location)
        assert (place.latitude, place.position_source) == (39.3, "confirmed")


def test_a_service_for_survivors_is_held_and_its_place_hidden(
    load: Load, write: Write, database: Database
) -> None:
    report = load(write(guide_csv=HEADER + LANTERN))

    assert [problem.code for problem in report.problems] == ["held"]
    with database.reading() as session:
        service, place = one(session, Service, "Lantern House"), one(session, Location, "Lantern House")
        assert (service.held, service.victim_services) == (True, True)
        assert (place.confidential, place.latitude, place.position_source) == (True, None, "")


def test_what_the_coordinator_released_is_not_held_again(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + LANTERN))

    def release(session: Any) -> None:
        service = one(session, Service, "Lantern House")
        service.held = service.victim_services = False
        one(session, Location, "Lantern House").confidential = False

    change(database, release)
    load(write(guide_csv=HEADER + LANTERN.replace("Shelter for", "Safe shelter for")))

    with database.reading() as session:
        assert one(session, Service, "Lantern House").held is False
        assert one(session, Location, "Lantern House").confidential is False


def test_a_place_gets_a_point_that_says_how_sure_it_is(load: Load, write: Write, database: Database) -> None:
    report = load(write(guide_csv=HEADER + STEP))

    assert report.located == 1
    with database.reading() as session:
        place = one(session, Location)
        assert (place.precision, place.position_source) == ("zip", "zip_center")
        assert place.precision_m is not None


def test_a_new_address_gets_a_new_point(load: Load, write: Write, database: Database) -> None:
    folder = {
        "organizations_csv": "id,name\n1,Harbor Step\n2,Canton Table\n",
        "locations_csv": "id,organization_id,name\n10,1,Harbor Step\n",
    }
    addresses = "id,location_id,address_1,city,state_province,postal_code\n5,10,12 Elm St,{},MD,{}\n"
    load(write(**folder, addresses_csv=addresses.format("Baltimore", "21202")))
    with database.reading() as session:
        before = one(session, Location).latitude

    load(write(**folder, addresses_csv=addresses.format("Cumberland", "21502")))

    with database.reading() as session:
        assert one(session, Location).latitude != before


@pytest.mark.parametrize("by_staff", [True, False])
def test_a_rule_that_staff_confirmed_stays_and_one_that_came_confirmed_does_not(
    load: Load, write: Write, database: Database, by_staff: bool
) -> None:
    rule = {
        "rule": "minimum_age",
        "mode": "must",
        "value": 18,
        "confirmed_on": "2026-11-01",
        "confirmed_by": "file",
    }
    if by_staff:
        rule = {key: value for key, value in rule.items() if not key.startswith("confirmed")}
    service = {"id": "s", "name": "Beds", "status": "active", "reentry": {"requirements": [rule]}}
    organization = {"id": "o", "name": "Harbor Step", "services": [service]}
    load(write(directory_json=json.dumps([organization])))

    def confirm(session: Any) -> None:
        session.scalars(select(ServiceRequirement)).one().confirmed_on = date(2026, 11, 20)

    if by_staff:
        change(database, confirm)
    load(write(directory_json=json.dumps([organization | {"services": [service | {"reentry": {}}]}])))

    with database.reading() as session:
        assert bool(session.scalars(select(ServiceRequirement)).all()) is by_staff


def test_an_assurance_that_came_with_the_file_is_never_moved(
    load: Load, write: Write, database: Database
) -> None:
    def directory(assured: str, name: str) -> str:
        service = {"id": "s", "name": name, "status": "active", "assured_date": assured}
        return json.dumps([{"id": "o", "name": "Harbor Step", "services": [service]}])

    load(write(directory_json=directory("2026-01-01", "Beds")))
    load(write(directory_json=directory("2026-06-01", "Rooms")))

    with database.reading() as session:
        service = session.scalars(select(Service)).one()
        assert (service.name, service.assured_date) == ("Rooms", date(2026, 1, 1))


def test_every_record_says_where_it_came_from(load: Load, write: Write, database: Database) -> None:
    report = load(write(guide_csv=HEADER + STEP))

    with database.reading() as session:
        found = one(session, Organization)
        assert (found.source, found.source_id) == (report.source, "harborstep")
        assert found.imported_at == database.clock.now()


def test_a_record_that_was_merged_is_not_brought_back(load: Load, write: Write, database: Database) -> None:
    twin = STEP.replace("Harbor Step", "Harbor Step Inc.")
    load(write(guide_csv=HEADER + STEP + twin))

    def unite_both(session: Any) -> None:
        author = Author(None, database.clock.now())
        for model in (Organization, Location, Service):
            kept, gone = sorted(session.scalars(select(model)), key=lambda each: "Inc." in each.name)
            merge(session, kept, gone, {}, author)

    change(database, unite_both)
    changed = twin.replace("0101", "0188").replace("Transitional", "Permanent")
    report = load(write(guide_csv=HEADER + STEP + changed))

    assert report.counts == {Outcome.UNCHANGED: 1, Outcome.MERGED: 1}
    with database.reading() as session:
        assert "(410) 555-0188" not in {phone.number for phone in session.scalars(select(Phone))}
        assert [each.merged_into is None for each in session.scalars(select(Service))].count(True) == 1
