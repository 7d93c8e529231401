"""On labeled texts of real directories the hours are read as well as was measured when the reader was made."""

import json
from pathlib import Path
from typing import Any

import pytest

from resources.hours.reading import read_hours

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def labeled(shared: Path) -> list[dict[str, Any]]:
    """Texts with the hours a person read in them."""
    lines = (shared / "data" / "labels" / "hours_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_hours_of_most_texts_are_exact(labeled: list[dict[str, Any]]) -> None:
    exact = 0
    for row in labeled:
        hours = read_hours(row["text"])
        read = {(day, block.opens, block.closes) for block in hours.blocks for day in block.days}
        wanted = {(day, block["opens"], block["closes"]) for block in row["hours"] for day in block["days"]}
        exact += read == wanted and hours.always_open == row["always_open"]

    assert exact / len(labeled) >= 0.95


def test_appointments_are_known(labeled: list[dict[str, Any]]) -> None:
    right = sum(read_hours(row["text"]).by_appointment == row["by_appointment"] for row in labeled)

    assert right / len(labeled) >= 0.95
