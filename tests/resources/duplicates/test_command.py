"""`directory compare`: pairs in, what they are to each other out, and a clear line when it cannot."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resources.duplicates.command import COLUMNS, compare_command

HEADER = ",".join(COLUMNS)


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(compare_command, [str(source), str(target), *options])


def test_every_pair_gets_its_label_score_and_reasons(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        f"id,{HEADER}\n"
        "7,Harbor Step,12 Heron St Baltimore 21201,410-555-0101,Harbor Step Inc.,12 Heron St 21201,211;4105550101\n"
        "8,Harbor Step,Statewide,,Bright Path,,\n"
    )

    result = run(source, target, "--json")

    with target.open(newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["id"], first["label"], first["score"]) == ("7", "same", "0.990")
    assert first["reasons"] == "shared_phone;same_building;same_name"
    assert (second["name_b"], second["label"]) == ("Bright Path", "different")
    told = json.loads(result.stdout.splitlines()[-1])
    assert told == {"read": 2, "labels": {"same": 1, "different": 1}}


def test_the_counts_are_told_in_words(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{HEADER}\n")

    assert "0 pairs compared: none." in run(source, tmp_path / "out.csv").stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name_a,name_b\n", "no column named address_a"),
        (b"", "no column named name_a"),
        (f"{HEADER}\nCaf\xe9,,,,,\n".encode("latin-1"), "not UTF-8"),
        (f"{HEADER}\na,b,c,d,e,f,g\n".encode(), "row 2: more cells"),
        (f'{HEADER}\n"a"x,,,,,\n'.encode(), "not a CSV table"),
        (f"{HEADER}\n{'a' * 200_000},,,,,\n".encode(), "not a CSV table"),
    ],
)
def test_a_table_that_cannot_be_read_gets_one_clear_line_and_no_output(
    tmp_path: Path, content: bytes, message: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)

    result = run(source, target)

    assert result.exit_code == 1
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert not target.exists()


def test_places_that_are_not_there_get_one_clear_line(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{HEADER}\n")

    assert "Cannot read" in run(tmp_path / "none.csv", tmp_path / "out.csv").output
    assert "Cannot write" in run(source, tmp_path / "none" / "out.csv").output
