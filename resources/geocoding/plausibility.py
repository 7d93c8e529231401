"""Points that cannot be right: zero, swapped, outside the country or state, far from their own ZIP code."""

from enum import StrEnum
from functools import cache

from geopy.distance import great_circle

from resources.geocoding.areas import zip_area
from resources.geography.zip_codes import centers, zip_code

_STATE_MARGIN_DEGREES = 0.3
_FAR_BREADTHS, _FAR_M = 4, 3_000


class Doubt(StrEnum):
    """Why a point, or the address it is said to have, is not accepted."""

    ZERO = "zero"
    SWAPPED = "swapped"
    OUTSIDE_COUNTRY = "outside_country"
    OUTSIDE_STATE = "outside_state"
    STATE_CONTRADICTS_ZIP = "state_contradicts_zip"
    FAR_FROM_ZIP = "far_from_zip"


def plausible(
    latitude: float, longitude: float, *, state: str | None = None, postal_code: str | None = None
) -> bool:
    """Whether a point in degrees can be right for an address in this state (two letters) and ZIP code."""
    return doubt(latitude, longitude, state=state, postal_code=postal_code) is None


def doubt(
    latitude: float, longitude: float, *, state: str | None = None, postal_code: str | None = None
) -> Doubt | None:
    """The reason not to accept a point, the gravest first; None when there is nothing against it."""
    if latitude == 0 or longitude == 0:
        return Doubt.ZERO
    if not in_country(latitude, longitude):
        return Doubt.SWAPPED if in_country(longitude, latitude) else Doubt.OUTSIDE_COUNTRY
    if contradicts(state, postal_code):
        return Doubt.STATE_CONTRADICTS_ZIP
    if state and not _in_box(latitude, longitude, _box(state)):
        return Doubt.OUTSIDE_STATE
    area = zip_area(postal_code or "")
    if (
        area
        and great_circle(area.center, (latitude, longitude)).meters > _FAR_BREADTHS * area.breadth_m + _FAR_M
    ):
        return Doubt.FAR_FROM_ZIP
    return None


def contradicts(state: str | None, postal_code: str | None) -> bool:
    """Whether a ZIP code is known to lie in another state than the one written beside it."""
    known = zip_code(postal_code)
    return bool(state and known and known.state != state)


def in_country(latitude: float, longitude: float) -> bool:
    """Whether a point lies within the rough bounds of the United States with Alaska, Hawaii and the territories."""
    on_the_mainland = 17.5 <= latitude <= 71.5 and -180 <= longitude <= -64
    return on_the_mainland or (13 <= latitude <= 15.5 and 144 <= longitude <= 146.5)


Box = tuple[float, float, float, float]


def _in_box(latitude: float, longitude: float, box: Box | None) -> bool:
    return box is None or (box[0] <= latitude <= box[1] and box[2] <= longitude <= box[3])


@cache
def _box(state: str) -> Box | None:
    """The bounds of a state's ZIP centers with a margin; None for a state without any."""
    inside = [(latitude, longitude) for latitude, longitude, its_state in centers() if its_state == state]
    if not inside:
        return None
    latitudes, longitudes = zip(*inside, strict=True)
    margin = _STATE_MARGIN_DEGREES
    return (
        min(latitudes) - margin,
        max(latitudes) + margin,
        min(longitudes) - margin,
        max(longitudes) + margin,
    )
