"""`directory geocode`: a table in, the same table with its places out, and a clear line when it cannot."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resources.geocoding.command import geocode_command, geocode_rows
from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geography.postal_addresses import parse_address

HERON = KnownPlace(parse_address("12 Heron St, Baltimore, MD 21201"), 39.301, -76.615)


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(
        geocode_command(lambda: Geocoder([HERON])), [str(source), str(target), *options]
    )


@pytest.mark.parametrize(
    "row",
    [
        {"address": "12 Heron St", "city": "Baltimore", "state": "MD", "zip": "21201"},
        {"address": "12 heron st", "city": "baltimore", "state": "md", "zip": "21201-1234"},
        {"address": "12 Heron St", "city": "Baltimore", "state": "Maryland", "zip": "212011234"},
        {"address": "12 Heron St", "city": "Baltimore", "state": "MD", "zip": ""},
        {"address": "12 Heron St, Suite 3 Baltimore, MD 21201", "city": "", "state": "", "zip": ""},
        {"address": "12 Heron St, Baltimore, MD 21201", "city": "Baltimore", "state": "MD", "zip": "21201"},
        {"Address": "12 Heron St", "City": "Baltimore", "State": "MD", "ZIP": "21201"},
    ],
)
def test_an_address_is_understood_in_every_shape_it_comes(row: dict[str, str]) -> None:
    placed = next(geocode_rows([row], Geocoder([HERON])))

    assert (placed["latitude"], placed["longitude"]) == ("39.301000", "-76.615000")
    assert (placed["precision"], placed["source"]) == ("point", "directory")


def test_the_table_keeps_its_order_and_its_other_columns(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "id,address,city,state,zip\n7,12 Heron St,Baltimore,MD,21201\n8,Statewide,,,\n9,1 Bay St,Bel Air,MD\n"
    )

    result = run(source, target)

    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert result.exit_code == 0
    assert [row["id"] for row in rows] == ["7", "8", "9"]
    assert [row["precision"] for row in rows] == ["point", "", "city"]
    assert list(rows[0]) == [
        "id",
        "address",
        "city",
        "state",
        "zip",
        "latitude",
        "longitude",
        "precision",
        "precision_m",
        "source",
    ]
    assert "2 of 3 addresses placed." in result.output


def test_the_counts_come_as_json_last(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("address\n12 Heron St Baltimore MD 21201\nStatewide\n")

    result = run(source, tmp_path / "out.csv", "--json")

    assert json.loads(result.stdout.splitlines()[-1]) == {"read": 2, "placed": 1, "precision": {"point": 1}}


def test_a_table_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("address\n12 Heron St Baltimore MD 21201\n", encoding="utf-8-sig")

    assert run(source, tmp_path / "out.csv").exit_code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"street,city\n12 Heron St,Baltimore\n", "no column named address"),
        (b"", "no column named address"),
        (b"address\n12 Caf\xe9 St\n", "not UTF-8"),
        (b"address,city\n12 Heron St,Baltimore,MD,21201\n", "row 2: more cells"),
        (b'address\n"12 Heron St"x\n', "not a CSV table"),
    ],
)
def test_a_table_that_cannot_be_read_gets_one_clear_line_and_no_output(
    tmp_path: Path, content: bytes, message: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)

    result = run(source, target)

    assert result.exit_code != 0
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert not target.exists()


def test_a_missing_file_gets_one_clear_line(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv", tmp_path / "out.csv")

    assert result.exit_code != 0
    assert "No such file" in result.output


def test_a_place_that_cannot_be_written_gets_one_clear_line(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("address\nStatewide\n")

    result = run(source, tmp_path / "none" / "out.csv")

    assert result.exit_code != 0
    assert "Cannot write" in result.output
