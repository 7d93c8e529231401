"""What the directory's own confirmed points teach about addresses that it has never seen."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, hypot, inf, sqrt
from statistics import fmean

from resources.geocoding.areas import Area, area_of, town_name
from resources.geocoding.hints import Frame, Hint, Meters, line_at, middle
from resources.geocoding.houses import House, read_house
from resources.geocoding.plausibility import plausible
from resources.geography.postal_addresses import PostalAddress
from resources.geography.zip_codes import Degrees

# Errors to expect, in meters, fitted on 809 located rows of a Baltimore directory (ten folds, no building in two of
# them). The answer hardly depends on them: varied by half, none moves the median error by more than 20 m.
_NEXT_DOOR_M, _PER_HOUSE_NUMBER_M = 60.0, 1.3
_ALIKE_WEIGHT, _ALIKE_NUMBERS = 6.0, 300.0
_CENTER_OFF_BREADTHS, _CENTER_WEIGHT, _CENTER_POINTS = 0.3, 0.4, 3.0
_BLOCK_M, _BLOCK_NEIGHBORS, _BLOCK_NEIGHBORS_NEEDED = 100.0, 15, 5


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An address whose point is known, in degrees: confirmed by a person or told by the provider."""

    address: PostalAddress
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class _Site:
    point: Degrees
    house: House
    town: str
    area: Area


class Gazetteer:
    """Known places, asked for the same building, the same street, the same block number and the same area."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        """Take in the places; one whose point cannot be right for its address teaches nothing."""
        self._by_area: dict[str, list[_Site]] = defaultdict(list)
        self._by_street: dict[str, list[_Site]] = defaultdict(list)
        blocks: dict[tuple[str, bool], list[tuple[int, Degrees]]] = defaultdict(list)
        for site in filter(None, map(_site, places)):
            for name in {site.area.name, site.town}:
                self._by_area[name].append(site)
            self._by_street[site.house.street].append(site)
            for northward, block in _blocks(site.house):
                blocks[site.town, northward].append((block, site.point))
        self._blocks = {key: sorted(known) for key, known in blocks.items()}

    def knows(self, area: Area) -> bool:
        """Whether any known place lies in this area."""
        return area.name in self._by_area

    def building(self, house: House, town: str, area: Area) -> list[Degrees]:
        """The known points of the very same number and street, in this area or town."""
        sites = [site for site in self._by_street.get(house.street, ()) if site.house.number == house.number]
        sites = [site for site in sites if site.area == area or site.town == town]
        return [site.point for site in sites if site.house.may_share_street(house)]

    def area_hint(self, area: Area, frame: Frame, number: int | None = None) -> Hint:
        """The middle of the area's known places, drawn a little toward its center.

        Providers gather downtown and along main roads; the center of a ZIP code is as often a field. Places with
        nearly the same number count for more, whatever their street: blocks are counted from one origin.
        """
        sites = self._by_area.get(area.name, [])
        points = [frame.meters(*site.point) for site in sites]
        alike = [1 + _ALIKE_WEIGHT * _alike(site.house.number, number) for site in sites]
        weights = [each / fmean(alike) for each in alike]
        north, east = middle([*points, (0.0, 0.0)], [*weights, _CENTER_WEIGHT])
        center_off = _CENTER_OFF_BREADTHS * area.breadth_m
        north_off = _off([point[0] - north for point in points], center_off)
        return Hint(north, east, north_off, _off([point[1] - east for point in points], center_off))

    def street_hints(self, house: House, town: str, area: Area, frame: Frame) -> list[Hint]:
        """The nearest known numbers below and above on the same street; together they interpolate."""
        if house.number is None:
            return []
        gaps: list[tuple[int, Meters]] = []
        for site in self._by_street.get(house.street, ()):
            here = frame.meters(*site.point)
            near = site.area == area or site.town == town or hypot(*here) < area.breadth_m
            if near and site.house.number is not None and site.house.may_share_street(house):
                gaps.append((site.house.number - house.number, here))
        below = max((each for each in gaps if each[0] <= 0), default=None)
        above = min((each for each in gaps if each[0] > 0), default=None)
        offs = [
            (here, _NEXT_DOOR_M + _PER_HOUSE_NUMBER_M * abs(gap))
            for gap, here in filter(None, (below, above))
        ]
        return [Hint(*here, off, off) for here, off in offs]

    def block_hints(self, house: House, town: str, frame: Frame) -> list[Hint]:
        """Where a town counts its blocks from one origin, "1100 N" tells how far north, "1100 W" how far west."""
        hints = []
        for northward, block in _blocks(house):
            known = self._near_block(town, northward, block)
            if len(known) >= _BLOCK_NEIGHBORS_NEEDED:
                along = [frame.meters(*point)[0 if northward else 1] for _, point in known]
                value, error = line_at([each for each, _ in known], along, block)
                off = hypot(_BLOCK_M, error)
                hints.append(Hint(value, 0.0, off, inf) if northward else Hint(0.0, value, inf, off))
        return hints

    def _near_block(self, town: str, northward: bool, block: int) -> list[tuple[int, Degrees]]:
        known = self._blocks.get((town, northward), [])
        at = bisect_left(known, block, key=lambda each: each[0])
        around = known[max(0, at - _BLOCK_NEIGHBORS) : at + _BLOCK_NEIGHBORS]
        return sorted(around, key=lambda each: abs(each[0] - block))[:_BLOCK_NEIGHBORS]


def _site(place: KnownPlace) -> _Site | None:
    address, area = place.address, area_of(place.address)
    point = place.latitude, place.longitude
    if area is None or not plausible(*point, state=address.state, postal_code=address.postal_code):
        return None
    house = read_house(address.street or "") or House(None, "", "")
    return _Site(point, house, town_name(address.city, address.state), area)


def _alike(number: int | None, other: int | None) -> float:
    return 0.0 if number is None or other is None else exp(-abs(number - other) / _ALIKE_NUMBERS)


def _blocks(house: House) -> list[tuple[bool, int]]:
    both = ((True, house.blocks_north()), (False, house.blocks_east()))
    return [(northward, block) for northward, block in both if block is not None]


def _off(errors: list[float], center_off: float) -> float:
    """The mean error about the middle of the known points, one of which is spent on finding that middle.

    With few of them what ZIP centers err by elsewhere weighs in, as if it had been seen three times.
    """
    squares = _CENTER_POINTS * center_off**2 + sum(error**2 for error in errors)
    return sqrt(squares / (_CENTER_POINTS + max(0, len(errors) - 1)))
