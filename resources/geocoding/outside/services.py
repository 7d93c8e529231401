"""The outside geocoders one may switch on, each asked patiently, and what their answers say of how sure they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geopy.exc import GeocoderParseError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.location import Location

from resources.geocoding.outside.census import CensusGeocoder
from resources.geocoding.positions import Precision
from resources.geography.distances import distance_m

USER_AGENT = "reentry-planner"
TIMEOUT_S = 10
# At most one question a second, as public geocoders ask for; after an error, a pause and one more try.
_SECONDS_APART, _SECONDS_AFTER_ERROR, _TRIES_AGAIN = 1.0, 5.0, 1
# Reckoned along a range of numbers: within a block. Nothing surer is said by the Bureau.
_CENSUS_M = 100.0
_NEAREST_M, _STREET_M = 30.0, 500.0
# Several matches this near to each other are one place.
_SAME_PLACE_M = 200.0

Ask = Callable[[str], "Answer | None"]


@dataclass(frozen=True)
class Answer:
    """A place that a geocoder gave for an address, in degrees, and the meters within which it lies."""

    latitude: float
    longitude: float
    precision: Precision
    precision_m: float
    matched: str


class _PatientLimiter(RateLimiter):  # type: ignore[misc]
    """Keeps questions apart by a clock and a sleep that are handed in."""

    def __init__(
        self, ask: Callable[..., Any], ticks: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        super().__init__(
            ask,
            min_delay_seconds=_SECONDS_APART,
            max_retries=_TRIES_AGAIN,
            error_wait_seconds=_SECONDS_AFTER_ERROR,
            swallow_exceptions=False,
        )
        self._ticks, self._rest = ticks, sleep

    def _clock(self) -> float:
        return self._ticks()

    def _sleep(self, seconds: float) -> None:
        self._rest(seconds)


def asking(
    name: str,
    domain: str,
    ticks: Callable[[], float],
    sleep: Callable[[float], None],
    adapter: Callable[..., Any] | None = None,
) -> Ask:
    """How to ask the geocoder of this name ("census", or "nominatim" at a domain of one's own).

    Asking raises GeopyError where it does not answer. `adapter`: what speaks to the network, geopy's own if left out.
    """
    settings: dict[str, Any] = {"timeout": TIMEOUT_S, "user_agent": USER_AGENT, "adapter_factory": adapter}
    if name == "census":
        census = CensusGeocoder(**settings)
        geocode = _PatientLimiter(census.geocode, ticks, sleep)
        return lambda line: _only([_of_census(each) for each in geocode(line, exactly_one=False) or ()])
    nominatim = Nominatim(domain=domain, **settings)
    search = _PatientLimiter(nominatim.geocode, ticks, sleep)
    return lambda line: _only(
        [_of_nominatim(each) for each in search(line, exactly_one=False, country_codes="us") or ()]
    )


def _only(answers: Sequence[Answer]) -> Answer | None:
    """The first, unless the others lie elsewhere: then the geocoder does not know which."""
    if not answers:
        return None
    first = answers[0]
    here = first.latitude, first.longitude
    apart = any(distance_m(here, (each.latitude, each.longitude)) > _SAME_PLACE_M for each in answers)
    return None if apart else first


def _of_census(found: Location) -> Answer:
    return Answer(found.latitude, found.longitude, Precision.STREET, _CENSUS_M, found.address)


def _of_nominatim(found: Location) -> Answer:
    """Its bounding box says how large the thing is that it found."""
    try:
        south, north, west, east = map(float, found.raw["boundingbox"])
        across = distance_m((south, west), (north, east))
    except (KeyError, TypeError, ValueError) as error:
        raise GeocoderParseError("The answer is not one of Nominatim.") from error
    radius = max(_NEAREST_M, across / 2)
    fine = Precision.POINT if "house_number" in found.raw.get("address", {}) else Precision.STREET
    return Answer(
        found.latitude,
        found.longitude,
        fine if radius <= _STREET_M else Precision.ZIP,
        round(radius),
        found.address,
    )
