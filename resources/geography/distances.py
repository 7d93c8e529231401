"""How far two points lie apart; the one place where distance is reckoned."""

from math import cos, radians, sin, sqrt

from geopy.distance import geodesic

Point = tuple[float, float]
# Meters east, north and up of the earth's center, as satellites reckon it.
Cartesian = tuple[float, float, float]
# WGS-84: half the equator's diameter in meters, and the square of the first eccentricity.
SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_316_5e-3


def distance_miles(one: Point, other: Point) -> float:
    """Statute miles between two points (latitude, longitude; degrees) on the WGS-84 ellipsoid.

    Raises ValueError for a latitude beyond 90 degrees, as swapped coordinates of the western states have.
    """
    miles: float = geodesic(one, other).miles
    return miles


def distance_m(one: Point, other: Point) -> float:
    """Meters between two points (latitude, longitude; degrees) on the WGS-84 ellipsoid."""
    meters: float = geodesic(one, other).meters
    return meters


def cartesian(point: Point) -> Cartesian:
    """A point (latitude, longitude; degrees) of the WGS-84 ellipsoid as meters from the center of the earth."""
    north, east = radians(point[0]), radians(point[1])
    to_axis = SEMI_MAJOR_M / sqrt(1 - ECCENTRICITY_2 * sin(north) ** 2)
    return (
        to_axis * cos(north) * cos(east),
        to_axis * cos(north) * sin(east),
        to_axis * (1 - ECCENTRICITY_2) * sin(north),
    )


def chord_m(one: Cartesian, other: Cartesian) -> float:
    """Meters straight through the ground: at most a meter short of the way over it up to 100 km, and far cheaper."""
    east, north, up = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return sqrt(east * east + north * north + up * up)
