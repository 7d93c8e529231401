"""Areas: the corners of a zone drawn on an order, and how far a place lies outside or inside of it."""

from collections.abc import Sequence
from math import atan2, cos, hypot, radians, sin
from typing import Any

from marshmallow import ValidationError, fields
from shapely import Point, Polygon

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the ellipsoid, IUGG
Vertex = tuple[float, float]
Vertices = tuple[Vertex, ...]
MOST = 200
# An order's zone is a neighborhood or a county; across more than this the flat picture would not hold.
WIDEST_M = 200_000


def gap_m(area: Vertices, here: Vertex) -> float:
    """Meters from a place to the edge of an area, below zero inside of it."""
    shape, center = Polygon([projected(vertex, here) for vertex in area]), Point(0, 0)
    edge = float(shape.exterior.distance(center))
    return -edge if shape.contains(center) else edge


def projected(there: Vertex, here: Vertex) -> tuple[float, float]:
    """Meters east and north of here, true in distance and direction from here (azimuthal equidistant, sphere)."""
    north, own_north, east = radians(there[0]), radians(here[0]), radians(there[1] - here[1])
    across = cos(north) * sin(east)
    up = cos(own_north) * sin(north) - sin(own_north) * cos(north) * cos(east)
    reach = hypot(across, up)
    angle = atan2(reach, sin(own_north) * sin(north) + cos(own_north) * cos(north) * cos(east))
    scale = EARTH_RADIUS_M * (angle / reach if reach else 1)
    return scale * across, scale * up


def fault(area: Sequence[Vertex]) -> str:
    """What is wrong with the corners of an area, in words; empty where nothing is."""
    if not 3 <= len(area) <= MOST:
        return f"An area has from 3 to {MOST} corners."
    if not all(-90 <= north <= 90 and -180 <= east <= 180 for north, east in area):
        return "A latitude lies from -90 to 90, a longitude from -180 to 180."
    easts = [east for _, east in area]
    if max(easts) - min(easts) > 180:
        return "An area may not cross the line where longitude 180 meets -180."
    flat = [projected(each, area[0]) for each in area]
    if max(hypot(*each) for each in flat) > WIDEST_M:
        return f"An area reaches at most {WIDEST_M // 1000} kilometers from its first corner."
    shape = Polygon(flat)
    if not shape.is_valid or shape.area <= 0:
        return "The edges of an area may not cross or touch each other; go around it, corner by corner."
    return ""


class AreaField(fields.Field[Vertices]):
    """The corners of an area in order: pairs of latitude and longitude, or lines such as "39.29, -76.61"."""

    def _serialize(self, value: Vertices | None, *_: object, **__: object) -> object:
        return [list(vertex) for vertex in value] if value else None

    def _deserialize(self, value: object, *_: object, **__: object) -> Vertices:
        corners: Any = value.splitlines() if isinstance(value, str) else value
        try:
            area = tuple(_pair(each) for each in corners if not isinstance(each, str) or each.strip())
        except (TypeError, ValueError):
            raise ValidationError("Write one corner a line, latitude and longitude: 39.29, -76.61") from None
        if wrong := fault(area):
            raise ValidationError(wrong)
        return area


def _pair(raw: Any) -> Vertex:  # noqa: ANN401
    parts = raw.replace(",", " ").split() if isinstance(raw, str) else raw
    if isinstance(parts, str) or any(isinstance(part, bool) for part in parts):
        raise TypeError
    north, east = (float(part) for part in parts)
    return north, east
