"""The area an address lies in when nothing finer is known: its ZIP code, or else its city."""

from dataclasses import dataclass
from functools import cache
from statistics import fmean

from geopy.distance import great_circle

from resources.geocoding.positions import Precision
from resources.geography.postal_addresses import PostalAddress
from resources.geography.zip_codes import Degrees, centers_near, city_key, zip_code, zips_of_city

# Post offices that share a building have ZIP codes of their own; they are no neighbors.
_SAME_SITE_M = 200.0
_NO_NEIGHBOR_M = 25_000.0


@dataclass(frozen=True, slots=True)
class Area:
    """A ZIP code or a city, with its center in degrees.

    `breadth_m`: how far, in meters, the neighboring ZIP centers are; short in a city, long in the country.
    """

    name: str
    center: Degrees
    breadth_m: float
    precision: Precision


def area_of(address: PostalAddress) -> Area | None:
    """The smallest area that the address names: its ZIP code, else its city; None when neither is known."""
    return zip_area(address.postal_code or "") or _city_area(address.city or "", address.state or "")


@cache
def zip_area(code: str) -> Area | None:
    """The area of a five-digit ZIP code; None when nobody says where it lies."""
    known = zip_code(code)
    if known is None or known.center is None:
        return None
    return Area(code, known.center, _breadth_m(known.center), Precision.ZIP)


def town_name(city: str | None, state: str | None) -> str:
    """A city with its state, made comparable; the name of its area."""
    return f"{city_key(city or '')}, {state or ''}"


@cache
def _city_area(city: str, state: str) -> Area | None:
    zips = [each for each in zips_of_city(city, state) if each.center]
    zips = [each for each in zips if each.is_ordinary] or zips
    centers = [each.center for each in zips if each.center]
    if not centers:
        return None
    middle = (fmean(latitude for latitude, _ in centers), fmean(longitude for _, longitude in centers))
    off_middle = fmean(great_circle(middle, center).meters for center in centers)
    return Area(town_name(city, state), middle, _breadth_m(middle) + 2 * off_middle, Precision.CITY)


def _breadth_m(here: Degrees) -> float:
    distances = sorted(great_circle(here, center).meters for center in centers_near(*here))
    nearest = [meters for meters in distances if meters > _SAME_SITE_M][:4]
    return fmean(nearest) if nearest else _NO_NEIGHBOR_M
