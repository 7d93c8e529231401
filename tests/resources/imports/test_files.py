"""Files that are no directory are refused with a sentence, and hostile ones before they do harm."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from resources.imports.importing import Format, read_path
from resources.imports.refusals import UnusableFileError

ROW = "Organization,Phone\nHarbor Step,410-555-0101\n"


def refusal(path: Path, format_: Format | None = None) -> str:
    with pytest.raises(UnusableFileError) as caught:
        read_path(path, format_)
    return str(caught.value)


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def zipped(tmp_path: Path, members: dict[str, bytes]) -> Path:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return put(tmp_path, "directory.zip", stream.getvalue())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "nowhere.csv")


def test_an_empty_folder_holds_no_files(tmp_path: Path) -> None:
    assert "holds no files" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "holds no rows"),
        ("a.csv", ROW.encode("utf-16"), "UTF-16"),
        ("a.csv", b"Organization\nHarbor\0Step\n", "null bytes"),
        ("a.csv", b"Organization\n\x81\x8d\n", "neither in UTF-8"),
        ("a.csv", b"color,shape\nred,round\n", "could be recognized"),
        ("a.csv", ("a," * 1_000_000).encode(), "columns"),
        ("a.csv", b"Organization\n" + b"x" * 200_000, "more than 131,072 letters"),
        ("a.xlsx", b"this is no workbook", "not an Excel workbook"),
        ("a.zip", b"this is no zip", "not a zip file"),
        ("a.xls", b"old", "a directory comes as"),
        ("a.json", b'[\n{"id": "x",\n', "line 3"),
        ("a.json", b"[" * 100_000, "not sound JSON"),
        ("a.json", b'[{"name": NaN}]', "not sound JSON"),
        ("a.json", b'{"weather": "fine"}', "no HSDS organizations"),
        ("a.json", b"[]", "no HSDS organizations"),
        ("a.exe", b"MZ", "a directory comes as"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    assert said in refusal(put(tmp_path, name, content))


def test_an_old_workbook_named_as_a_spreadsheet_says_how_to_save_it(tmp_path: Path) -> None:
    assert "save it as .xlsx" in refusal(put(tmp_path, "a.xls", b"old"), Format.SPREADSHEET)


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    assert "far more" in refusal(zipped(tmp_path, {"organizations.csv": b"0" * 20_000_000}))


def test_a_bomb_inside_a_workbook_is_not_opened(tmp_path: Path) -> None:
    bomb = zipped(tmp_path, {"xl/workbook.xml": b" " * 20_000_000}).rename(tmp_path / "bomb.xlsx")

    assert "far more" in refusal(bomb)


@pytest.mark.parametrize("name", ["../organizations.csv", "/etc/organizations.csv", "..\\organizations.csv"])
def test_a_path_out_of_the_archive_is_not_followed(tmp_path: Path, name: str) -> None:
    assert "points outside" in refusal(zipped(tmp_path, {name: ROW.encode()}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path, "a.csv", "Organization,City\nCafé Ñandú,Baltimore\n".encode(encoding))

    _, batch = read_path(path)

    assert [entry.values["name"] for entry in batch.of_kind("organization")] == ["Café Ñandú"]


def test_a_workbook_is_read_like_the_table_it_holds(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ["Organization", "ZIP", "Phone"],
        ["Harbor Step", 21202.0, 4105550101],
        [None, None, None],
        ["Canton Table", None, "none yet"],
    ):
        sheet.append(cells)
    book.save(tmp_path / "guide.xlsx")

    _, batch = read_path(tmp_path / "guide.xlsx")

    assert [entry.values["name"] for entry in batch.of_kind("organization")] == [
        "Harbor Step",
        "Canton Table",
    ]
    assert [entry.values["number"] for entry in batch.of_kind("phone")] == ["(410) 555-0101", "none yet"]
    assert [entry.values["postal_code"] for entry in batch.of_kind("address")] == ["21202"]
    assert [row.number for row in batch.rows] == [2, 4]


def test_a_zip_is_read_like_the_folder_it_holds(tmp_path: Path) -> None:
    members = {
        "export/organizations.csv": b"id,name\n1,Harbor Step\n",
        "__MACOSX/export/._organizations.csv": b"\0\0",
    }

    chosen, batch = read_path(zipped(tmp_path, members))

    assert chosen is Format.OHANA
    assert [entry.values["name"] for entry in batch.of_kind("organization")] == ["Harbor Step"]
