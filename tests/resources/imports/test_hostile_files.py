"""Files made to do harm: each ends in one clear refusal, soon and without filling the memory."""

import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest

from agency.database import Database
from resources.imports import files, headers, tables
from resources.imports.files import MAXIMUM_FILES
from resources.imports.importing import read_path
from resources.imports.refusals import UnusableFileError
from resources.imports.running import Reading, run
from resources.records.organizations import Organization

SECONDS = 20
MEGABYTES = 700
TABLE = "id,name\n1,Harbor Step\n"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def workbook(change: Callable[[str], str]) -> bytes:
    """A workbook of one row whose sheet was tampered with."""
    sound, tampered = BytesIO(), BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Organization", "Phone"])
    book.worksheets[0].append(["Harbor Step", "410-555-0101"])
    book.save(sound)
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tampered, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == SHEET else text)
    return tampered.getvalue()


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A zip of these members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def link() -> zipfile.ZipInfo:
    """A member that is a symbolic link."""
    info = zipfile.ZipInfo("organizations.csv")
    info.external_attr = 0o120777 << 16
    return info


def lying() -> bytes:
    """A zip whose directory claims that a member is small."""
    content = packed(("organizations.csv", b"0" * 3_000_000))
    size = (3_000_000).to_bytes(4, "little")
    return content.replace(size, (9).to_bytes(4, "little"))


def nested(depth: int) -> bytes:
    """Sound JSON, nested deep."""
    return b'[{"id": "1", "name": "x", "a": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}]"


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip that unpacks to a thousand times its size": (
        "all.zip",
        lambda: packed(("organizations.csv", b"0" * 30_000_000)),
        "far more",
    ),
    "a zip of too many files": (
        "all.zip",
        lambda: packed(*((f"{n}.csv", b"x") for n in range(MAXIMUM_FILES + 1))),
        "far more",
    ),
    "a zip that lies about its size": ("all.zip", lying, "damaged"),
    "a zip in a zip": (
        "all.zip",
        lambda: packed(("inner.zip", packed(("organizations.csv", b"x")))),
        "comes as",
    ),
    "a path that leads out": (
        "all.zip",
        lambda: packed(("a/../../organizations.csv", TABLE.encode())),
        "outside",
    ),
    "a path from the root": ("all.zip", lambda: packed(("C:\\organizations.csv", TABLE.encode())), "outside"),
    "a link in a zip": ("all.zip", lambda: packed((link(), b"/etc/passwd")), "holds a link"),
    "half a zip": ("all.zip", lambda: packed(("organizations.csv", TABLE.encode() * 90))[:-30], "not a zip"),
    "an empty zip": ("all.zip", lambda: packed(), "holds no files"),
    "a million columns": ("guide.csv", lambda: b"a," * 1_000_000, "columns"),
    "a million columns in the second row": (
        "guide.csv",
        lambda: b"Organization\n" + b"a," * 1_000_000,
        "columns",
    ),
    "millions of lines": ("guide.csv", lambda: b"Organization\n" + b"a\n" * 110_000, "rows"),
    "a cell of megabytes": (
        "guide.csv",
        lambda: b"Organization\n" + b"a" * 5_000_000,
        "more than 131,072 letters",
    ),
    "a quote that never ends": (
        "guide.csv",
        lambda: b'Organization\n"' + b"a\n" * 500_000,
        "begins on line 2",
    ),
    "UTF-16": ("guide.csv", lambda: TABLE.encode("utf-16"), "UTF-16"),
    "UTF-16 without its mark": ("guide.csv", lambda: TABLE.encode("utf-16-le"), "null bytes"),
    "UTF-32": ("guide.csv", lambda: TABLE.encode("utf-32"), "UTF-16"),
    "rubbish as a table": ("guide.csv", lambda: Random(1).randbytes(50_000), "null bytes"),
    "rubbish as JSON": ("all.json", lambda: Random(1).randbytes(50_000), "null bytes"),
    "rubbish as a zip": ("all.zip", lambda: Random(1).randbytes(50_000), "not a zip"),
    "rubbish as a workbook": ("guide.xlsx", lambda: Random(1).randbytes(50_000), "not an Excel"),
    "JSON that breaks off": ("all.json", lambda: b'[{"id": "1", "name": "Harb', "not sound JSON"),
    "JSON in UTF-16": ("all.json", lambda: "[{}]".encode("utf-16"), "UTF-16"),
    "brackets without end": ("all.json", lambda: b"[" * 5_000_000, "not sound JSON"),
    "sound JSON nested deep": ("all.json", lambda: nested(800), "nested"),
    "a number of a million digits": (
        "all.json",
        lambda: b'[{"name": ' + b"1" * 1_000_000 + b"}]",
        "not sound JSON",
    ),
    "JSON that is no directory": (
        "all.json",
        lambda: b"[" + b"{}," * 300_000 + b"{}]",
        "no HSDS organizations",
    ),
    "entities within entities": (
        "guide.xlsx",
        lambda: workbook(lambda text: LAUGHS + text.replace("Harbor Step", "&a11;", 1)),
        "not an Excel",
    ),
    "a row number that leaves a gap of millions": (
        "guide.xlsx",
        lambda: workbook(lambda text: text.replace('r="2"', 'r="99999999"', 1)),
        "rows",
    ),
    "a column far to the right": (
        "guide.xlsx",
        lambda: workbook(lambda text: text.replace('r="B2"', 'r="XFD2"', 1)),
        "columns",
    ),
    "a workbook that is a bomb": (
        "guide.xlsx",
        lambda: packed(("xl/workbook.xml", b" " * 30_000_000)),
        "far more",
    ),
    "an old workbook under a new name": (
        "guide.xlsx",
        lambda: b"\xd0\xcf\x11\xe0" + bytes(5000),
        "not an Excel",
    ),
    "nothing": ("guide.csv", lambda: b"", "is empty"),
    "nothing but spaces": ("guide.csv", lambda: b" \n \n", "holds no rows"),
    "a program": ("guide.exe", lambda: b"MZ" + bytes(1000), "comes as"),
}


@pytest.fixture
def bounded() -> Iterator[None]:
    """Time and memory of the test are those of an honest file."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.perf_counter() - begun < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.usefixtures("bounded")
def test_a_hostile_file_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    # A tenth of what is allowed shows the same in a tenth of the time.
    monkeypatch.setattr(tables, "MAXIMUM_ROWS", 100_000)
    name, content, said = HOSTILE[what]
    (tmp_path / name).write_bytes(content())

    with pytest.raises(UnusableFileError, match=said) as caught:
        read_path(tmp_path / name)

    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_members_that_are_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAXIMUM_BYTES", 1_000_000)
    half = Random(1).randbytes(4_000) * 150
    (tmp_path / "all.zip").write_bytes(packed(("organizations.csv", half), ("services.csv", half)))

    with pytest.raises(UnusableFileError, match="far more"):
        read_path(tmp_path / "all.zip")


def test_a_folder_under_the_name_of_a_file_and_links_out_of_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "guide.csv").mkdir()
    with pytest.raises(UnusableFileError, match="holds no files"):
        read_path(tmp_path / "guide.csv")
    (tmp_path / "outside.csv").write_text(TABLE)
    (tmp_path / "guide.csv" / "organizations.csv").symlink_to(tmp_path / "outside.csv")

    with pytest.raises(UnusableFileError, match="a link to somewhere else"):
        read_path(tmp_path / "guide.csv")


@pytest.mark.parametrize(
    "column",
    ["Address", "City", "Phone", "Email", "Website", "Languages", "Type", "Description", "Eligibility"],
)
@pytest.mark.parametrize("pattern", ["a", "1", "(", "1 ", "410-555-", "not ", "victims of ", "a@"])
@pytest.mark.usefixtures("bounded")
def test_no_cell_keeps_the_reader_busy(tmp_path: Path, column: str, pattern: str) -> None:
    cell = (pattern * 90_000)[:90_000]
    (tmp_path / "guide.csv").write_text(f"Organization,Service,{column}\nHarbor Step,Food pantry,{cell}\n")

    _, batch = read_path(tmp_path / "guide.csv")

    assert len(batch.rows) == 1


def test_half_a_character_is_left_out_and_the_record_goes_in(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "all.json"
    path.write_text('[{"id": "1", "name": "Harbor \\ud800Step", "services": [{"id": "2", "name": "Beds"}]}]')

    report = run(database, Reading.of(path), staff_id=None, dry_run=False)

    assert report.importable
    with database.reading() as session:
        assert [each.name for each in session.query(Organization)] == ["Harbor Step"]


def test_a_table_too_wide_is_refused_before_anybody_asks_what_its_columns_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask(*columns: object) -> None:
        asked.append(columns)

    for name in ("meant_by", "known_headers", "column_name"):
        monkeypatch.setattr(headers, name, ask)
    wide = tmp_path / "wide.csv"
    wide.write_text("\n".join([",".join(f"organization_{at}" for at in range(1_000_000))] * 2))

    with pytest.raises(UnusableFileError, match="more than 500 columns in row 1"):
        read_path(wide)

    assert asked == []
