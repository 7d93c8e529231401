"""A point on the map that says how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """What a position stands for: the building, its street, the middle of its ZIP code or of its city."""

    POINT = "point"
    STREET = "street"
    ZIP = "zip"
    CITY = "city"


# Who says where a point is, as the pages put it.
SOURCES = {
    "confirmed": "confirmed by staff",
    "imported": "as the imported file has it",
    "directory": "reckoned from the directory’s own points",
    "street_range": "by the street’s house numbers",
    "zip_center": "the middle of its ZIP code",
    "city_center": "the middle of its city",
    "swapped_back": "its own point with latitude and longitude put right",
    "census": "the Census Bureau’s geocoder",
    "nominatim": "your own Nominatim",
}


@dataclass(frozen=True, slots=True)
class Position:
    """Where something lies, in degrees; about nine in ten lie no farther off than `precision_m` meters.

    `source` says who knows: "directory" (its own confirmed points), "street_range", "zip_center" or "city_center".
    """

    latitude: float
    longitude: float
    precision: Precision
    precision_m: float
    source: str
