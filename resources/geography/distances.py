"""How far two points lie apart; the one place where distance is reckoned."""

from geopy.distance import geodesic

Point = tuple[float, float]


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
