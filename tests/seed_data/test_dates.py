"""A date in a text of the demonstration reads as one to an American: “Feb 14, 2027”."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# A value that a program reads: a day, or a moment, and nothing else.
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?")
SEED = Path(__file__).resolve().parents[2] / "seed_data"


def texts(said: object) -> Iterator[str]:
    """Every text of a file, however deep."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from (text for each in said.values() for text in texts(each))
    elif isinstance(said, list):
        yield from (text for each in said for text in texts(each))


def test_no_text_holds_a_date_as_programs_write_it() -> None:
    found = {
        f"{path.relative_to(SEED)}: {text}"
        for path in SEED.rglob("*.json")
        for text in texts(json.loads(path.read_text()))
        if ISO.search(text) and not MOMENT.fullmatch(text)
    }

    assert found == set()
