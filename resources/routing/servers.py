"""Routing servers: one way to ask OSRM, Valhalla or OpenTripPlanner how long the way between two stops takes."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from agency.errors import ReentryError
from resources.routing.stops import Stop

TIMEOUT_S = 10
MEANS = ("foot", "bus", "car")
Fetch = Callable[[str], bytes]
Ask = Callable[[Stop, Stop, str], float]
_VALHALLA = {"foot": "pedestrian", "bus": "multimodal", "car": "auto"}
_OTP = {"foot": "WALK", "bus": "TRANSIT,WALK", "car": "CAR"}


def means_of(server: str) -> tuple[str, ...]:
    """By which means a kind of server knows ways; OSRM knows no timetable."""
    return tuple(each for each in MEANS if (server, each) != ("osrm", "bus"))


class RoutingError(ReentryError):
    """The routing server does not answer, or knows no way."""


def asking(server: str, url: str, fetch: Fetch | None = None) -> Ask:
    """How to ask for the minutes of a way: from, to, by which of MEANS; asking raises RoutingError.

    fetch: what speaks to the network, the standard library's own if left out.
    """
    address, seconds = _SERVERS[server]

    def ask(start: Stop, end: Stop, means: str) -> float:
        try:
            answer = json.loads((fetch or _fetch)(url + address(start, end, means)))
            return float(seconds(answer)) / 60
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise RoutingError("The routing server does not answer, or knows no such way.") from error

    return ask


def _fetch(address: str) -> bytes:
    with urlopen(address, timeout=TIMEOUT_S) as answer:  # noqa: S310 - the settings allow http and https alone
        return bytes(answer.read())


def _osrm(start: Stop, end: Stop, means: str) -> str:
    if means == "bus":
        raise ValueError("OSRM knows no timetable.")
    line = f"{start.longitude},{start.latitude};{end.longitude},{end.latitude}"
    return f"/route/v1/{means}/{line}?overview=false"


def _valhalla(start: Stop, end: Stop, means: str) -> str:
    stops = [{"lat": each.latitude, "lon": each.longitude} for each in (start, end)]
    return "/route?json=" + quote(json.dumps({"locations": stops, "costing": _VALHALLA[means]}))


def _otp(start: Stop, end: Stop, means: str) -> str:
    ends = {"fromPlace": f"{start.latitude},{start.longitude}", "toPlace": f"{end.latitude},{end.longitude}"}
    return "/otp/routers/default/plan?" + urlencode(ends | {"mode": _OTP[means]})


_SERVERS: Mapping[str, tuple[Callable[[Stop, Stop, str], str], Callable[[Any], Any]]] = {
    "osrm": (_osrm, lambda answer: answer["routes"][0]["duration"]),
    "valhalla": (_valhalla, lambda answer: answer["trip"]["summary"]["time"]),
    "otp": (_otp, lambda answer: answer["plan"]["itineraries"][0]["duration"]),
}
