"""Alarms about points: where a point can hardly be right for its address, and what would be better."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from resources.geocoding.areas import area_of
from resources.geocoding.gazetteer import KnownPlace
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.houses import read_house
from resources.geocoding.plausibility import Doubt, doubt, in_country
from resources.geocoding.positions import Position, Precision
from resources.geography.distances import distance_m
from resources.geography.postal_addresses import AddressKind, PostalAddress
from resources.geography.zip_codes import ZipCode, city_key, zips_near, zips_of_city

# So many different buildings on one point are no coincidence; so near to the middle of an area, neither is one.
_BUILDINGS_ON_ONE_POINT, _SAME_POINT_DIGITS = 3, 5
_ON_THE_MIDDLE_M = 25.0
_ZIPS_AROUND = 3
_SWAPPED_BACK_M = 150.0


class AlarmKind(StrEnum):
    """What is wrong with a point, the gravest first."""

    ZERO = "zero"
    SWAPPED = "swapped"
    OUTSIDE_COUNTRY = "outside_country"
    OUTSIDE_STATE = "outside_state"
    STATE_CONTRADICTS_ZIP = "state_contradicts_zip"
    FAR_FROM_ZIP = "far_from_zip"
    WRONG_CITY = "wrong_city"
    DEFAULT_POINT = "default_point"
    ONE_POINT = "one_point"


@dataclass(frozen=True)
class Site:
    """A place with its point in degrees; `exact`: somebody said that the point is the building's, and not our guess."""

    id: UUID
    address: PostalAddress
    latitude: float
    longitude: float
    exact: bool


@dataclass(frozen=True)
class Alarm:
    """One place whose point is doubted, what for, and where the local geocoder would put it (None: it cannot tell).

    `about` is what the kind speaks of: the ZIP code or city, or how many buildings share the point. `meters`: how far
    the point lies from the middle of what its address names; None where that says nothing.
    """

    site: Site
    kind: AlarmKind
    about: str = ""
    meters: float | None = None
    suggestion: Position | None = None


def find_alarms(
    sites: Sequence[Site], geocoder_over: Callable[[Iterable[KnownPlace]], Geocoder]
) -> list[Alarm]:
    """One alarm for each place that has any, gravest kinds first; `geocoder_over` makes a geocoder of known places.

    What is doubted teaches that geocoder nothing.
    """
    shared = _buildings_by_point(sites)
    doubted = {each.site.id: each for each in filter(None, (_alone(site, shared) for site in sites))}
    strangers = {site.id: near for site in sites if site.id not in doubted and (near := _stranger(site))}
    if not doubted and not strangers:
        return []
    geocoder = geocoder_over(
        KnownPlace(site.address, site.latitude, site.longitude)
        for site in sites
        if site.exact and site.id not in doubted and site.id not in strangers
    )
    for site in sites:
        elsewhere = _same_street_elsewhere(site, strangers.get(site.id, []), geocoder)
        doubted |= {each.site.id: each for each in elsewhere}
    found = [replace(each, suggestion=_suggestion(each, geocoder)) for each in doubted.values()]
    return sorted(found, key=lambda each: list(AlarmKind).index(each.kind))


def _alone(site: Site, shared: Mapping[tuple[float, float], set[str]]) -> Alarm | None:
    """What can be said of a point without knowing any other street."""
    address = site.address
    area = area_of(address)
    meters = distance_m(area.center, (site.latitude, site.longitude)) if area and _drawable(site) else None
    wrong = doubt(site.latitude, site.longitude, state=address.state, postal_code=address.postal_code)
    if wrong:
        about = address.state if wrong is Doubt.OUTSIDE_STATE else address.postal_code
        return Alarm(site, AlarmKind(wrong.value), about or "", meters)
    if not site.exact:
        return None
    if area and meters is not None and meters < _ON_THE_MIDDLE_M and address.kind is AddressKind.STREET:
        middle_of = f"ZIP code {area.name}" if area.precision is Precision.ZIP else address.city
        return Alarm(site, AlarmKind.DEFAULT_POINT, middle_of or "")
    buildings = len(shared[_rounded(site)])
    return Alarm(site, AlarmKind.ONE_POINT, str(buildings)) if buildings >= _BUILDINGS_ON_ONE_POINT else None


def _drawable(site: Site) -> bool:
    return in_country(site.latitude, site.longitude)


def _rounded(site: Site) -> tuple[float, float]:
    """The point to about a meter."""
    return round(site.latitude, _SAME_POINT_DIGITS), round(site.longitude, _SAME_POINT_DIGITS)


def _buildings_by_point(sites: Iterable[Site]) -> dict[tuple[float, float], set[str]]:
    found: dict[tuple[float, float], set[str]] = defaultdict(set)
    for site in sites:
        house = read_house(site.address.street or "")
        if site.exact and house:
            found[_rounded(site)].add(f"{house.number} {house.street}")
    return found


def _stranger(site: Site) -> list[ZipCode]:
    """The ZIP codes around a point where none of them belongs to the city of its address; else none."""
    city, state = site.address.city, site.address.state
    if not (site.exact and city and state and zips_of_city(city, state)):
        return []
    near = zips_near(site.latitude, site.longitude, _ZIPS_AROUND)
    return [] if any(city_key(city) in each.city_keys() for each in near) else near


def _same_street_elsewhere(site: Site, near: Iterable[ZipCode], geocoder: Geocoder) -> Iterator[Alarm]:
    """An alarm where the same address, looked for in a city around the point, lies at the point."""
    here = site.latitude, site.longitude
    for code in near:
        there = geocoder.position(
            replace(site.address, city=code.city, state=code.state, postal_code=code.code)
        )
        on_street = there and there.precision in (Precision.POINT, Precision.STREET)
        if there and on_street and distance_m(here, (there.latitude, there.longitude)) <= there.precision_m:
            own = area_of(site.address)
            yield Alarm(site, AlarmKind.WRONG_CITY, code.city, distance_m(own.center, here) if own else None)
            return


def _suggestion(alarm: Alarm, geocoder: Geocoder) -> Position | None:
    site = alarm.site
    if alarm.kind is AlarmKind.SWAPPED:
        said = site.address
        if not doubt(site.longitude, site.latitude, state=said.state, postal_code=said.postal_code):
            return Position(site.longitude, site.latitude, Precision.POINT, _SWAPPED_BACK_M, "swapped_back")
    there = geocoder.position(site.address)
    # What is as doubtful as the point that stands would only bring the alarm back.
    return None if there is None or _doubted(site, there) else there


def _doubted(site: Site, there: Position) -> bool:
    said = site.address
    return doubt(there.latitude, there.longitude, state=said.state, postal_code=said.postal_code) is not None
