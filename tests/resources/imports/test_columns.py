"""Columns are found by what stands over them or in them, and as the coordinator says."""

from pathlib import Path

import pytest

from resources.imports.refusals import UnusableFileError
from resources.imports.spreadsheet.columns import find_columns, read_mapping


def test_headers_are_known_by_their_many_names() -> None:
    table = [
        ["Agency Name", "Tel", "ZIP Code", "Services Offered", "Web Site"],
        ["Harbor Step", "", "", "", ""],
    ]

    found = find_columns("a.csv", table)

    assert found.fields == {
        "organization": "Agency Name",
        "phone": "Tel",
        "postal_code": "ZIP Code",
        "description": "Services Offered",
        "website": "Web Site",
    }


def test_a_title_above_the_headers_is_passed_over() -> None:
    table = [
        ["Resource guide 2026", ""],
        ["", ""],
        ["Organization", "Phone"],
        ["Harbor Step", "410-555-0101"],
    ]

    found = find_columns("a.csv", table)

    assert (found.first_row, found.header) == (3, ["Organization", "Phone"])


def test_a_misspelled_header_is_still_known() -> None:
    assert find_columns("a.csv", [["Orgnization", "Adress"], ["Harbor Step", ""]]).fields == {
        "organization": "Orgnization",
        "address": "Adress",
    }


def test_columns_nobody_named_are_known_by_what_stands_in_them() -> None:
    rows = [
        [
            f"Invented Provider {word}",
            f"410-555-01{number}",
            "help@harbor.example",
            f"{number} Elm St",
            "21201",
        ]
        for number, word in enumerate(("North", "South", "East", "West"), 10)
    ]

    found = find_columns("a.csv", [["one", "two", "three", "four", "five"], *rows])

    assert found.fields == {
        "organization": "one",
        "phone": "two",
        "email": "three",
        "address": "four",
        "postal_code": "five",
    }


def test_a_table_without_headers_begins_with_its_first_row() -> None:
    table = [["Harbor Step", "410-555-0101"], ["Canton Table", "410-555-0102"]]

    found = find_columns("a.csv", table)

    assert (found.first_row, found.fields) == (0, {"phone": "B", "organization": "A"})


def test_the_mapping_counts_for_more_than_any_guess() -> None:
    table = [["Name", "Parent"], ["Night shelter", "Harbor Step"]]

    found = find_columns("a.csv", table, {"organization": "Parent", "service": "Name"})

    assert found.fields == {"organization": "Parent", "service": "Name"}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [({"colour": "Name"}, "none of our fields"), ({"organization": "Agency"}, "none of that name")],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping: dict[str, str], said: str) -> None:
    with pytest.raises(UnusableFileError, match=said):
        find_columns("a.csv", [["Name"], ["Harbor Step"]], mapping)


@pytest.mark.parametrize("text", ["{", '["a"]', '{"organization": 3}'])
def test_a_mapping_file_must_be_a_json_object_of_names(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text)

    with pytest.raises(UnusableFileError, match="mapping"):
        read_mapping(path)


def test_two_columns_of_one_name_do_not_hide_each_other() -> None:
    found = find_columns("a.csv", [["Organization", "Phone", "Phone"], ["Harbor Step", "", ""]])

    assert found.header == ["Organization", "Phone", "Phone (C)"]
