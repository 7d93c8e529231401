"""Hints at where an address lies, each with its expected error, and the one place they point to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from statistics import StatisticsError, fmean, linear_regression

Meters = tuple[float, float]

_PER_DEGREE_M = 111_195.0
# Nearer than this, one point must not draw the middle of many all to itself.
_NEAREST_PULL_M = 300.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A flat sheet over one town: turns degrees into meters north and east of its center, and back."""

    latitude: float
    longitude: float

    def meters(self, latitude: float, longitude: float) -> Meters:
        """A point in degrees as meters north and east of the center."""
        north = (latitude - self.latitude) * _PER_DEGREE_M
        return north, (longitude - self.longitude) * _PER_DEGREE_M * cos(radians(self.latitude))

    def degrees(self, north: float, east: float) -> tuple[float, float]:
        """Meters north and east of the center as latitude and longitude."""
        latitude = self.latitude + north / _PER_DEGREE_M
        return latitude, self.longitude + east / (_PER_DEGREE_M * cos(radians(self.latitude)))


@dataclass(frozen=True, slots=True)
class Hint:
    """One guess in meters north and east, and the error to expect of each (infinite: it does not say)."""

    north: float
    east: float
    north_off: float
    east_off: float

    def off(self) -> float:
        """The error to expect over both directions, in meters."""
        return hypot(self.north_off, self.east_off)


def together(hints: Sequence[Hint]) -> Hint:
    """What several hints say together; each counts by the inverse square of its expected error."""
    north, north_off = _weighed([(hint.north, hint.north_off) for hint in hints])
    east, east_off = _weighed([(hint.east, hint.east_off) for hint in hints])
    return Hint(north, east, north_off, east_off)


def _weighed(guesses: Sequence[tuple[float, float]]) -> tuple[float, float]:
    total = sum(1 / off**2 for _, off in guesses)
    return sum(value / off**2 for value, off in guesses) / total, 1 / sqrt(total)


def middle(points: Sequence[Meters], weights: Sequence[float]) -> Meters:
    """The point with the smallest sum of distances to all (by Weiszfeld's steps): outliers hardly move it."""
    here = _mean(points, weights)
    for _ in range(8):
        away = [max(_NEAREST_PULL_M, hypot(north - here[0], east - here[1])) for north, east in points]
        here = _mean(points, [weight / meters for weight, meters in zip(weights, away, strict=True)])
    return here


def _mean(points: Sequence[Meters], weights: Sequence[float]) -> Meters:
    norths, easts = zip(*points, strict=True)
    return fmean(norths, weights), fmean(easts, weights)


def line_at(xs: Sequence[float], ys: Sequence[float], x: float) -> tuple[float, float]:
    """What a straight line through the points says at x, and the mean error of the points about that line.

    Beyond the points it is followed by half their spread and no farther: three neighbors say nothing of the next town.
    """
    try:
        slope, intercept = linear_regression(xs, ys)
    except StatisticsError:  # all points at one x
        slope, intercept = 0.0, fmean(ys)
    errors = [y - slope * at - intercept for at, y in zip(xs, ys, strict=True)]
    lowest, highest = min(ys), max(ys)
    beyond = (highest - lowest) / 2
    value = min(max(slope * x + intercept, lowest - beyond), highest + beyond)
    return value, sqrt(fmean(error**2 for error in errors))
