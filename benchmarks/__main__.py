"""Runs every benchmark, prints a table and appends one line per measured case to bench.jsonl in the data folder."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from agency.settings import ROOT
from benchmarks import allocation, documents, duplicates, match_page, matching, names, streets, touched, week
from benchmarks.measure import Measured
from benchmarks.scale.contest import contest, together

HEADINGS = ("bench", "case", "size", "p50_ms", "p99_ms", "per_second", "memory_mb")


def main() -> None:
    """Measure and report; with the word scale, what grows to a million services."""
    cases = scale() if "scale" in sys.argv[1:] else usual()
    folder = Path(os.environ.get("REENTRY_DATA", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    _print(HEADINGS)
    with (folder / "bench.jsonl").open("a") as file:
        for each in cases:
            _print(_row(each))
            file.write(json.dumps(each.as_dict()) + "\n")


def usual() -> Iterator[Measured]:
    """What is measured within minutes."""
    yield from (
        *matching.run(),
        *allocation.run(),
        *documents.run(),
        *duplicates.run(),
        *names.run(),
        *streets.run(),
        *touched.run(),
        *week.run(),
    )
    yield from match_page.run(10_000)
    yield from contest(10_000, ours=500, theirs=50, slow=10)


def scale() -> Iterator[Measured]:
    """The contest on directories of three sizes, and a caseload of a hundred thousand."""
    yield from contest(10_000, ours=1_000, theirs=100, slow=10)
    yield from contest(100_000, ours=1_000, theirs=100, slow=10)
    yield from contest(1_000_000, ours=1_000, theirs=100)
    yield together(100_000, 100_000)
    yield from match_page.run(100_000)


def _print(cells: Sequence[str]) -> None:
    sys.stdout.write(
        "  ".join(f"{cell:<34}" if place == 1 else f"{cell:>10}" for place, cell in enumerate(cells)) + "\n"
    )
    sys.stdout.flush()


def _row(measured: Measured) -> tuple[str, ...]:
    figures = measured.as_dict()
    return tuple(str(figures.get(name, "")) for name in HEADINGS)


if __name__ == "__main__":
    main()
