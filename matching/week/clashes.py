"""Clashes: why a week does not work out, as the smallest sets that cannot stand together, and what would do least.

A code with what it is about; the words come from words.py.
"""

from dataclasses import dataclass

from matching.week.activities import Session
from matching.week.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Clash:
    """One activity that finds no room, and those beside which it finds none; without any one of them it would.

    curfew, travel: whether it would also find room without the curfew, or without the ways between places.
    """

    key: str
    beside: tuple[str, ...]
    curfew: bool
    travel: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to be different: a session approved beyond curfew or moved; or left out so many times a week."""

    key: str
    session: Session | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Arranged:
    """The week as it can be: its timetable, and where that takes changes, what clashes and what they are.

    Where there is no clash there is no change. The timetable is the one after the changes.
    """

    timetable: Timetable
    clashes: tuple[Clash, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether everything has its place."""
        return not self.changes
