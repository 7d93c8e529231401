"""The U.S. Census Bureau's geocoder as a geocoder of geopy."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.exc import GeocoderParseError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

DOMAIN = "geocoding.geo.census.gov"
# The ranges as they stand now; the Bureau keeps those of earlier years under other names.
CURRENT = "Public_AR_Current"


class CensusGeocoder(Geocoder):  # type: ignore[misc]
    """Finds United States addresses along the Bureau's address ranges; no key, no account.

    The interface: geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html, "onelineaddress".
    """

    path = "/geocoder/locations/onelineaddress"

    def __init__(
        self,
        *,
        domain: str = DOMAIN,
        benchmark: str = CURRENT,
        **settings: Any,  # noqa: ANN401 - geopy's own
    ) -> None:
        """benchmark: which year's ranges to look in; the rest as every geocoder of geopy takes it."""
        super().__init__(**settings)
        self.api = f"{self.scheme}://{domain.strip('/')}{self.path}"
        self.benchmark = benchmark

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's own
    ) -> Any:  # noqa: ANN401
        """The place of an address on one line, or all that match it; None where none does."""
        asked = urlencode({"address": query, "benchmark": self.benchmark, "format": "json"})
        read = partial(self._read, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.api}?{asked}", read, timeout=timeout)

    def _read(self, answer: Mapping[str, Any], *, exactly_one: bool) -> Any:  # noqa: ANN401
        try:
            found = [_location(match) for match in answer["result"]["addressMatches"]]
        except (KeyError, TypeError, ValueError) as error:
            raise GeocoderParseError("The answer is not one of the Census geocoder.") from error
        if not found:
            return None
        return found[0] if exactly_one else found


def _location(match: Mapping[str, Any]) -> Location:
    point = match["coordinates"]
    return Location(match["matchedAddress"], (float(point["y"]), float(point["x"])), dict(match))
