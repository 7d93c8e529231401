"""A table by itself is known by its header and goes in beside what its source brought before, or says what it lacks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.database import Database
from resources.imports.batch import Batch
from resources.imports.headers import of_header
from resources.imports.importing import Format, read_path
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome
from resources.records.locations import Location
from resources.records.phones import Phone
from resources.records.schedules import Schedule
from resources.records.services import Service
from tests.resources.imports.conftest import Load, Write
from tests.resources.imports.test_ohana import FOLDER

HSDS = {
    "organizations_csv": "id,name,description\no1,Harbor Step,Homes\n",
    "locations_csv": "id,organization_id,name,location_type\nl1,o1,Elm Street house,physical\n",
    "services_csv": "id,organization_id,name,status,description\ns1,o1,Night shelter,active,Beds\n",
    "service_at_location_csv": "id,service_id,location_id\nk1,s1,l1\n",
    "phones_csv": "id,service_id,number,type\np1,s1,(410) 555-0101,voice\n",
    "languages_csv": "id,service_id,name\ng1,s1,English\n",
    "required_documents_csv": "id,service_id,document\nd1,s1,State ID\n",
    "schedules_csv": "id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,MO,09:00,17:00\n",
}


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("closes_at,weekday,opens_at,location_id,id,service_id", "ohana regular_schedules"),
        ("Id,Location ID,Service ID,Weekday,Opens at,Closes at", "ohana regular_schedules"),
        ("id,organizatoin_id,name,alternate_name", "ohana programs"),
        ("id,organization_id,name", "ohana programs"),
        ("taxonomy_id,name,parent_id,parent_name", "ohana taxonomy"),
        ("id,service_id,location_id,description", "hsds service_at_location"),
        ("id,service_id,document,uri", "hsds required_documents"),
        (
            "id,location_id,service_id,organization_id,contact_id,number,extension,type,description",
            "hsds phones",
        ),
        (
            "id,name,alternate_name,description,email,website,tax_status,year_incorporated,legal_status",
            "hsds organizations",
        ),
        # Lists of providers, whatever they share with those tables.
        ("name,description,email,website,phone", ""),
        ("id,name,address,city,state,phone", ""),
        ("Organization", ""),
        ("Agency,Address,City,State,Zip,Phone,Service,Hours,Fees", ""),
        ("organization,location,services,phone", ""),
    ],
)
def test_a_table_is_known_by_its_columns_in_any_order(header: str, table: str) -> None:
    found = of_header(header.split(","))

    assert (f"{found.family} {found.name}" if found else "") == table


def test_with_the_format_told_the_columns_must_still_be_those_of_a_table(write: Write) -> None:
    with pytest.raises(UnusableFileError, match="None of the files is a table of Ohana"):
        read_path(write(guide_csv="Agency,Address,Phone\nHarbor Step,12 Elm St,410-555-0101\n"), Format.OHANA)
    with pytest.raises(UnusableFileError, match="None of the files is a table of HSDS"):
        read_path(
            write(guide_csv="Agency,Address,Phone\nHarbor Step,12 Elm St,410-555-0101\n"), Format.HSDS_CSV
        )


def test_a_mistyped_column_is_named_with_what_is_meant(write: Write) -> None:
    _, batch = read_path(write(any_csv="id,organizatoin_id,name,alternate_name\n1,1,Steps,\n"))

    (problem,) = (each for each in batch.problems if each.row)
    assert (problem.row, problem.field) == (2, "organization_id")
    assert problem.message == (
        "any.csv has no column organization_id. It has “organizatoin_id”; if that is meant, call it organization_id."
    )


def test_ohana_tables_one_after_the_other_find_their_parents(
    load: Load, tmp_path: Path, database: Database
) -> None:
    for name in ("organizations_csv", "locations_csv", "services_csv", "addresses_csv"):
        report = load(_put(tmp_path, name, FOLDER[name]))
        assert report.source == "organizations"
    hours = "id,service_id,weekday,opens_at,closes_at\n1,100,Monday,9:00,17:00\n2,7,Monday,9:00,17:00\n"
    report = load(_put(tmp_path, "hours_csv", hours))

    assert report.counts == {Outcome.CREATED: 1, Outcome.REJECTED: 1}
    assert [each.where for each in report.problems if each.row] == ["hours.csv, row 3, service_id"]
    assert report.problems[-1].message.startswith("There is no service 7 in this file or in the directory")
    with database.reading() as session:
        (service,) = session.scalars(select(Service))
        assert [each.byday for each in service.schedules] == ["MO"]
        assert service.at_locations[0].location.addresses[0].city == "Baltimore"


def test_services_alone_leave_what_categories_said(
    load: Load, write: Write, tmp_path: Path, database: Database
) -> None:
    load(write(**FOLDER), "guide")
    again = load(_put(tmp_path, "services_csv", FOLDER["services_csv"]))
    newer = FOLDER["services_csv"].replace("Beds for men.", "Beds and meals.")
    changed = load(_put(tmp_path, "services_csv", newer))

    assert (again.source, again.counts) == ("guide", {Outcome.UNCHANGED: 1})
    assert changed.counts == {Outcome.UPDATED: 1}
    with database.reading() as session:
        (service,) = session.scalars(select(Service))
        assert service.description == "Beds and meals."
        assert {each.need for each in service.needs} == {"homeless_services", "housing"}
        assert service.extra["categories"] == ["Emergency Shelter"]
        assert service.residential


def test_an_address_alone_hides_its_place(
    load: Load, write: Write, tmp_path: Path, database: Database
) -> None:
    load(write(**FOLDER), "guide")
    secret = FOLDER["addresses_csv"].replace("12 Elm St", "Confidential")
    load(_put(tmp_path, "addresses_csv", secret))

    with database.reading() as session:
        (place,) = session.scalars(select(Location))
        assert (place.confidential, place.latitude, place.addresses[0].address_1) == (True, None, "")


def test_two_directories_with_the_same_numbers_need_a_person(
    load: Load, write: Write, tmp_path: Path
) -> None:
    load(write(**FOLDER), "guide")
    load(write(**FOLDER), "other")
    phones = "id,location_id,number,number_type\n1,10,410-555-0102,voice\n"

    with pytest.raises(UnusableFileError, match=r"location 10 and others.*“guide”, “other”.*--source NAME"):
        load(_put(tmp_path, "phones_csv", phones))
    assert load(_put(tmp_path, "phones_csv", phones), "other").counts == {Outcome.CREATED: 1}


def test_hours_that_come_alone_are_all_the_hours_of_their_service(
    load: Load, write: Write, tmp_path: Path, database: Database
) -> None:
    load(write(**FOLDER), "guide")
    hours = "id,location_id,service_id,weekday,opens_at,closes_at\n"

    load(_put(tmp_path, "regular_schedules_csv", f"{hours}1,10,,Monday,9 AM,5 PM\n2,10,,Tuesday,9 AM,5 PM\n"))
    load(_put(tmp_path, "regular_schedules_csv", f"{hours}1,10,,Wednesday,1 PM,4 PM\n"))

    with database.reading() as session:
        assert {each.byday for each in session.scalars(select(Schedule))} == {"WE"}


def test_hsds_tables_alone_add_to_what_was_imported(
    load: Load, write: Write, tmp_path: Path, database: Database
) -> None:
    load(write(**HSDS), "state")
    tables = {
        "phones_csv": "id,location_id,service_id,number,type\np2,,s1,(410) 555-0102,fax\n",
        "languages_csv": "id,service_id,name\ng1,s1,English\ng2,s1,Spanish\n",
        "schedules_csv": "id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,TU,10:00,16:00\n",
        "services_csv": "id,organization_id,name,status,description\ns1,o1,Night shelter,active,Beds and meals\n",
        "locations_csv": "id,organization_id,name,location_type\nl2,o1,Oak Street house,physical\n",
        "service_at_location_csv": "id,service_id,location_id\nk2,s1,l2\n",
        "addresses_csv": "id,location_id,address_1,city,region,state_province,postal_code,country,address_type\n"
        "a1,l2,9 Oak St,Baltimore,,MD,21202,US,physical\n",
    }

    for name, text in tables.items():
        report = load(_put(tmp_path, name, text))
        assert (report.source, report.importable, report.counts.get(Outcome.REJECTED, 0)) == (
            "state",
            True,
            0,
        ), name

    with database.reading() as session:
        (service,) = session.scalars(select(Service))
        assert service.description == "Beds and meals"
        assert service.languages == ["English", "Spanish"]
        assert service.required_documents == ["State ID"]
        assert sorted(session.scalars(select(Phone.number))) == ["(410) 555-0101", "(410) 555-0102"]
        assert [each.byday for each in session.scalars(select(Schedule))] == ["TU"]
        places = {each.location.name: each.location for each in service.at_locations}
        assert sorted(places) == ["Elm Street house", "Oak Street house"]
        assert places["Oak Street house"].addresses[0].city == "Baltimore"


@pytest.mark.parametrize("name", [name for name in HSDS if name != "organizations_csv"])
def test_an_hsds_table_alone_in_an_empty_directory_names_what_is_not_there(
    judge: Callable[..., Batch], tmp_path: Path, name: str
) -> None:
    batch = judge(_put(tmp_path, name, HSDS[name]))

    (problem,) = (each for each in batch.problems if each.row)
    assert batch.settled[batch.rows[0]] is Outcome.REJECTED
    assert problem.field.endswith("_id")
    assert "in this file or in the directory" in problem.message


def _put(folder: Path, name: str, text: str) -> Path:
    """A file by itself, of another name than its table's."""
    path = folder / name.replace("_csv", ".csv")
    path.write_text(text, encoding="utf-8")
    return path
