"""Arranging: a week put together, or what clashes in it and what would do least.

OR-Tools, which does the work, takes a second to load; so it is imported where a week is arranged, and not before.
"""

from collections.abc import Iterator
from dataclasses import replace

from matching.week.activities import HOME, Week
from matching.week.clashes import Arranged, Change, Clash
from matching.week.solver import Trial, at_least_cost, impossible, without_clashes
from matching.week.timetable import Effort, Timetable


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
    trial, found = Trial(week), list[Clash]()
    standing = [each.key for each in week.activities if each.key not in changed]
    fitting = []
    for key in (each.key for each in week.activities if each.key in changed):
        blamed = trial.clashing([*standing, key], effort)
        if blamed:
            found.append(_clash(week, trial, key, [each for each in standing if each in blamed], effort))
        else:
            standing.append(key)
            fitting.append(key)
    yield from found
    yield from _beside_these(week, trial, found, standing, fitting, effort)


def _beside_these(
    week: Week, trial: Trial, found: list[Clash], standing: list[str], fitting: list[str], effort: Effort
) -> Iterator[Clash]:
    """Clashes of what found room only because something else, told already, had not: with that put back."""
    settled = {clash.beside[0] for clash in found if clash.beside}
    again = [clash.key for clash in found if clash.beside]
    others = [each for each in (*standing, *again) if each not in settled and each not in fitting]
    if not again or not fitting or trial.clashing(others, effort):
        return
    for key in (each for each in fitting if each not in settled):
        blamed = trial.clashing([*others, key], effort)
        if blamed:
            yield _clash(week, trial, key, [each for each in others if each in blamed], effort)


def _clash(week: Week, trial: Trial, key: str, beside: list[str], effort: Effort) -> Clash:
    """Leave out of the others whatever can be left out while there still is no room."""
    for other in tuple(beside):
        fewer = [each for each in beside if each != other]
        if trial.clashing([*fewer, key], effort):
            beside = fewer
    core = replace(week, activities=tuple(each for each in week.activities if each.key in (key, *beside)))
    return Clash(
        key,
        tuple(beside),
        curfew=week.free is not None and not impossible(replace(core, free=None), effort),
        travel=not impossible(_without_ways(core), effort),
    )


def _without_ways(week: Week) -> Week:
    return replace(week, activities=tuple(replace(each, place=HOME) for each in week.activities))
