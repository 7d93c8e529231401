"""Names to read on a map that has no tiles: the places and ZIP codes of a state, where mail says they are.

Points are those of GeoNames (CC BY 4.0), from the package `zipcodes`.
"""

from collections import defaultdict
from functools import cache
from statistics import fmean
from typing import Any, NamedTuple

import zipcodes


class Label(NamedTuple):
    """A name and where it stands, in degrees; weight is how many ZIP codes the place has."""

    text: str
    kind: str
    latitude: float
    longitude: float
    weight: int


@cache
def labels_of(state: str) -> tuple[Label, ...]:
    """The labels of a state by its two letters: places, those with most ZIP codes first, then the ZIP codes."""
    located = [row for row in _rows(state) if (row["lat"], row["long"]) != ("0", "0")]
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in located:
        places[row["city"]].append(row)
    named = [_place(city, rows) for city, rows in places.items()]
    codes = [
        _label(row["zip_code"], "zip", [row], 1) for row in located if row["zip_code_type"] == "STANDARD"
    ]
    return (*sorted(named, key=lambda label: (-label.weight, label.text)), *codes)


def _rows(state: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = zipcodes.filter_by(state=state, active=True)  # type: ignore[no-untyped-call]
    return rows


def _place(city: str, rows: list[dict[str, Any]]) -> Label:
    ordinary = [row for row in rows if row["zip_code_type"] == "STANDARD"]
    return _label(city, "place", ordinary or rows, len(rows))


def _label(text: str, kind: str, rows: list[dict[str, Any]], weight: int) -> Label:
    north, east = fmean(float(row["lat"]) for row in rows), fmean(float(row["long"]) for row in rows)
    return Label(text, kind, round(north, 4), round(east, 4), weight)
