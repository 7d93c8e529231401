"""Ohana's tables: each row goes in, or says why not."""

from collections.abc import Callable
from typing import Any

import pytest

from resources.imports.batch import Batch
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome

ORGANIZATIONS = "id,name,website\n1,Harbor Step,www.harbor.example\n"
LOCATIONS = "id,organization_id,name,latitude,longitude\n10,1,Elm Street house,39.29,-76.61\n"
ADDRESSES = (
    "id,location_id,address_1,address_2,city,state_province,postal_code\n5,10,12 Elm St,,Baltimore,MD,21202\n"
)
SERVICES = (
    "id,location_id,name,description,eligibility,status,taxonomy_ids\n"
    "100,10,Night shelter,Beds for men.,Men 18 and older,active,103-01\n"
)
CATEGORIES = "taxonomy_id,name,parent_id\n103,Housing,\n103-01,Emergency Shelter,103\n"
FOLDER = {
    "organizations_csv": ORGANIZATIONS,
    "locations_csv": LOCATIONS,
    "addresses_csv": ADDRESSES,
    "services_csv": SERVICES,
    "categories_csv": CATEGORIES,
}
Judge = Callable[..., Batch]


@pytest.fixture
def judge_folder(write: Callable[..., Any], judge: Judge) -> Callable[..., Batch]:
    """Judges the folder with some of its tables replaced or added."""

    def read(**tables: str) -> Batch:
        return judge(write(**(FOLDER | tables)))

    return read


def test_a_sound_folder_goes_in_without_a_word(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder()

    (service,) = batch.of_kind("service")
    assert service.parts["needs"] == [
        {"need": "homeless_services", "main": True},
        {"need": "housing", "main": False},
    ]
    assert service.values["residential"] is True
    assert service.values["eligibility_description"] == "Men 18 and older"
    assert service.values["extra"] == {"categories": ["Emergency Shelter"]}
    (location,) = batch.of_kind("location")
    assert (location.values["latitude"], location.values["position_source"]) == (39.29, "imported")
    assert batch.problems == []


def test_a_service_without_a_place_is_rejected(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(services_csv="id,location_id,name\n100,,Night shelter\n101,99,Day shelter\n")

    assert [(each.row, each.field, each.code) for each in batch.problems] == [
        (2, "location_id", "no_parent"),
        (3, "location_id", "unknown_parent"),
    ]


def test_what_belongs_to_a_rejected_row_is_rejected_with_its_reason(
    judge_folder: Callable[..., Batch],
) -> None:
    batch = judge_folder(organizations_csv="id,name\n1,\n2,Canton Table\n")

    rejected = [problem for problem in batch.problems if problem.code == "parent_rejected"]
    assert [problem.file for problem in rejected] == ["locations.csv", "addresses.csv", "services.csv"]
    assert "row 2 of organizations.csv was rejected: The organization has no name." in rejected[0].message


def test_phones_of_people_who_are_not_in_the_files_stay_with_their_organization(
    judge_folder: Callable[..., Batch],
) -> None:
    phones = "id,contact_id,location_id,organization_id,service_id,number,number_type\n1,77,,1,,(410) 555-0101,voice\n"

    batch = judge_folder(phones_csv=phones)

    (phone,) = batch.of_kind("phone")
    assert phone.parents == {"organization_id": ("organization", "1")}


def test_a_number_hangs_on_the_nearest_record_and_is_kept_once(judge_folder: Callable[..., Batch]) -> None:
    line = "{},10,1,100,(410) 555-0101,voice\n"
    phones = (
        "id,location_id,organization_id,service_id,number,number_type\n" + line.format(1) + line.format(2)
    )

    batch = judge_folder(phones_csv=phones)

    (phone,) = batch.of_kind("phone")
    assert phone.parents == {"service_id": ("service", "100")}
    assert batch.settled[batch.rows[-1]] is Outcome.MERGED


def test_a_person_stands_beside_the_number(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(
        contacts_csv="id,organization_id,name,title\n7,1,Ada Testwell,Director\n",
        phones_csv="id,contact_id,number\n1,7,(410) 555-0101\n",
    )

    (phone,) = batch.of_kind("phone")
    assert phone.values["description"] == "Ada Testwell, Director"


def test_a_confidential_address_hides_its_place(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(addresses_csv=ADDRESSES.replace("12 Elm St", "Confidential Address"))

    (location,) = batch.of_kind("location")
    assert location.values["confidential"] is True
    assert "latitude" not in location.values
    (address,) = batch.of_kind("address")
    assert (address.values["address_1"], address.values["region"]) == ("", "Baltimore City")


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("0", "0", "zero"),
        ("-76.61", "39.29", "swapped"),
        ("34.05", "-118.24", "outside_state"),
        ("north", "west", "no_coordinates"),
    ],
)
def test_coordinates_that_cannot_be_right_are_left_out(
    judge_folder: Callable[..., Batch], latitude: str, longitude: str, code: str
) -> None:
    batch = judge_folder(
        locations_csv=f"id,organization_id,name,latitude,longitude\n10,1,House,{latitude},{longitude}\n"
    )

    (location,) = batch.of_kind("location")
    assert "latitude" not in location.values
    assert [problem.code for problem in batch.problems] == [code]


def test_hours_of_a_location_are_those_of_every_service_there(judge_folder: Callable[..., Batch]) -> None:
    hours = "id,location_id,service_id,weekday,opens_at,closes_at\n1,10,,Monday,9:30,5:00 PM\n2,10,,Noday,9:30,17:00\n"

    batch = judge_folder(regular_schedules_csv=hours)

    (block,) = batch.of_kind("schedule")
    assert block.values == {"byday": "MO", "opens_at": "09:30", "closes_at": "17:00"}
    assert block.parents["service_id"] == ("service", "100")
    assert [(problem.field, problem.row) for problem in batch.problems] == [("weekday", 3)]


def test_a_suite_written_twice_is_kept_once(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(addresses_csv=ADDRESSES.replace("12 Elm St,", "12 Elm St #250,Suite 250"))

    (address,) = batch.of_kind("address")
    assert (address.values["address_1"], address.values["address_2"]) == ("12 Elm St", "Suite 250")


def test_a_repeated_id_is_rejected(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(organizations_csv=ORGANIZATIONS + "1,Canton Table,\n")

    assert [(each.row, each.code) for each in batch.problems] == [(3, "repeated_id")]


def test_a_table_that_is_not_imported_is_named(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(
        weather_csv="id\n1\n",
        holiday_schedules_csv="id,location_id,start_date,end_date,closed\n1,10,1/1/27,1/1/27,true\n",
    )

    assert [(each.file, each.row, each.code) for each in batch.problems] == [
        ("weather.csv", 0, "file_not_read"),
        ("holiday_schedules.csv", 0, "not_kept"),
    ]


def test_a_service_names_the_program_it_is_part_of(judge_folder: Callable[..., Batch]) -> None:
    batch = judge_folder(
        services_csv="id,location_id,name,program_id\n100,10,Night shelter,7\n",
        programs_csv="id,organization_id,name,alternate_name\n7,1,Winter beds,\n8,2,Nobody's,\n",
    )

    (service,) = batch.of_kind("service")
    assert service.values["extra"] == {"program": "Winter beds"}
    assert [(each.file, each.row, each.field) for each in batch.problems] == [
        ("programs.csv", 3, "organization_id")
    ]


def test_a_table_without_the_columns_it_needs_is_refused(judge_folder: Callable[..., Batch]) -> None:
    with pytest.raises(UnusableFileError, match=r"locations\.csv lacks the columns organization_id"):
        judge_folder(locations_csv="id,name\n10,House\n")
