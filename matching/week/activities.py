"""Activities: what fills a person's week, as the solver sees it; no names, only how long, when, where, how often.

Everything is reckoned in minutes: windows after midnight of their day, sessions after midnight of Monday. On the
grid of five minutes a duration and a way are rounded up, and a window to what fits inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from matching.minutes import DAY

GRID = 5
DAYS = range(7)
HOME = "home"


@dataclass(frozen=True, slots=True)
class Window:
    """When something may take place on one day of the week (0 is Monday); an end past midnight is beyond 24 hours."""

    day: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something to be done so many times a week, at most once a day, each time for so long within one window.

    required: by an order or an employer, as against wished. approved: the officer lets it reach into the curfew.
    movable: by how many minutes whoever sets its hours could be asked to move it.
    """

    key: str
    minutes: int
    times: int
    windows: tuple[Window, ...]
    place: str = HOME
    required: bool = True
    approved: bool = False
    movable: int = 0


@dataclass(frozen=True)
class Ways:
    """Minutes one way from place to place, HOME among them; a way by a third place may be shorter, and then counts."""

    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def between(self, one: str, other: str) -> int:
        """The shortest way, in minutes on the grid."""
        return 0 if one == other else self._shortest[one, other]

    @cached_property
    def _shortest(self) -> dict[tuple[str, str], int]:
        places = sorted({place for pair in self.minutes for place in pair})
        ways = {pair: up(minutes) for pair, minutes in self.minutes.items()}
        for middle, one, other in product(places, places, places):
            if one != other and middle not in (one, other):
                ways[one, other] = min(ways[one, other], ways[one, middle] + ways[middle, other])
        return ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is to be put together. free: from when, and for how long, the order lets the person be out each day
    (None: always).
    """

    activities: tuple[Activity, ...]
    free: tuple[int, int] | None = None
    ways: Ways = Ways()


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One time of one activity: from when until when, in minutes after midnight of Monday.

    beyond: minutes of it, with the way there and back, that lie within the curfew; moved: minutes by which it lies
    outside of its window. Both are 0 in a week without clashes.
    """

    begins: int
    ends: int
    key: str
    beyond: int = 0
    moved: int = 0

    @property
    def day(self) -> int:
        """The day on which it begins."""
        return self.begins // DAY % 7

    @property
    def changed(self) -> bool:
        """Whether it takes an approval or a move."""
        return bool(self.beyond or self.moved)


def starts(week: Week, activity: Activity, day: int) -> dict[int, tuple[int, int]]:
    """Every moment at which a session may begin that day, with the minutes beyond the curfew and outside its window.

    What costs nothing fits as it is; what costs something would have to be approved or moved.
    """
    found: dict[int, tuple[int, int]] = {}
    for window in (each for each in activity.windows if each.day == day):
        first, last = up(window.begins), down(window.ends) - up(activity.minutes)
        if first > last:
            continue
        for begin in range(first - activity.movable, last + activity.movable + 1, GRID):
            moved = max(0, first - begin, begin - last)
            price = _beyond(week, activity, day * DAY + begin), moved
            known = found.get(day * DAY + begin)
            found[day * DAY + begin] = price if known is None else min(known, price, key=sum)
    return found


def up(minutes: float) -> int:
    """Rounded up to the grid."""
    return int(-(-minutes // GRID) * GRID)


def down(minutes: float) -> int:
    """Rounded down to the grid."""
    return int(minutes // GRID * GRID)


def _beyond(week: Week, activity: Activity, begin: int) -> int:
    """Minutes away from home, the way included, when the order wants the person there."""
    if week.free is None or activity.approved:
        return 0
    leaves = begin - week.ways.between(HOME, activity.place)
    returns = begin + up(activity.minutes) + week.ways.between(activity.place, HOME)
    opens, lasts = week.free
    lasts = max(0, lasts)
    # A day's free time may reach into the next day, and a session of this day may fall into the day after.
    first = leaves // DAY * DAY - DAY + opens
    out = sum(
        max(0, min(returns, each + lasts) - max(leaves, each)) for each in range(first, returns + 1, DAY)
    )
    return (returns - leaves) - out
