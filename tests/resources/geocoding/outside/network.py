"""A network that answers from memory, in the shapes that geocoders answer in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderTimedOut

LINE = "9 pretend street, cumberland, md 21502"


def census(*points: tuple[float, float]) -> dict[str, Any]:
    """An answer of the Census geocoder that matches at these points (latitude, longitude)."""
    matches = [
        {
            "tigerLine": {"side": "L", "tigerLineId": "76225813"},
            "coordinates": {"x": longitude, "y": latitude},
            "addressComponents": {"zip": "21502", "city": "CUMBERLAND", "state": "MD"},
            "matchedAddress": "9 PRETEND ST, CUMBERLAND, MD, 21502",
        }
        for latitude, longitude in points
    ]
    asked = {"address": {"address": LINE}, "benchmark": {"id": "4", "benchmarkName": "Public_AR_Current"}}
    return {"result": {"input": asked, "addressMatches": matches}}


def nominatim(latitude: float, longitude: float, half: float = 0.00005) -> list[dict[str, Any]]:
    """An answer of Nominatim: one thing, with the box around it (degrees to each side)."""
    box = [latitude - half, latitude + half, longitude - half, longitude + half]
    return [
        {
            "place_id": 1,
            "lat": str(latitude),
            "lon": str(longitude),
            "display_name": "9, Pretend Street, Cumberland, Maryland, 21502, United States",
            "boundingbox": [str(each) for each in box],
        }
    ]


class Network:
    """Hands out its answers in order, the last one again and again; remembers what was asked."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.timeouts: list[float] = []

    def adapter(self, **_: object) -> BaseSyncAdapter:
        """What geopy takes for its way to the network."""
        return _Adapter(self)

    def answer(self, url: str, timeout: float) -> object:
        """The next answer; an error is raised."""
        parts = urlsplit(url)
        self.asked.append(
            (parts.netloc + parts.path, {name: said[0] for name, said in parse_qs(parts.query).items()})
        )
        self.timeouts.append(timeout)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, Exception):
            raise found
        return found


class Hours:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def ticks(self) -> float:
        """Seconds."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]
    def __init__(self, network: Network) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self.network = network

    def get_json(self, url: str, *, timeout: float, **_: object) -> object:
        """The answer."""
        return self.network.answer(url, timeout)

    def get_text(self, url: str, **_: object) -> str:
        """Nobody asks for text."""
        raise AssertionError(url)


SILENCE = GeocoderTimedOut("nobody answers")
