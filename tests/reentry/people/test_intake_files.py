"""Intake files: JSON and spreadsheets say the same; what cannot be read is refused in a sentence."""

import io
import json
from datetime import datetime

import pytest
from openpyxl import Workbook

from agency.errors import InvalidError
from reentry.people import intake_files

MARCUS = {
    "number": "TD-1",
    "given_name": "Marcus",
    "facts": {"birth_date": "1988-05-02"},
    "needs": ["housing", "jobs"],
}


def workbook() -> bytes:
    """One person on a sheet, with a real date cell."""
    book = Workbook()
    book.worksheets[0].append(["Record number", "Given name", "Date of birth", "needs"])
    book.worksheets[0].append(["TD-1", "Marcus", datetime(1988, 5, 2), "housing, jobs"])  # noqa: DTZ001
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "people.json",
            json.dumps(MARCUS).encode(),
        ),
        ("people.csv", b"Record number,First name,DOB,needs\nTD-1,Marcus,1988-05-02,housing; jobs\n,,,\n"),
        (
            "people.CSV",
            "\ufeffnumber,given_name,facts.birth_date,needs\nTD-1,Marcus,1988-05-02,housing;jobs".encode(),
        ),
        ("people.xlsx", workbook()),
    ],
)
def test_each_kind_of_file_says_the_same(name: str, content: bytes) -> None:
    assert intake_files.read(name, content) == [MARCUS]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("people.txt", b"", "ends in .json, .csv or .xlsx"),
        ("people.json", b'[{"number": "TD-1",\n', "not whole JSON: line 2"),
        ("people.json", b"[]", "holds nobody"),
        ("people.csv", b"number,given_name\n", "holds nobody"),
        ("people.xlsx", b"PK\x03\x04 no workbook", "not a spreadsheet"),
        ("people.json", b"[" * 100_000, "nested too deeply"),
        ("people.json", b'[{"number": ' + b"9" * 5_000 + b"}]", "a number that is too long"),
        ("people.json", b'[{}, {"number": "\\ud800"}]', "Person 2 has a text"),
        ("people.json", b" " * 17 * 1024**2, "larger than 16 MB"),
        ("people.csv", b"number\n" + b"x" * 200_000, "no table: line 2"),
        ("people.csv", b"number\na\0b\n", "Person 1 has a text"),
        ("people.csv", b"number\n" + b"1\n" * 20_001, "at most 20,000"),
        ("people.csv", ",".join(map(str, range(501))).encode(), "too many columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str, content: bytes, told: str) -> None:
    with pytest.raises(InvalidError, match=told):
        intake_files.read(name, content)


def test_a_name_in_the_old_windows_encoding_is_read() -> None:
    (person,) = intake_files.read("people.csv", "number,given_name\n1,José".encode("cp1252"))

    assert person["given_name"] == "José"
