"""A file that is no intake is refused in a sentence, soon, in little memory, and nothing of it is kept."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from agency.database import Database
from tests import figures
from tests.browser import Answer
from tests.security.conftest import Desks
from tests.security.contents import contents
from tests.security.hostile import multipart

pytestmark = pytest.mark.security

SHEET = "xl/worksheets/sheet1.xml"
OPENED = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
)
CLOSED = b"</row></sheetData></worksheet>"
CELL = b'<c t="inlineStr"><is><t>%s</t></is></c>'
# An entity of ten of the one before it, ten times over: ten thousand million laughs.
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (each + 1, b"&a%d;" % each * 10) for each in range(10))
MOST_MEMORY = 200 * 1024**2


def workbook(sheet: bytes) -> bytes:
    """A workbook whose one sheet was replaced."""
    book, plain, made = Workbook(), io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.infolist():
            target.writestr(each.filename, sheet if each.filename == SHEET else source.read(each))
    return made.getvalue()


FILES: dict[str, bytes] = {
    "program.exe": b"MZ" * 100,
    "no-ending": b"{}",
    "nothing.json": b"",
    "nothing.csv": b"",
    "nothing.xlsx": b"",
    "page.xlsx": b"%PDF-1.7",
    "other.xlsx": b"PK\x05\x06" + bytes(18),
    "cut.json": b'[{"number": "TD-1", "given_na',
    "scalars.json": b'[1, "a", null, true, [], {}]',
    "not-numbers.json": b"[NaN, -Infinity, 1e9999]",
    "long-number.json": b'[{"number": ' + b"9" * 5_000 + b"}]",
    "deep.json": b'{"facts":' * 50_000,
    "half.json": b'[{"number": "\\ud800", "given_name": "a", "family_name": "b", "kind": "parole"}]',
    "utf-16.json": '[{"number": "TD-1"}]'.encode("utf-16"),
    "utf-16.csv": "number,given_name\nTD-1,a\n".encode("utf-16"),
    "bytes.csv": b"number\xff\xfe\n\x80\x81\x8d,1\n",
    "nul.csv": b"number,given_name\nTD\0-1,a\n",
    "open-quote.csv": b'number,given_name\n"1,2\n' * 100,
    "long-field.csv": b"number\n" + b"x" * 2_000_000,
    "formulas.csv": b"number,given_name\n=1+1,@SUM(A1)\n",
    "million-columns.csv": b"number" + b",c" * 1_000_000 + b"\n1",
    "million-rows.csv": b"number\n" + b"1\n" * 1_000_000,
    "deep-heading.csv": b"a." * 5_000 + b"b\n1\n",
    "both.csv": b"facts,facts.veteran,number.x,number\n1,2,3,4\n",
    "million-people.json": b"[{}" + b",{}" * 1_000_000 + b"]",
    "bomb.xlsx": workbook(OPENED + CELL % (b"0" * 80_000_000) + CLOSED),
    "wide.xlsx": workbook(OPENED + CELL % b"x" * 10_000 + CLOSED),
    "laughs.xlsx": workbook(
        b'<!DOCTYPE l [<!ENTITY a0 "ha">' + LAUGHS + b"]>" + OPENED + CELL % b"&a9;" + CLOSED
    ),
    "from-here.xlsx": workbook(
        b'<!DOCTYPE e [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + OPENED + CELL % b"&e;" + CLOSED
    ),
}


def send(desks: Desks, name: str, content: bytes) -> Answer:
    """Bring a file as the officer does."""
    token = ("csrf_token", desks.tokens["officer"])
    body, kind = multipart([token], ["file"], (name, content, "application/octet-stream"))
    client = desks.browsers["officer"].client
    return Answer(client.post("/people/import", data=body, content_type=kind))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_is_no_intake_is_refused_and_nothing_of_it_is_kept(
    desks: Desks, database: Database
) -> None:
    before, odd = contents(database), []

    tracemalloc.start()
    for name, content in FILES.items():
        tracemalloc.reset_peak()
        answer = send(desks, name, content)
        peak = tracemalloc.get_traced_memory()[1]
        told = "usa-error-message" in answer.text and len(answer.data) < 100_000
        if answer.status != 422 or not told or peak > MOST_MEMORY or "root:" in answer.text:
            odd.append(f"{name}: {answer.status}, {len(answer.data)} bytes, {peak // 1024**2} MB")
    tracemalloc.stop()

    figures.record("form fuzz", len(FILES), len(odd))
    assert odd == []
    assert contents(database) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_good_file_among_them_would_be_taken_in(desks: Desks, database: Database) -> None:
    before = contents(database)
    people = b"number,given_name,family_name,kind\nTD-77,Iris,Sedgewick,parole\n"

    answer = send(desks, "people.csv", people)

    assert answer.status == 303
    assert contents(database)["person"][0] == before["person"][0] + 1
