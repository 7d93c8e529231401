"""Clashes: why a week does not work out, as the smallest sets that cannot stand together, and what would do least.

A code with what it is about; the words come from words.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.week.activities import HOME, Activity, Session, Week
from matching.week.timetable import Effort, Timetable, at_least_cost, impossible, without_clashes


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


def arrange(week: Week, effort: Effort) -> Arranged:
    """Put a week together with what is left of the effort; where that runs out, the best that was found so far."""
    whole = without_clashes(week, effort)
    if whole is not None:
        return Arranged(whole)
    best = at_least_cost(week, effort)
    changes = tuple(_changes(week, best))
    return Arranged(best, tuple(_clashes(week, {each.key for each in changes}, effort)), changes)


def _changes(week: Week, best: Timetable) -> Iterator[Change]:
    for activity in week.activities:
        sessions = best.of(activity.key)
        for session in sessions:
            if session.changed:
                yield Change(activity.key, session)
        if len(sessions) < activity.times:
            yield Change(activity.key, left_out=activity.times - len(sessions))


def _clashes(week: Week, changed: set[str], effort: Effort) -> Iterator[Clash]:
    """Those that are to change are put back one by one; whichever finds no room is a clash."""
    standing = [each for each in week.activities if each.key not in changed]
    for activity in (each for each in week.activities if each.key in changed):
        together = [*standing, activity]
        if impossible(_only(week, together), effort):
            yield _clash(week, activity, standing, effort)
        else:
            standing = together


def _clash(week: Week, activity: Activity, standing: list[Activity], effort: Effort) -> Clash:
    """Leave out of the others whatever can be left out while there still is no room."""
    beside = list(standing)
    for other in standing:
        fewer = [each for each in beside if each is not other]
        if impossible(_only(week, [*fewer, activity]), effort):
            beside = fewer
    core = _only(week, [*beside, activity])
    return Clash(
        activity.key,
        tuple(each.key for each in beside),
        curfew=week.free is not None and not impossible(replace(core, free=None), effort),
        travel=not impossible(_without_ways(core), effort),
    )


def _only(week: Week, activities: list[Activity]) -> Week:
    return replace(week, activities=tuple(activities))


def _without_ways(week: Week) -> Week:
    at_home = tuple(replace(each, place=HOME) for each in week.activities)
    return replace(week, activities=at_home, travel={})
