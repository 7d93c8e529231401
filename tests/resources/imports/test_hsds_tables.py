"""HSDS 3 in tables: the rules of its JSON, and every row accounted for."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resources.imports.batch import Batch
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome

FOLDER = {
    "organizations_csv": "id,name\no1,Harbor Step\n",
    "locations_csv": "id,location_type,organization_id,name,latitude,longitude\nl1,physical,,Elm Street,39.29,-76.61\n",
    "addresses_csv": (
        "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "a1,l1,12 Elm St,Baltimore,MD,21202,US,physical\n"
    ),
    "services_csv": "id,organization_id,name,description,status\ns1,o1,Night shelter,Beds for men.,active\n",
    "service_at_location_csv": "id,service_id,location_id\nk1,s1,l1\n",
    "schedules_csv": 'id,location_id,byday,opens_at,closes_at\nh1,l1,"MO,TU",09:00,17:00\n',
    "phones_csv": "id,service_at_location_id,number,type\np1,k1,410-555-0101,voice\n",
    "cost_options_csv": "id,service_id,amount,amount_description\nc1,s1,12.5,a night\n",
    "languages_csv": "id,service_id,phone_id,name\ng1,s1,,Spanish\ng2,,p1,French\n",
    "datapackage_json": "{}",
}
Judge = Callable[..., Batch]


@pytest.fixture
def judge_tables(write: Callable[..., Any], judge: Judge) -> Judge:
    """Judges the folder with some of its tables replaced or added."""
    return lambda **tables: judge(write(**(FOLDER | tables)))


def told(batch: Batch) -> list[tuple[str, int, str, str]]:
    """Where the problems are, and of which kind."""
    return [(each.file, each.row, each.field, each.code) for each in batch.problems]


def test_the_tables_are_read_as_one_organization(judge_tables: Judge) -> None:
    batch = judge_tables()

    (service,) = batch.of_kind("service")
    assert (service.values["cost_cents"], service.values["languages"]) == (1250, ["Spanish"])
    # A location that names no provider is its service's, a number of a link too, and its hours are the service's.
    (location,) = batch.of_kind("location")
    assert location.parents == {"organization_id": ("organization", "o1")}
    assert {each.parents["service_id"] for each in (*batch.of_kind("phone"), *batch.of_kind("schedule"))} == {
        ("service", "s1")
    }
    assert [each.parents.get("location_id") for each in batch.of_kind("schedule")] == [("location", "l1")]
    assert [each.key for each in batch.of_kind("service_at_location")] == ["k1"]
    assert told(batch) == []
    assert Counter(batch.settled.values()) == {Outcome.MERGED: len(batch.rows) - 3}


@pytest.mark.parametrize(
    ("table", "text", "field", "code"),
    [
        ("phones_csv", "id,service_id,number\np1,s1,\n", "number", "invalid"),
        ("phones_csv", "id,service_id,number\np1,s9,410-555-0101\n", "service_id", "unknown_parent"),
        ("phones_csv", "id,service_id,number\np1,,410-555-0101\n", "service_id", "no_parent"),
        ("addresses_csv", "id,location_id,address_1,color\na1,l1,12 Elm St,red\n", "color", "invalid"),
        ("cost_options_csv", "id,service_id,amount\nc1,s1,much\n", "amount", "invalid"),
        ("schedules_csv", "id,service_id,byday\nh1,s1,Monday\n", "byday", "invalid"),
        ("service_at_location_csv", "id,service_id,location_id\nk1,s1,l9\n", "location_id", "unknown_parent"),
        ("services_csv", "id,organization_id,name\ns1,o1,\n", "name", "invalid"),
        ("services_csv", "id,organization_id,name\ns1,,Beds\n", "organization_id", "no_parent"),
        (
            "contacts_csv",
            "id,organization_id,name\nn1,o9,Ada Testwell\n",
            "organization_id",
            "unknown_parent",
        ),
        ("reentry_csv", "service_id,name,value\ns1,needs,[\n", "value", "invalid"),
        (
            "reentry_csv",
            'service_id,name,value\ns1,needs,"[{""need"": ""sorcery""}]"\n',
            "needs.0.need",
            "invalid",
        ),
    ],
)
def test_a_fault_names_its_file_row_and_field(
    judge_tables: Judge, table: str, text: str, field: str, code: str
) -> None:
    batch = judge_tables(**{table: text})

    assert (table.replace("_csv", ".csv"), 2, field, code) in told(batch)
    assert set(batch.settled) >= {row for row in batch.rows if row.file == table.replace("_csv", ".csv")}


def test_what_hangs_on_a_refused_row_is_refused_and_names_it(judge_tables: Judge) -> None:
    batch = judge_tables(organizations_csv="id,name\no1,\n")

    assert not batch.entries
    assert {problem.code for problem in batch.problems[1:]} == {"parent_rejected"}
    assert "row 2 of organizations.csv was rejected" in batch.problems[1].message
    # The languages of a number are read past: they hang on nothing that is kept.
    assert Counter(batch.settled.values()) == {Outcome.REJECTED: len(batch.rows) - 1, Outcome.MERGED: 1}


def test_what_export_made_harmless_is_as_it_was(judge_tables: Judge) -> None:
    batch = judge_tables(services_csv="id,organization_id,name\ns1,o1,'=Beds\n")

    assert [each.values["name"] for each in batch.of_kind("service")] == ["=Beds"]


def test_a_table_of_which_nothing_is_kept_is_named(judge_tables: Judge) -> None:
    batch = judge_tables(funding_csv="id,service_id,source\nf1,s1,A grant\n")

    assert told(batch) == [("funding.csv", 0, "", "not_kept")]


def test_a_table_without_its_columns_is_refused(judge_tables: Judge) -> None:
    with pytest.raises(UnusableFileError, match=r"services\.csv lacks the columns organization_id"):
        judge_tables(services_csv="id,name\ns1,Beds\n")


@pytest.mark.shared_data
def test_the_examples_of_the_standard_are_accounted_for(judge: Judge, shared: Path) -> None:
    batch = judge(shared / "data" / "hsds" / "examples" / "csv")

    # Their location belongs to an organization that is not among them, and so do its address and its link.
    assert {(each.file, each.field) for each in batch.problems if each.code == "unknown_parent"} == {
        ("locations.csv", "organization_id")
    }
    assert len(batch.rows) == 21
    assert {each.file for each in batch.problems if each.code == "parent_rejected"} == {
        *("addresses.csv", "accessibility.csv", "service_at_location.csv")
    }
    assert len(batch.of_kind("service")) == 1
