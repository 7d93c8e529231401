"""`directory load-streets`: counties go in one by one, and what is no county is refused in one line."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from resources.geocoding.streets.command import load_streets_command
from resources.geocoding.streets.street_file import StreetFile
from resources.geocoding.streets.tiger import read_layers, read_sides
from tests.conftest import NOW
from tests.resources.geocoding.streets.shapefiles import COUNTY, Street, written, zipped
from tests.resources.imports.test_hostile_files import packed

HERON = Street("Heron St", ("101", "199"), ("100", "198"))


def kept(folder: Path) -> StreetFile:
    """Where the streets of a test are kept."""
    return StreetFile(folder / "streets" / "ranges.db")


def load(folder: Path, *paths: Path, options: tuple[str, ...] = ()) -> Result:
    """Run the command."""
    command = load_streets_command(lambda: kept(folder), lambda: NOW)
    return CliRunner().invoke(command, [*map(str, paths), *options])


def test_a_zip_of_a_county_goes_in(tmp_path: Path) -> None:
    result = load(tmp_path, zipped(tmp_path, [HERON]), options=("--json",))

    assert json.loads(result.stdout.splitlines()[-1]) == {"counties": {"24999": 2}, "sides": 2, "known": 1}


def test_a_folder_of_a_state_goes_in_county_by_county(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for code in ("24001", "24003"):
        zipped(state, [HERON], f"tl_2025_{code}_addrfeat")

    result = load(tmp_path, state)

    assert "4 sides of streets in 2 counties loaded" in result.stdout
    assert kept(tmp_path).counties() == {"24001": 2, "24003": 2}


def test_a_shapefile_that_was_unpacked_goes_in(tmp_path: Path) -> None:
    for ending, content in written([HERON]).items():
        (tmp_path / f"{COUNTY}.{ending}").write_bytes(content)

    assert load(tmp_path, tmp_path / f"{COUNTY}.shp").exit_code == 0
    assert kept(tmp_path).counties() == {"24999": 2}


def test_a_record_without_name_or_numbers_is_passed_over(tmp_path: Path) -> None:
    records = [Street("", ("1", "9")), Street("Egret St"), Street("Bay St", ("N1", "S9")), HERON]

    load(tmp_path, zipped(tmp_path, records))

    assert kept(tmp_path).counties() == {"24999": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_name_with_accents_reads_the_same_from_new_files_and_old(tmp_path: Path, encoding: str) -> None:
    files = written([Street("Cañón Peña St", ("101", "199"))], encoding=encoding)
    path = tmp_path / f"{COUNTY}.zip"
    path.write_bytes(packed(*((f"{COUNTY}.{ending}", content) for ending, content in files.items())))

    (side,) = read_sides(read_layers(path)[0])

    assert side.street == "canon pena"


def member(ending: str, change: Callable[[bytes], bytes]) -> bytes:
    """A county's zip, one file of which was tampered with."""
    files = {**written([HERON] * 50)}
    files[ending] = change(files[ending])
    return packed(*((f"{COUNTY}.{name}", content) for name, content in files.items()))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "rubbish as a zip": ("all.zip", lambda: Random(1).randbytes(50_000), "not a zip"),
    "nothing": ("all.zip", lambda: b"", "is empty"),
    "a table": ("all.csv", lambda: b"street\nHeron\n", "not a shapefile"),
    "a zip of tables": ("all.zip", lambda: packed(("all.csv", b"street\n")), "holds no .shp"),
    "a zip bomb": ("all.zip", lambda: packed((f"{COUNTY}.shp", b"0" * 30_000_000)), "far more"),
    "a path that leads out": ("all.zip", lambda: packed((f"../{COUNTY}.shp", b"x")), "outside"),
    "no table beside it": ("all.zip", lambda: packed((f"{COUNTY}.shp", written([HERON])["shp"])), "no .dbf"),
    "another layer": (
        "all.zip",
        lambda: packed(
            *((f"edges.{name}", each) for name, each in written([HERON], without="LFROMHN").items())
        ),
        "is another layer",
    ),
    "rubbish as shapes": (
        "all.zip",
        lambda: member("shp", lambda _: Random(1).randbytes(5000)),
        "not a shapefile",
    ),
    "rubbish as records": (
        "all.zip",
        lambda: member("dbf", lambda _: Random(1).randbytes(5000)),
        "not a shapefile",
    ),
    "shapes that break off": ("all.zip", lambda: member("shp", lambda each: each[:-700]), COUNTY),
    "records that break off": ("all.zip", lambda: member("dbf", lambda each: each[:-2000]), COUNTY),
    "a shape of a billion points": (
        "all.zip",
        lambda: member("shp", lambda each: each[:148] + struct.pack("<i", 10**9) + each[152:]),
        "not a shapefile",
    ),
    "coordinates that are no degrees": (
        "all.zip",
        lambda: member("shp", lambda each: each[:36] + struct.pack("<4d", 1e6, 1e6, 2e6, 2e6) + each[68:]),
        "no degrees",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_county_is_refused_in_one_line_and_changes_nothing(tmp_path: Path, what: str) -> None:
    load(tmp_path, zipped(tmp_path, [HERON]))
    name, content, words = HOSTILE[what]
    (tmp_path / name).write_bytes(content())

    result = load(tmp_path, tmp_path / name)

    assert result.exit_code == 1
    assert words in result.output
    assert len([line for line in result.output.splitlines() if line.startswith("Error")]) == 1
    assert "Traceback" not in result.output
    assert kept(tmp_path).counties() == {"24999": 2}


def test_a_folder_without_shapefiles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert "holds no shapefiles" in load(tmp_path, tmp_path / "empty").output


def test_what_went_in_before_a_damaged_county_stays_and_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "zz.zip"
    bad.write_bytes(b"rubbish")

    result = load(tmp_path, zipped(tmp_path, [HERON]), bad)

    assert "Loaded before it: 24999." in result.output
    assert kept(tmp_path).counties() == {"24999": 2}


def test_a_street_file_that_is_none_is_said_to_be_removed_first(tmp_path: Path) -> None:
    kept(tmp_path).path.parent.mkdir()
    kept(tmp_path).path.write_bytes(b"rubbish" * 1000)

    result = load(tmp_path, zipped(tmp_path, [HERON]))

    assert "Remove the file" in result.output
    assert "Traceback" not in result.output
