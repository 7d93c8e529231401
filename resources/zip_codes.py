"""ZIP codes of the United States with their cities and centers, offline, from the package `zipcodes`.

Its centers are those of GeoNames (CC BY 4.0), renewed monthly.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import zipcodes

_SPELLED_OUT = {"ft": "fort", "mt": "mount", "st": "saint", "n": "north", "s": "south", "e": "east", "w": "west"}


@dataclass(frozen=True, slots=True)
class ZipCode:
    """One ZIP code: the cities its mail may name and where its center lies (degrees; None where nobody says)."""

    code: str
    city: str
    other_cities: tuple[str, ...]
    state: str
    county: str | None
    kind: str
    center: tuple[float, float] | None

    def names(self) -> set[str]:
        """The keys of all cities that mail to this ZIP code may name."""
        return {city_key(name) for name in (self.city, *self.other_cities)}


def zip_code(code: str | None) -> ZipCode | None:
    """What is known of a five-digit ZIP code; None when there is no such code."""
    return _all().get(code or "")


def zips_of_city(city: str, state: str) -> tuple[ZipCode, ...]:
    """The ZIP codes of a city: those named after it, or else those whose mail may name it; empty if there is no such city."""
    known = _by_city().get((city_key(city), state), ())
    named_after = tuple(each for each in known if city_key(each.city) == city_key(city))
    return named_after or known


def located_zips() -> tuple[ZipCode, ...]:
    """All ordinary ZIP codes that have a center: no military ones, no post office boxes."""
    return tuple(each for each in _all().values() if each.center and each.kind == "STANDARD")


def city_key(name: str) -> str:
    """A city's name made comparable: "Ft. Meade" and "FORT MEADE" have one key."""
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("-", " ")).split()
    return " ".join(_SPELLED_OUT.get(word, word) for word in words)


@cache
def _all() -> dict[str, ZipCode]:
    return {row["zip_code"]: _read(row) for row in zipcodes.list_all()}


@cache
def _by_city() -> dict[tuple[str, str], tuple[ZipCode, ...]]:
    found: dict[tuple[str, str], list[ZipCode]] = {}
    for each in _all().values():
        for name in each.names():
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
        kind=row["zip_code_type"],
        center=center if center != (0.0, 0.0) else None,
    )
