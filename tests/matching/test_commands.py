"""flask judge CASES OUT."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matching.commands import judge_command

CASE = '{"id": "c1", "on": "2026-11-21", "service": {"open_to_all": true}}'


def run(cases: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(judge_command, [str(cases), str(out), *options])


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return tmp_path / "cases.jsonl"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_every_case_is_answered_in_order(cases: Path, out: Path) -> None:
    cases.write_text(f"{CASE}\n\n{CASE.replace('c1', 'c2').replace('true', 'false')}\n", encoding="utf-8")

    result = run(cases, out)

    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(answer["id"], answer["status"]) for answer in answers] == [
        ("c1", "eligible"),
        ("c2", "possible"),
    ]
    assert (result.exit_code, result.output) == (0, "2 cases judged: 1 eligible, 1 possible.\n")


def test_json_prints_one_object_last(cases: Path, out: Path) -> None:
    cases.write_text(CASE, encoding="utf-8")

    result = run(cases, out, "--json")

    assert json.loads(result.output.splitlines()[-1]) == {"cases": 1, "eligible": 1}


def test_what_cannot_be_read_is_counted(cases: Path, out: Path) -> None:
    cases.write_text(f"{CASE}\n{CASE.replace('2026-11-21', '11/21/2026')}", encoding="utf-8")

    result = run(cases, out)

    assert "1 case holds what cannot be read" in result.stderr
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[1])["unread"] == ["on"]


def test_a_byte_order_mark_and_half_a_character_pair_do_no_harm(cases: Path, out: Path) -> None:
    cases.write_text('\ufeff{"id": "\\ud800"}', encoding="utf-8")

    result = run(cases, out)

    assert result.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "\ud800"


def test_one_bad_line_leaves_the_old_answers_alone(cases: Path, out: Path, tmp_path: Path) -> None:
    out.write_text("yesterday", encoding="utf-8")
    cases.write_text(f"{CASE}\n{{\n", encoding="utf-8")

    result = run(cases, out)

    assert result.exit_code != 0
    assert result.output.startswith("Error: Line 2 is not JSON")
    assert len(result.output.splitlines()) == 1
    assert out.read_text(encoding="utf-8") == "yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.jsonl", "out.jsonl"]


def test_a_file_that_is_no_text_is_refused(cases: Path, out: Path) -> None:
    cases.write_bytes(b"\xff\xfe\x00")

    result = run(cases, out)

    assert (result.exit_code, out.exists()) == (1, False)
    assert "is not a UTF-8 text file" in result.output


def test_a_folder_that_is_not_there_is_told(cases: Path, tmp_path: Path) -> None:
    cases.write_text(CASE, encoding="utf-8")

    result = run(cases, tmp_path / "nowhere" / "out.jsonl")

    assert result.exit_code == 1
    assert (
        result.output
        == f"Error: {tmp_path / 'nowhere' / 'out.jsonl'} cannot be written: No such file or directory.\n"
    )


def test_cases_that_are_not_there_are_told(cases: Path, out: Path) -> None:
    assert run(cases, out).exit_code != 0
    assert not out.exists()
