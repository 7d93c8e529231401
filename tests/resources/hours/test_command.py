"""`directory read-hours`: texts in, hours out, and a clear line when it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resources.hours.command import read_hours_command


def run(source: Path, target: Path, *options: str) -> Result:
    return CliRunner().invoke(read_hours_command, [str(source), str(target), *options])


def test_every_text_gets_its_hours_in_order(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"id": "a", "text": "Mon, 9AM-5PM", "more": 1}\n\n{"id": 2, "text": "By appointment"}\n'
    )

    result = run(source, target, "--json")

    first, second = map(json.loads, target.read_text().splitlines())
    assert first == {
        "id": "a",
        "hours": [{"days": ["MO"], "opens": "09:00", "closes": "17:00"}],
        "by_appointment": False,
        "always_open": False,
        "quotes": ["Mon, 9AM-5PM"],
        "confidence": 0.95,
    }
    assert (second["id"], second["hours"], second["by_appointment"]) == (2, [], True)
    assert json.loads(result.stdout.splitlines()[-1]) == {"read": 2, "with_hours": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "line 1: this is not JSON"),
        (b'{"id": 1, "text": "Mon"}\n[]\n', "line 2: an object with id and text is needed"),
        (b'{"id": 1}', "line 1: an object with id and text is needed"),
        (b'{"id": 1, "text": "\xe9"}', "not UTF-8 text"),
        (b"[" * 100_000, "line 1: this is not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_line_and_no_output(
    tmp_path: Path, content: bytes, message: str
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)

    result = run(source, target)

    assert result.exit_code == 1
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert not target.exists()


def test_places_that_are_not_there_get_one_clear_line(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("")

    assert "Cannot read" in run(tmp_path / "none.jsonl", tmp_path / "out.jsonl").output
    assert "Cannot write" in run(source, tmp_path / "none" / "out.jsonl").output
