"""The area an address lies in when nothing finer is known: its ZIP code, or else its city."""

from dataclasses import dataclass
from functools import cache
from statistics import fmean

from geopy.distance import great_circle

from resources.geocoding.positions import Precision
from resources.postal_addresses import PostalAddress
from resources.zip_codes import city_key, located_zips, zip_code, zips_of_city

Degrees = tuple[float, float]

_ONE_SITE_M = 200
_NEARBY_DEGREES = 0.5
_LONELY_M = 25_000.0


@dataclass(frozen=True, slots=True)
class Area:
    """A ZIP code or city: its middle (degrees) and its breadth (how far its middle is from those of its neighbors, meters)."""

    name: str
    center: Degrees
    breadth_m: float
    precision: Precision


def area_of(address: PostalAddress) -> Area | None:
    """The smallest area that the address names: its ZIP code, else its city; None when neither is known."""
    return zip_area(address.postal_code or "") or _city_area(address.city or "", address.state or "")


@cache
def zip_area(code: str) -> Area | None:
    known = zip_code(code)
    if known is None or known.center is None:
        return None
    return Area(code, known.center, _breadth_m(known.center), Precision.ZIP)


@cache
def _city_area(city: str, state: str) -> Area | None:
    zips = zips_of_city(city, state)
    centers = [each.center for each in zips if each.center and each.kind == "STANDARD"]
    centers = centers or [each.center for each in zips if each.center]
    if not centers:
        return None
    middle = (fmean(center[0] for center in centers), fmean(center[1] for center in centers))
    off_middle = fmean(great_circle(middle, center).meters for center in centers)
    return Area(f"{city_key(city)}, {state}", middle, _breadth_m(middle) + 2 * off_middle, Precision.CITY)


def _breadth_m(here: Degrees) -> float:
    """The mean distance to the four nearest other ZIP centers: short in a city, long in the country."""
    near = (each.center for each in located_zips() if each.center and _is_near(here, each.center))
    distances = sorted(great_circle(here, center).meters for center in near)
    nearest = [each for each in distances if each > _ONE_SITE_M][:4]
    return fmean(nearest) if nearest else _LONELY_M


def _is_near(here: Degrees, there: Degrees) -> bool:
    return abs(here[0] - there[0]) < _NEARBY_DEGREES and abs(here[1] - there[1]) < _NEARBY_DEGREES
