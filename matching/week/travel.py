"""The ways of a week as an estimate: the straight line at a usual speed, stops and waiting included."""

from collections.abc import Mapping
from itertools import permutations
from types import MappingProxyType

from matching.engine import METERS_PER_MILE
from matching.offer import Place
from matching.week.activities import HOME, Ways
from resources.geography.distances import cartesian, chord_m

# Miles an hour along the straight line, by how a person gets about.
SPEEDS: Mapping[str, float] = MappingProxyType({"none": 3, "bus": 12, "bicycle": 10, "car": 25})
USUAL = "bus"


def estimate(one: Place, other: Place, transport: str) -> int:
    """Minutes between two points on foot ("none"), by bus, bicycle or car; by bus where nobody has said how."""
    meters = chord_m(cartesian((one.latitude, one.longitude)), cartesian((other.latitude, other.longitude)))
    return round(meters / METERS_PER_MILE / SPEEDS.get(transport, SPEEDS[USUAL]) * 60)


def ways(
    places: Mapping[str, Place | None], stated: Mapping[str, int], transport: str, otherwise: int
) -> Ways:
    """Minutes from each place to each other, HOME among them.

    stated: minutes from home that somebody has said, which count before an estimate; otherwise: minutes from home
    where neither is known. From such a place the way to any other is reckoned by way of home.
    """
    home = places.get(HOME)
    from_home = {
        key: stated.get(key, otherwise if home is None or place is None else estimate(home, place, transport))
        for key, place in places.items()
        if key != HOME
    }
    found: dict[tuple[str, str], int] = {}
    for one, other in permutations({HOME: home, **places}, 2):
        start, end = places.get(one), places.get(other)
        if HOME in (one, other):
            found[one, other] = from_home[other if one == HOME else one]
        elif start is None or end is None or one in stated or other in stated:
            found[one, other] = from_home[one] + from_home[other]
        else:
            found[one, other] = estimate(start, end, transport)
    return Ways(found)
