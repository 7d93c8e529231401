"""Hints at where an address lies, each with how far off it may be, and the one place they point to together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, radians, sqrt
from statistics import StatisticsError, fmean, linear_regression

METERS_PER_DEGREE = 111_195.0
Meters = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A flat sheet laid over one town: turns degrees into meters (north, east) of its center and back."""

    latitude: float
    longitude: float

    def meters(self, latitude: float, longitude: float) -> Meters:
        """A point in degrees as meters north and east."""
        return (latitude - self.latitude) * METERS_PER_DEGREE, (longitude - self.longitude) * self._per_longitude()

    def degrees(self, north: float, east: float) -> tuple[float, float]:
        """Meters north and east as latitude and longitude."""
        return self.latitude + north / METERS_PER_DEGREE, self.longitude + east / self._per_longitude()

    def _per_longitude(self) -> float:
        return METERS_PER_DEGREE * cos(radians(self.latitude))


@dataclass(frozen=True, slots=True)
class Hint:
    """One guess in meters north and east, each with the error to expect (one standard deviation; inf = it does not say)."""

    north: float
    east: float
    north_off: float
    east_off: float

    def off(self) -> float:
        """The error to expect over both directions, in meters."""
        return hypot(self.north_off, self.east_off)


def together(hints: Sequence[Hint]) -> Hint:
    """What several independent hints say together: each counts by the inverse square of its expected error."""
    north, north_off = _weighted([(hint.north, hint.north_off) for hint in hints])
    east, east_off = _weighted([(hint.east, hint.east_off) for hint in hints])
    return Hint(north, east, north_off, east_off)


def _weighted(guesses: Iterable[tuple[float, float]]) -> tuple[float, float]:
    weights = [(value, 1 / off**2) for value, off in guesses]
    total = sum(weight for _, weight in weights)
    return sum(value * weight for value, weight in weights) / total, 1 / sqrt(total)


def middle(points: Sequence[Meters], weights: Sequence[float]) -> Meters:
    """The point with the least summed distance to all (Weiszfeld's steps); one far point hardly moves it."""
    here = _mean(points, weights)
    for _ in range(8):
        pulls = [weight / max(300.0, hypot(p[0] - here[0], p[1] - here[1])) for p, weight in zip(points, weights, strict=True)]
        here = _mean(points, pulls)
    return here


def _mean(points: Sequence[Meters], weights: Sequence[float]) -> Meters:
    total = sum(weights)
    pairs = list(zip(points, weights, strict=True))
    return sum(p[0] * weight for p, weight in pairs) / total, sum(p[1] * weight for p, weight in pairs) / total


def line_at(xs: Sequence[float], ys: Sequence[float], x: float) -> tuple[float, float]:
    """What a straight line through the points says at x, and the mean error of the points about that line."""
    try:
        slope, intercept = linear_regression(xs, ys)
    except StatisticsError:  # all at one x
        slope, intercept = 0.0, fmean(ys)
    errors = [y - slope * at - intercept for at, y in zip(xs, ys, strict=True)]
    return slope * x + intercept, sqrt(fmean(error**2 for error in errors))


NOWHERE = inf
