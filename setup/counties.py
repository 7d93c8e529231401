"""Cuts the nation's county outlines into one small file a state, so that a map loads kilobytes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Census Bureau (FIPS) numbers of the states, by the Postal Service's letters.
STATES = {
    "AL": "01", "AK": "02", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09", "DE": "10",
    "DC": "11", "FL": "12", "GA": "13", "HI": "15", "ID": "16", "IL": "17", "IN": "18", "IA": "19",
    "KS": "20", "KY": "21", "LA": "22", "ME": "23", "MD": "24", "MA": "25", "MI": "26", "MN": "27",
    "MS": "28", "MO": "29", "MT": "30", "NE": "31", "NV": "32", "NH": "33", "NJ": "34", "NM": "35",
    "NY": "36", "NC": "37", "ND": "38", "OH": "39", "OK": "40", "OR": "41", "PA": "42", "RI": "44",
    "SC": "45", "SD": "46", "TN": "47", "TX": "48", "UT": "49", "VT": "50", "VA": "51", "WA": "53",
    "WV": "54", "WI": "55", "WY": "56", "PR": "72",
}  # fmt: skip
# Degrees around a county within which the next state's are drawn too: services lie across the line.
MARGIN = 0.1
Box = tuple[float, float, float, float]


def write_all(atlas_file: Path, folder: Path) -> None:
    """Write one TopoJSON file for each state, such as MD.json: its counties and those close around it."""
    atlas = json.loads(atlas_file.read_text())
    _name_cities(_counties(atlas))
    folder.mkdir(parents=True, exist_ok=True)
    boxes = [_box(_points(atlas, shape)) for shape in _counties(atlas)]
    for letters, number in STATES.items():
        (folder / f"{letters}.json").write_text(json.dumps(cut(atlas, boxes, number), separators=(",", ":")))


def cut(atlas: dict[str, Any], boxes: list[Box], number: str) -> dict[str, Any]:
    """The outlines of one state's counties and of those that touch the boxes around them."""
    shapes = _counties(atlas)
    own = [box for shape, box in zip(shapes, boxes, strict=True) if shape["id"].startswith(number)]
    around = _box(
        (point for west, south, east, north in own for point in ((west, south), (east, north))), MARGIN
    )
    kept = [shape for shape, box in zip(shapes, boxes, strict=True) if _touch(box, around)]
    places: dict[int, int] = {}
    return {
        "type": "Topology",
        "transform": atlas["transform"],
        "objects": {
            "counties": {
                "type": "GeometryCollection",
                "geometries": [_moved(shape, number, places) for shape in kept],
            }
        },
        "arcs": [atlas["arcs"][arc] for arc in places],
    }


def _counties(atlas: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = atlas["objects"]["counties"]["geometries"]
    return found


def _moved(shape: dict[str, Any], number: str, places: dict[int, int]) -> dict[str, Any]:
    properties = {"name": shape["properties"]["name"], "own": shape["id"].startswith(number)}
    return {
        "type": shape["type"],
        "id": shape["id"],
        "properties": properties,
        "arcs": _renumbered(shape["arcs"], places),
    }


def _renumbered(arcs: Any, places: dict[int, int]) -> Any:  # noqa: ANN401 - lists in lists, as deep as the shape is
    if isinstance(arcs, list):
        return [_renumbered(each, places) for each in arcs]
    # A negative number is the same arc walked backward (TopoJSON 2.1.4).
    place = places.setdefault(arcs if arcs >= 0 else ~arcs, len(places))
    return place if arcs >= 0 else ~place


def _name_cities(shapes: list[dict[str, Any]]) -> None:
    """Tell an independent city apart from the county that shares its name, as Baltimore City is."""
    names = Counter((shape["id"][:2], shape["properties"]["name"]) for shape in shapes)
    for shape in shapes:
        name = shape["properties"]["name"]
        if names[shape["id"][:2], name] > 1 and int(shape["id"][2:]) >= 500:
            shape["properties"]["name"] = f"{name} City"


def _points(atlas: dict[str, Any], shape: dict[str, Any]) -> Iterator[tuple[float, float]]:
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in _flat(shape.get("arcs", [])):
        x = y = 0
        for dx, dy in atlas["arcs"][arc if arc >= 0 else ~arc]:
            x, y = x + dx, y + dy
            yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _flat(arcs: Any) -> Iterator[int]:  # noqa: ANN401
    for each in arcs:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each


def _box(points: Iterable[tuple[float, float]], margin: float = 0) -> Box:
    found = list(points)
    across, up = [x for x, _ in found], [y for _, y in found]
    return min(across) - margin, min(up) - margin, max(across) + margin, max(up) + margin


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
