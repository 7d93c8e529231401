"""On texts of two real directories the reader agrees with a person who labeled them by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from resources.prose.reading import Reading, read_eligibility

pytestmark = pytest.mark.shared_data

Key = tuple[str, str, object]
# Whether one is asked for is what counts; the words for it differ.
_ASKED = ("referral", "insurance")


def key(rule: str, mode: str, value: Any) -> Key:
    """Rule, mode and value, whatever the case and order of names."""
    if rule in _ASKED:
        return rule, mode, True
    if isinstance(value, list | tuple):
        return rule, mode, tuple(sorted(name.strip().lower() for name in value))
    return rule, mode, value.strip().lower() if isinstance(value, str) else value


def labeled(requirements: list[dict[str, Any]]) -> set[Key]:
    """What binds everybody by the label."""
    return {
        key(each["rule"], each["mode"], each["value"])
        for each in requirements
        if "alt" not in each and "part" not in each and each["rule"] != "other"
    }


def read(readings: tuple[Reading, ...]) -> set[Key]:
    """What binds everybody by the reader."""
    return {key(each.rule, each.mode, each.value) for each in readings if not each.alt and not each.part}


def test_plain_requirements_are_read_as_a_person_reads_them(shared: Path) -> None:
    lines = (shared / "data" / "labels" / "eligibility_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]

    pairs = [(labeled(row["requirements"]), read(read_eligibility(row["text"]))) for row in rows]

    agreed = sum(len(said & found) for said, found in pairs)
    assert agreed / sum(len(found) for _, found in pairs) >= 0.95
    assert agreed / sum(len(said) for said, _ in pairs) >= 0.85


def test_quotes_are_the_providers_own_words(shared: Path) -> None:
    lines = (shared / "data" / "labels" / "eligibility_dev.jsonl").read_text(encoding="utf-8").splitlines()

    for row in map(json.loads, lines):
        assert all(each.quote in row["text"] for each in read_eligibility(row["text"]))
