"""Files as they really come: each goes in right, or is refused with the row, the field and a reason; here is which."""

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from resources.imports.batch import Batch
from resources.imports.importing import read_path
from resources.imports.refusals import UnusableFileError
from resources.imports.rows import Outcome

Judge = Callable[..., Batch]
Row = Sequence[object]
Rows = Sequence[Row]

HEAD = ("Agency", "Address", "City", "State", "Zip", "Phone", "Service", "Hours", "Fees")
STEP = (
    *("Harbor Step", "12 Elm St", "Baltimore", "MD", "21202", "(410) 555-0101"),
    *("Transitional housing", "Mon-Fri 9-5", "Free"),
)
TABLE = (
    *("Canton Table", "9 Oak St", "Baltimore", "MD", "21224", "(410) 555-0102"),
    *("Food pantry", "Sat 10-12", "None"),
)
BOTH = {"Harbor Step": "Transitional housing", "Canton Table": "Food pantry"}
PROVIDER = {"id": "o1", "name": "Harbor Step", "description": "Homes"}
SERVICE = {"id": "s1", "name": "Transitional housing", "status": "active"}
WHOLE = {**PROVIDER, "services": [SERVICE]}
AT_PLACE = {
    "id": "l1",
    "service": {**SERVICE, "organization": PROVIDER},
    "location": {"id": "p1", "location_type": "physical", "name": "Step"},
}
OTHER = {
    "id": "o2",
    "name": "Canton Table",
    "description": "Meals",
    "services": [{"id": "s2", "name": "Food pantry", "status": "active"}],
}


def text(rows: Rows, delimiter: str = ",") -> bytes:
    kept = StringIO()
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode()


def workbook(*sheets: Rows, merged: Sequence[str] = ()) -> bytes:
    book, kept = openpyxl.Workbook(), BytesIO()
    for empty in list(book.worksheets):
        book.remove(empty)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(kept)
    return kept.getvalue()


def packed(**members: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def with_(row: Row, at: int, cell: object) -> Row:
    return (*row[:at], cell, *row[at + 1 :])


@dataclass(frozen=True)
class Strange:
    """A file; services by provider where it goes in, said where it is refused, told: row, field and code of what
    the coordinator is told of it, and also: a column of the first record of a kind as it is to be.
    """

    name: str
    content: bytes
    services: dict[str, str] | None = None
    said: str = ""
    told: tuple[tuple[int, str, str], ...] = ()
    rejected: tuple[int, ...] = ()
    also: tuple[str, str, object] | None = None


FILES = {
    # Headers.
    "a title over merged cells": Strange(
        "a.xlsx",
        workbook([["Resources 2026"], ["Who", None, "Where"], HEAD, STEP, TABLE], merged=["A1:I1", "A2:B2"]),
        BOTH,
    ),
    "two lines of headers, the names in the second": Strange(
        "a.csv", text([["Agency", "Contact", "", "", "", "", "Program"], HEAD, STEP, TABLE]), BOTH
    ),
    "a second line of headers in another language": Strange(
        "a.csv",
        text(
            [
                HEAD,
                [
                    *("Agencia", "Dirección", "Ciudad", "Estado", "Código"),
                    *("Teléfono", "Servicio", "Horario", "Costo"),
                ],
                STEP,
                TABLE,
            ]
        ),
        BOTH,
        told=((2, "organization", "page_header"),),
        rejected=(2,),
    ),
    "blank columns": Strange(
        "a.csv", text([["", *row[:3], "", "", *row[3:], ""] for row in (HEAD, STEP, TABLE)]), BOTH
    ),
    "two columns of one name: the second is told, not lost in silence": Strange(
        "a.csv",
        text([(*HEAD, "Phone"), (*STEP, "(410) 555-0199"), (*TABLE, "")]),
        BOTH,
        told=((0, "", "column_not_read"),),
    ),
    "headers one under the other": Strange(
        "a.csv", text(list(zip(HEAD, STEP, TABLE, strict=True))), said="lies on its side"
    ),
    "one column of everything": Strange(
        "a.csv", b"Harbor Step - 12 Elm St\nCanton Table - 9 Oak St\n", said="has one column"
    ),
    "blanks that do not break, and such of no width": Strange(
        "a.csv",
        text([("\u00a0Agency\u00a0", *HEAD[1:]), ("\u200bHarbor\u00a0Step ", *STEP[1:]), TABLE]),
        BOTH,
    ),
    # Rows that are no providers.
    "totals": Strange(
        "a.csv",
        text([HEAD, STEP, TABLE, ["Total: 2"], ["Grand total", "2"]]),
        BOTH,
        told=((4, "organization", "total_row"), (5, "organization", "total_row")),
        rejected=(4, 5),
    ),
    "headings between the rows and a note below": Strange(
        "a.csv",
        text([HEAD, ["HOUSING"], STEP, TABLE, ["* Call before you go."]]),
        BOTH,
        told=((2, "organization", "only_a_name"), (5, "organization", "only_a_name")),
        rejected=(2, 5),
    ),
    "N/A everywhere": Strange(
        "a.csv",
        text([HEAD, with_(with_(STEP, 5, "N/A"), 7, "n/a"), ["N/A"] * 9]),
        {"Harbor Step": "Transitional housing"},
        told=((3, "", "blank_row"),),
        rejected=(3,),
        also=("service", "hours_description", ""),
    ),
    "no charge is said with None": Strange(
        "a.csv",
        text([HEAD, TABLE]),
        {"Canton Table": "Food pantry"},
        also=("service", "fees_description", "None"),
    ),
    # Workbooks.
    "a cover page first": Strange(
        "a.xlsx", workbook([["Directory"], ["Prepared by the county"]], [HEAD, STEP, TABLE]), BOTH
    ),
    "an explanation of the columns first": Strange(
        "a.xlsx",
        workbook([["Column", "Meaning"], ["Agency", "The provider"]], [HEAD, STEP, TABLE]),
        BOTH,
        told=((0, "", "sheet_not_read"),),
    ),
    "a sheet for each kind of service": Strange("a.xlsx", workbook([HEAD, STEP], [HEAD, TABLE]), BOTH),
    "a name over several rows": Strange(
        "a.xlsx",
        workbook([HEAD, STEP, (None, *with_(STEP[1:], 5, "Case management"))], merged=["A2:A3"]),
        {"Harbor Step": "Transitional housing, Case management"},
    ),
    "hours that became a day": Strange(
        "a.xlsx",
        workbook([HEAD, with_(STEP, 7, datetime(2026, 3, 5)), TABLE]),  # noqa: DTZ001 - Excel has no zones
        BOTH,
        told=((2, "hours", "hours_are_a_number"),),
        also=("service", "hours_description", ""),
    ),
    "hours that became a fraction of a day": Strange(
        "a.xlsx",
        workbook([HEAD, with_(STEP, 7, 0.375), TABLE]),
        BOTH,
        told=((2, "hours", "hours_are_a_number"),),
    ),
    "hours that became a number of days": Strange(
        "a.xlsx",
        workbook([HEAD, with_(STEP, 7, 46086), TABLE]),
        BOTH,
        told=((2, "hours", "hours_are_a_number"),),
    ),
    "an hour by itself": Strange("a.xlsx", workbook([HEAD, with_(STEP, 7, time(9)), TABLE]), BOTH),
    "telephone numbers as numbers": Strange(
        "a.xlsx",
        workbook([HEAD, with_(STEP, 5, 4105550101.0)]),
        {"Harbor Step": "Transitional housing"},
        also=("phone", "number", "(410) 555-0101"),
    ),
    "ZIP codes without their zero": Strange(
        "a.xlsx",
        workbook([HEAD, ("Harbor Step", "12 Elm St", "Boston", "MA", 2108, *STEP[5:])]),
        {"Harbor Step": "Transitional housing"},
        also=("address", "postal_code", "02108"),
    ),
    "a workbook that is named a CSV": Strange("a.csv", workbook([HEAD, STEP, TABLE]), BOTH),
    "a CSV that is named a workbook": Strange("a.xlsx", text([HEAD, STEP]), said="not an Excel workbook"),
    # Cells.
    "a number with a decimal point": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 5, "4105550101.0")]),
        {"Harbor Step": "Transitional housing"},
        also=("phone", "description", ""),
    ),
    "a number with an exponent": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 5, "4.105550101E9")]),
        {"Harbor Step": "Transitional housing"},
        also=("phone", "number", "(410) 555-0101"),
    ),
    "a number that a program rounded": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 5, "4.11E+09")]),
        {"Harbor Step": "Transitional housing"},
        told=((2, "phone", "phone_unclear"),),
    ),
    "numbers kept as text by a formula": Strange(
        "a.csv",
        text([HEAD, with_(with_(STEP, 4, '="21202"'), 5, '="(410) 555-0101"')]),
        {"Harbor Step": "Transitional housing"},
        also=("phone", "description", ""),
    ),
    "a ZIP code with a decimal point": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 4, "21202.0")]),
        {"Harbor Step": "Transitional housing"},
        also=("address", "postal_code", "21202"),
    ),
    "a post-office box beside a street": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 1, "PO Box 77, 12 Elm St")]),
        {"Harbor Step": "Transitional housing"},
        also=("address", "address_1", "12 Elm St"),
    ),
    "latitude and longitude swapped": Strange(
        "a.csv",
        text([(*HEAD, "Lat", "Lon"), (*STEP, "-76.61", "39.29")]),
        {"Harbor Step": "Transitional housing"},
        told=((2, "latitude", "swapped"),),
    ),
    "states in full": Strange(
        "a.csv",
        text([HEAD, with_(STEP, 3, "Maryland")]),
        {"Harbor Step": "Transitional housing"},
        also=("address", "state_province", "MD"),
    ),
    # Text.
    "curly quotes of Windows": Strange(
        "a.csv",
        text([HEAD, ("St. John’s “Step”", *STEP[1:])]).decode().encode("cp1252"),
        {"St. John’s “Step”": "Transitional housing"},
    ),
    "curly quotes that another program misread": Strange(
        "a.csv", text([HEAD, ("St. Johnâ€™s", *STEP[1:])]), {"St. John’s": "Transitional housing"}
    ),
    "an honest circumflex": Strange(
        "a.csv", text([HEAD, ("Pâté of São Paulo", *STEP[1:])]), {"Pâté of São Paulo": "Transitional housing"}
    ),
    "semicolons": Strange("a.csv", text([HEAD, STEP, TABLE], ";"), BOTH),
    "semicolons under a title with commas": Strange(
        "a.csv", b"Places, towns, and counties, 2026\n" + text([HEAD, STEP, TABLE], ";"), BOTH
    ),
    "a line that tells Excel what divides cells": Strange(
        "a.csv", b"sep=;\n" + text([HEAD, STEP, TABLE], ";"), BOTH
    ),
    "tabs": Strange("a.txt", text([HEAD, STEP, TABLE], "\t"), BOTH),
    "lines ended as old Macs did": Strange("a.csv", text([HEAD, STEP, TABLE]).replace(b"\r\n", b"\r"), BOTH),
    "UTF-16": Strange("a.csv", text([HEAD, STEP]).decode().encode("utf-16"), said="UTF-16"),
    "UTF-16 that does not say so": Strange(
        "a.csv", text([HEAD, STEP]).decode().encode("utf-16-le"), said="null bytes"
    ),
    "a quotation mark that is never closed": Strange(
        "a.csv",
        text([HEAD, TABLE]) + b'Harbor Step,"12 Elm St,Baltimore,MD\r\n' + text([STEP]),
        said="quotation mark in row 3",
    ),
    "a page of a website": Strange("a.csv", b"<!DOCTYPE html><html>Please log in</html>", said="one column"),
    "a list of persons": Strange(
        "a.csv", b"First name,Last name,DOB\nTest,Person,1990-01-01\n", said="could be recognized"
    ),
    # JSON and archives.
    "an object on each line": Strange(
        "a.ndjson", b"\n".join(json.dumps(each).encode() for each in (WHOLE, OTHER)), BOTH
    ),
    "an object on each line, named JSON": Strange(
        "a.json", b"\n".join(json.dumps(each).encode() for each in (WHOLE, OTHER)), BOTH
    ),
    "an object on each line, one broken off": Strange(
        "a.jsonl",
        b'{"id": "o1", "name": "A"}\n{"id": "o2", "name": "B"}\n{"id": \n',
        said="line 3",
    ),
    "organizations under their name": Strange(
        "a.json", json.dumps({"organizations": [WHOLE, OTHER]}).encode(), BOTH
    ),
    "services that carry their organization": Strange(
        "a.json",
        json.dumps(
            [{**SERVICE, "organization": PROVIDER}, {**SERVICE, "id": "s3", "organization": PROVIDER}]
        ).encode(),
        {"Harbor Step": "Transitional housing, Transitional housing"},
    ),
    "services at places": Strange(
        "a.json",
        json.dumps({"contents": [AT_PLACE]}).encode(),
        {"Harbor Step": "Transitional housing"},
    ),
    "a map": Strange(
        "a.json", b'{"type": "FeatureCollection", "features": []}', said="no HSDS organizations"
    ),
    "what a Mac and Excel leave in a zip": Strange(
        "a.zip",
        packed(
            **{
                "__MACOSX/._list.csv": b"\x00\x05",
                "list.csv": text([HEAD, STEP, TABLE]),
                ".DS_Store": b"\x00",
                "Thumbs.db": b"\x00",
                "~$list.xlsx": b"\x00",
            }
        ),
        BOTH,
    ),
    "a zip in a zip": Strange("a.zip", packed(**{"b.zip": packed()}), said="a directory comes as"),
}


@pytest.mark.parametrize("what", FILES)
def test_it_goes_in_right_or_says_why_not(tmp_path: Path, judge: Judge, what: str) -> None:
    strange = FILES[what]
    path = tmp_path / strange.name
    path.write_bytes(strange.content)

    if strange.said:
        with pytest.raises(UnusableFileError, match=strange.said):
            judge(path)
        return
    batch = judge(path)

    assert _services(batch) == strange.services
    told = {(each.row, each.field, each.code) for each in batch.problems}
    assert told >= set(strange.told)
    assert not {each for each in told - set(strange.told) if each[2] not in ("no_need", "out_of_reach")}
    rejected = [row.number for row, outcome in batch.settled.items() if outcome is Outcome.REJECTED]
    assert sorted(rejected) == sorted(strange.rejected)
    if strange.also:
        kind, column, value = strange.also
        assert batch.of_kind(kind)[0].values[column] == value


def _services(batch: Batch) -> dict[str, str]:
    names: dict[Any, str] = {each.name: each.values["name"] for each in batch.of_kind("organization")}
    found: dict[str, str] = {}
    for each in batch.of_kind("service"):
        provider = names[each.parents["organization_id"]]
        found[provider] = ", ".join(filter(None, (found.get(provider), each.values["name"])))
    return found


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", set()), ("cp1252", set()), ("cp437", {"encoding_guessed"})]
)
def test_letters_of_a_wrongly_guessed_encoding_are_told_of_the_file(
    tmp_path: Path, encoding: str, told: set[str]
) -> None:
    path = tmp_path / "guide.csv"
    path.write_bytes("Organization,Phone\nCafé House,410-555-0101\n".encode(encoding))

    _, batch = read_path(path)

    assert {each.code for each in batch.problems if each.row == 0} == told
