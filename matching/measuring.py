"""Measuring: how an agency measures the distance between a place and a zone, and how far that leaves it unsure."""

from collections.abc import Mapping
from dataclasses import dataclass

from agency.languages import to_translate

# How a reason says it; the usual way needs no words.
METHODS: Mapping[str, str] = {
    "points": "",
    "property_lines": to_translate(
        "measured from property line to property line, with %(lots)s allowed for the two lots"
    ),
    "route": to_translate(
        "measured from door to door along the way, which may be up to %(detour)s times as long"
    ),
}


@dataclass(frozen=True, slots=True)
class Measuring:
    """From point to point, from property line to property line, or from door to door along the way.

    half_width_m: half the width of a lot, allowed for at both ends where property lines count; detour: how many
    times the straight line a way may be. They only make more too close to call.
    """

    method: str = "points"
    half_width_m: float = 0.0
    detour: float = 1.0

    @property
    def lots_m(self) -> float:
        """How much nearer two property lines may be than the points inside them, in meters."""
        return 2 * self.half_width_m if self.method == "property_lines" else 0.0

    @property
    def stretch(self) -> float:
        """How many times as long as the straight line the measured one may be."""
        return self.detour if self.method == "route" else 1.0


BY_POINTS = Measuring()
