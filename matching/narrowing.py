"""An officer's own filters on a list of matches: a tier, open at an hour, and so far away at the most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from matching.engine import Match, NeedMatches
from matching.offer import Opening
from resources.search.filters import DAYS, Hour

TIERS = ("eligible", "possible", "not_eligible")


@dataclass(frozen=True)
class Narrowing:
    """What is looked for; an empty word or None leaves a filter out.

    A service whose distance is not known stays: a missing point hides nobody. One without hours on record is not
    open at an hour, and is counted apart, so that it can be asked.
    """

    tier: str = ""
    hour: Hour | None = None
    miles: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.tier or self.hour or self.miles)


@dataclass(frozen=True)
class Narrowed:
    """The matches that fit, and how many more would if hours were on record for them."""

    found: NeedMatches
    hours_unknown: int


def narrow(found: NeedMatches, by: Narrowing) -> Narrowed:
    """The matches that fit the filters, in the order and with the ranks they had."""
    near = {tier: _near(found, tier, by) for tier in TIERS}
    if by.hour is None:
        return Narrowed(_of(found, near), 0)
    hour = by.hour
    opened = {
        tier: [(match, open_at(match.offer.schedule, hour)) for match in matches]
        for tier, matches in near.items()
    }
    fitting = {tier: [match for match, is_open in answers if is_open] for tier, answers in opened.items()}
    unknown = sum(is_open is None for answers in opened.values() for _, is_open in answers)
    return Narrowed(_of(found, fitting), unknown)


def open_at(schedule: Iterable[Opening], hour: Hour) -> bool | None:
    """Whether a block of hours covers a time of the week, or a day; None where no hours are known that could tell."""
    answers = [_covers(opening, hour) for opening in schedule]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _covers(opening: Opening, hour: Hour) -> bool | None:
    that_day = hour.day in opening.days
    if not hour.time:
        return that_day
    if opening.opens is None or opening.closes is None:
        return None if that_day else False
    moment = time.fromisoformat(hour.time)
    past_midnight = opening.closes <= opening.opens
    begun = that_day and opening.opens <= moment and (past_midnight or moment < opening.closes)
    day_before = DAYS[DAYS.index(hour.day) - 1] in opening.days
    return begun or (past_midnight and day_before and moment < opening.closes)


def _near(found: NeedMatches, tier: str, by: Narrowing) -> list[Match]:
    if by.tier not in ("", tier):
        return []
    matches: tuple[Match, ...] = getattr(found, tier)
    if by.miles is None:
        return list(matches)
    return [each for each in matches if each.distance_miles is None or each.distance_miles <= by.miles]


def _of(found: NeedMatches, tiers: Mapping[str, Sequence[Match]]) -> NeedMatches:
    return NeedMatches(found.need, found.on, *(tuple(tiers[tier]) for tier in TIERS))
