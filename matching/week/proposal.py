"""A proposal for all needs together: one service for each, so that the week stays whole and the ways short.

Combinations are tried from the best on, by their places in the order of matches and the travel of a week; what
clashes once is not tried again. It stands beside the officer's own choice, never instead of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from matching.week.activities import HOME, Activity, Week
from matching.week.clashes import Arranged, Clash
from matching.week.timetable import Effort

# One place further down in the order of matches is worth so many minutes of travel a week.
RANK = 20
# To have to ask the provider first is worth so many.
TO_ASK = 240
# To leave a need without a service is worse than any service.
NOTHING = 100_000
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """One service for a need; rank is its place in the order of matches, from 1; to_ask: it is not known to fit.

    activity is None for a service that takes no going there: a place to live, a telephone line.
    """

    key: str
    rank: int
    activity: Activity | None
    to_ask: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The service proposed for a need (None: none fits the week), and why this one.

    clashed: those higher in the order that clash, each with how; saved: minutes of travel a week fewer than the first.
    """

    need: str
    candidate: Candidate | None
    clashed: tuple[tuple[Candidate, Clash], ...] = ()
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A service for each need, the week with all of them, and how much travel they take in it, in minutes."""

    chosen: tuple[Chosen, ...]
    arranged: Arranged
    travel: int


def propose(week: Week, options: Mapping[str, Sequence[Candidate]], effort: Effort) -> Proposal:
    """The best combination that fits beside what stands in the week already.

    What of the week clashes by itself is left aside: it is no service's fault.
    """
    from matching.week.arranging import arrange

    base = arrange(week, effort)
    changed = {change.key for change in base.changes}
    standing = tuple(each for each in week.activities if each.key not in changed)
    ordered = {need: _by_price(week, found) for need, found in options.items()}
    keys = frozenset(each.key for each in standing)
    clashes: list[Clash] = []
    tried = (
        picked
        for picked in _best_first(week, ordered)
        if not any(_holds(picked, keys, each) for each in clashes)
    )
    for _, picked in zip(range(MOST_TRIES), tried, strict=False):
        arranged = arrange(replace(week, activities=(*standing, *_activities(picked))), effort)
        if arranged.fits:
            return _proposal(week, options, picked, clashes, arranged)
        clashes += arranged.clashes
    nothing = dict.fromkeys(options)
    return _proposal(week, options, nothing, clashes, base)


def round_trips(week: Week, activity: Activity | None) -> int:
    """Minutes of travel a week from home and back again."""
    if activity is None:
        return 0
    there, back = week.ways.between(HOME, activity.place), week.ways.between(activity.place, HOME)
    return activity.times * (there + back)


def _by_price(week: Week, found: Sequence[Candidate]) -> list[Candidate | None]:
    return [*sorted(found, key=lambda each: (_price(week, each), each.rank)), None]


def _price(week: Week, candidate: Candidate | None) -> int:
    if candidate is None:
        return NOTHING
    return (candidate.rank - 1) * RANK + candidate.to_ask * TO_ASK + round_trips(week, candidate.activity)


Picked = Mapping[str, Candidate | None]


def _best_first(week: Week, ordered: Mapping[str, list[Candidate | None]]) -> Iterator[Picked]:
    """Every combination, the cheapest first."""
    needs = list(ordered)
    prices = [[_price(week, each) for each in ordered[need]] for need in needs]
    start = (0,) * len(needs)
    waiting, known = [(sum(row[0] for row in prices), start)], {start}
    while waiting:
        price, at = heappop(waiting)
        yield {need: ordered[need][index] for need, index in zip(needs, at, strict=True)}
        for place, index in enumerate(at):
            later = (*at[:place], index + 1, *at[place + 1 :])
            if index + 1 < len(prices[place]) and later not in known:
                known.add(later)
                heappush(waiting, (price - prices[place][index] + prices[place][index + 1], later))


def _activities(picked: Picked) -> Iterator[Activity]:
    for each in picked.values():
        if each is not None and each.activity is not None:
            yield each.activity


def _holds(picked: Picked, standing: frozenset[str], clash: Clash) -> bool:
    """Whether a combination has all that clashes in it, beside what stands in the week anyway."""
    return {clash.key, *clash.beside} <= standing | {each.key for each in _activities(picked)}


def _proposal(
    week: Week,
    options: Mapping[str, Sequence[Candidate]],
    picked: Picked,
    clashes: list[Clash],
    arranged: Arranged,
) -> Proposal:
    chosen = tuple(_chosen(week, need, options[need], picked[need], clashes) for need in options)
    travel = sum(round_trips(week, each) for each in _activities(picked))
    return Proposal(chosen, arranged, travel)


def _chosen(
    week: Week, need: str, found: Sequence[Candidate], candidate: Candidate | None, clashes: list[Clash]
) -> Chosen:
    higher = [each for each in found if candidate is None or each.rank < candidate.rank]
    clashed = tuple((each, clash) for each in higher if (clash := _against(each, clashes)) is not None)
    first = min(found, key=lambda each: each.rank, default=None)
    if candidate is None or first is None or first is candidate:
        return Chosen(need, candidate, clashed)
    saved = round_trips(week, first.activity) - round_trips(week, candidate.activity)
    return Chosen(need, candidate, clashed, max(0, saved))


def _against(candidate: Candidate, clashes: list[Clash]) -> Clash | None:
    return next(
        (
            each
            for each in clashes
            if candidate.activity and candidate.activity.key in (each.key, *each.beside)
        ),
        None,
    )
