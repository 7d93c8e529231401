"""Measures: how far a chosen place lies from each protected one, and how sure that is; for victim services alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.offer import Place
from reentry.victims.protected_places import ProtectedPlace
from resources.geography.distances import distance_m

KEEPS = {
    "clear": "farther than the order asks",
    "inside": "nearer than the order allows",
    "close": "too close to call",
}


@dataclass(frozen=True)
class Measure:
    """From a chosen place to a protected one: meters, and by how many the truth may differ; None where nobody knows."""

    protected: ProtectedPlace
    distance_m: float | None
    coarse_m: float

    @property
    def keeps(self) -> str:
        """Against the distance an order asks for: a key of KEEPS; empty where none is asked for or known."""
        wanted = self.protected.keep_away_m
        if wanted is None or self.distance_m is None:
            return ""
        if self.distance_m - self.coarse_m > wanted:
            return "clear"
        return "inside" if self.distance_m + self.coarse_m < wanted else "close"


def measure(chosen: Place | None, protected: Iterable[ProtectedPlace]) -> list[Measure]:
    """Each protected place against the chosen one; what cannot be measured comes first, then the nearest."""
    found = [_measured(chosen, each) for each in protected]
    return sorted(found, key=lambda each: -1.0 if each.distance_m is None else each.distance_m)


def _measured(chosen: Place | None, protected: ProtectedPlace) -> Measure:
    there = protected.place
    if chosen is None or there is None:
        return Measure(protected, None, 0.0)
    apart = distance_m((chosen.latitude, chosen.longitude), (there.latitude, there.longitude))
    return Measure(protected, apart, chosen.precision_m + there.precision_m)
