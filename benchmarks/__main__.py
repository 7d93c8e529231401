"""Runs every benchmark, prints a table and appends one line per measured case to bench.jsonl in the data folder."""

import json
import os
import sys
from pathlib import Path

from agency.settings import ROOT
from benchmarks import documents, duplicates, matching, names, streets
from benchmarks.measure import Measured

HEADINGS = ("bench", "case", "size", "p50_ms", "p99_ms", "per_second")


def main() -> None:
    """Measure and report."""
    found = [*matching.run(), *documents.run(), *duplicates.run(), *names.run(), *streets.run()]
    for line in [HEADINGS, *(_row(each) for each in found)]:
        sys.stdout.write(
            "  ".join(f"{cell:<34}" if place == 1 else f"{cell:>10}" for place, cell in enumerate(line))
            + "\n"
        )
    folder = Path(os.environ.get("REENTRY_DATA", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "bench.jsonl").open("a") as file:
        file.writelines(json.dumps(each.as_dict()) + "\n" for each in found)


def _row(measured: Measured) -> tuple[str, ...]:
    figures = measured.as_dict()
    return tuple(str(figures[name]) for name in HEADINGS)


if __name__ == "__main__":
    main()
