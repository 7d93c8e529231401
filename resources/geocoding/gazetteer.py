"""What the directory's own confirmed points teach about addresses that it has never seen."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, inf

from resources.geocoding.areas import Area, area_of
from resources.geocoding.hints import Frame, Hint, line_at, middle
from resources.geocoding.houses import House, read_house
from resources.geocoding.plausibility import plausible
from resources.postal_addresses import PostalAddress
from resources.zip_codes import city_key

# Errors to expect, in meters. Fitted on 809 located rows of a Baltimore directory (ten folds, no building in two parts).
_NEXT_DOOR_M, _PER_HOUSE_NUMBER_M = 60.0, 1.3
_CENTER_BREADTHS, _CENTER_WEIGHT = 0.4, 0.4
_BLOCK_NEIGHBORS, _BLOCK_NEIGHBORS_NEEDED, _BLOCK_M = 15, 5, 100.0


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An address whose point is known, in degrees: confirmed by a person or told by the provider."""

    address: PostalAddress
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class _Site:
    latitude: float
    longitude: float
    house: House
    city: str
    area: Area


class Gazetteer:
    """Known places in the order the questions come: same building, same street, same town's block numbers, same area."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        """Take in the places; those whose point cannot be right for their address teach nothing."""
        self._by_area: dict[str, list[_Site]] = defaultdict(list)
        self._by_street: dict[str, list[_Site]] = defaultdict(list)
        blocks: dict[tuple[str, bool], list[tuple[int, float, float]]] = defaultdict(list)
        for site in filter(None, map(_site, places)):
            for name in {site.area.name, site.city}:
                self._by_area[name].append(site)
            self._by_street[site.house.street].append(site)
            for northward, block in _blocks(site.house):
                blocks[site.city, northward].append((block, site.latitude, site.longitude))
        self._blocks = {town: sorted(known) for town, known in blocks.items()}

    def knows(self, area: Area) -> bool:
        """Whether any known place lies in this area."""
        return area.name in self._by_area

    def building(self, house: House, city: str, area: Area) -> list[tuple[float, float]]:
        """The known points, in degrees, of the very same house number and street in this area."""
        return [
            (site.latitude, site.longitude)
            for site in self._by_street.get(house.street, ())
            if (site.area == area or site.city == city) and site.house.number == house.number and site.house.may_share_street(house)
        ]

    def area_hint(self, area: Area, frame: Frame) -> Hint:
        """The middle of the area's known places, drawn a little toward its center: providers gather, centers do not know where."""
        points = [frame.meters(site.latitude, site.longitude) for site in self._by_area.get(area.name, ())]
        weights = [1.0] * len(points) + [_CENTER_WEIGHT]
        north, east = middle([*points, (0.0, 0.0)], weights)
        spread = 1.5 * (_CENTER_BREADTHS * area.breadth_m) ** 2
        return Hint(
            north,
            east,
            ((spread + sum((point[0] - north) ** 2 for point in points)) / (len(points) + 1.5)) ** 0.5,
            ((spread + sum((point[1] - east) ** 2 for point in points)) / (len(points) + 1.5)) ** 0.5,
        )

    def street_hints(self, house: House, city: str, area: Area, frame: Frame) -> list[Hint]:
        """The nearest known numbers below and above on the same street; between the two it interpolates."""
        if house.number is None:
            return []
        sites = [site for site in self._by_street.get(house.street, ()) if site.house.number is not None]
        sites = [site for site in sites if site.house.may_share_street(house) and _near(site, city, area, frame)]
        gaps = [(site.house.number - house.number, site) for site in sites if site.house.number is not None]
        below = max((each for each in gaps if each[0] <= 0), key=lambda each: each[0], default=None)
        above = min((each for each in gaps if each[0] > 0), key=lambda each: each[0], default=None)
        hints = []
        for gap, site in filter(None, (below, above)):
            off = _NEXT_DOOR_M + _PER_HOUSE_NUMBER_M * abs(gap)
            hints.append(Hint(*frame.meters(site.latitude, site.longitude), off, off))
        return hints

    def block_hints(self, house: House, city: str, frame: Frame) -> list[Hint]:
        """Where a city numbers its blocks from one origin, "1100 N" tells the latitude and "1100 W" the longitude."""
        hints = []
        for northward, block in _blocks(house):
            known = self._blocks.get((city, northward), [])
            at = bisect_left(known, (block, 0.0, 0.0))
            near = known[max(0, at - _BLOCK_NEIGHBORS) : at + _BLOCK_NEIGHBORS]
            near = sorted(near, key=lambda each: abs(each[0] - block))[:_BLOCK_NEIGHBORS]
            if len(near) < _BLOCK_NEIGHBORS_NEEDED:
                continue
            axis = [frame.meters(latitude, longitude)[0 if northward else 1] for _, latitude, longitude in near]
            value, error = line_at([each[0] for each in near], axis, block)
            off = hypot(_BLOCK_M, error)
            hints.append(Hint(value, 0.0, off, inf) if northward else Hint(0.0, value, inf, off))
        return hints


def town_key(address: PostalAddress) -> str:
    """The city and state of an address made comparable."""
    return f"{city_key(address.city or '')}, {address.state}"


def _site(place: KnownPlace) -> _Site | None:
    address, area = place.address, area_of(place.address)
    if area is None or not plausible(
        place.latitude, place.longitude, state=address.state, postal_code=address.postal_code
    ):
        return None
    house = read_house(address.street) or House(None, "", "")
    return _Site(place.latitude, place.longitude, house, town_key(address), area)


def _near(site: _Site, city: str, area: Area, frame: Frame) -> bool:
    within_reach = hypot(*frame.meters(site.latitude, site.longitude)) < area.breadth_m
    return site.area == area or site.city == city or within_reach


def _blocks(house: House) -> list[tuple[bool, int]]:
    both = ((True, house.blocks_north()), (False, house.blocks_east()))
    return [(northward, block) for northward, block in both if block is not None]
