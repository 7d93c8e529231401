"""`directory read-eligibility`: texts in, requirements out, and a clear line when a file is no good."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resources.commands import directory_group


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(directory_group, ["read-eligibility", str(source), str(target), *options])


def test_each_text_is_answered_under_its_own_id(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": 7, "text": "Women with a mental illness or HIV.", "note": "x"},
        {"id": "b", "text": "Open to all."},
    ]
    source.write_text("\n".join(map(json.dumps, lines)) + "\n\n")

    result = run(source, target, "--json")

    first, second = map(json.loads, target.read_text().splitlines())
    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[-1]) == {"read": 2, "with_requirements": 1}
    assert second == {"id": "b", "requirements": []}
    assert first["id"] == 7
    assert first["requirements"][0] == {
        "rule": "gender",
        "mode": "must",
        "value": "female",
        "quote": "Women",
        "confidence": 0.95,
    }
    assert [each["alt"] for each in first["requirements"][1:]] == ["a1", "a2"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": 1}', '{"text": "Women only."}', '{"id": 1, "text": null}', '{"id": 1, "text": 5}'],
)
def test_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f'{{"id": 1, "text": "Women only."}}\n{line}\n')

    result = run(source, target)

    assert result.exit_code != 0
    assert "line 2" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not target.exists()


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    missing = run(source, target)
    source.write_bytes(b"\xff\xfe\x00")

    garbled = run(source, target)

    assert missing.exit_code != 0
    assert garbled.exit_code != 0
    assert "not UTF-8" in garbled.stderr
