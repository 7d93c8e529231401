"""One side of one piece of a street: the house numbers along it, and where each of them lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from resources.geocoding.hints import Frame, Meters
from resources.geography.zip_codes import Degrees

Part = Sequence[Degrees]
# Houses stand beside the line that is drawn down the middle of the street, and none in the middle of a crossing.
_BESIDE_M = 10.0
_FROM_CORNER_M, _FROM_CORNER_SHARE = 8.0, 0.1


@dataclass(frozen=True, slots=True)
class StreetSide:
    """A side of a piece of street, first and last house number in the direction in which the line is drawn.

    `before`: what both numbers begin with; `parity`: "O" odd, "E" even, "B" both; `parts`: the line, in degrees.
    """

    street: str
    direction: str
    kind: str
    zip: str
    before: str
    first: int
    last: int
    parity: str
    is_left: bool
    parts: tuple[Part, ...]

    def holds(self, number: int) -> bool:
        """Whether the numbering of this side has room for the number."""
        return self.spans(number) and self.parity in ("B", "O" if number % 2 else "E")

    def spans(self, number: int) -> bool:
        """Whether the number lies between both ends, on this side of the street or the other."""
        return min(self.first, self.last) <= number <= max(self.first, self.last)

    def point(self, number: int) -> Degrees:
        """Where a number of this side lies: its share of the way along the line, and a little beside it."""
        frame = Frame(*self.parts[0][0])
        lines = [[frame.meters(*each) for each in part] for part in self.parts]
        length = _length(lines)
        inset = min(_FROM_CORNER_M, _FROM_CORNER_SHARE * length)
        share = (number - self.first) / (self.last - self.first) if self.last != self.first else 0.5
        return frame.degrees(*_beside(lines, inset + share * (length - 2 * inset), left=self.is_left))

    def length_m(self) -> float:
        """How long this piece of street is, in meters."""
        frame = Frame(*self.parts[0][0])
        return _length([[frame.meters(*each) for each in part] for part in self.parts])


def parity_of(said: str, first: int, last: int) -> str:
    """Odd, even or both: as the file says, else as both ends agree."""
    if said in ("O", "E", "B"):
        return said
    return "B" if first % 2 != last % 2 else "O" if first % 2 else "E"


def _steps(lines: Sequence[Sequence[Meters]]) -> list[tuple[Meters, Meters, float]]:
    """The straight pieces of a line; between two parts of it nothing is walked."""
    pieces = [pair for line in lines for pair in pairwise(line)]
    return [(one, other, hypot(other[0] - one[0], other[1] - one[1])) for one, other in pieces]


def _length(lines: Sequence[Sequence[Meters]]) -> float:
    return sum(meters for _, _, meters in _steps(lines))


def _beside(lines: Sequence[Sequence[Meters]], walked: float, *, left: bool) -> Meters:
    """The place so many meters along the line, a house's depth to its left or right."""
    steps = [step for step in _steps(lines) if step[2] > 0]
    if not steps:
        return lines[0][0]
    at = 0
    while at < len(steps) - 1 and walked > steps[at][2]:
        walked -= steps[at][2]
        at += 1
    one, other, meters = steps[at]
    north, east = ((other[axis] - one[axis]) / meters for axis in (0, 1))
    along = min(walked, meters)
    side = _BESIDE_M if left else -_BESIDE_M
    return one[0] + north * along + east * side, one[1] + east * along - north * side
