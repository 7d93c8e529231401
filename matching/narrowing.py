"""An officer's own filters on a list of matches: a tier, a reason, open at an hour, so far away at the most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from matching.offer import Opening
from resources.search.filters import DAYS, Hour

TIERS = ("eligible", "possible", "not_eligible")


@dataclass(frozen=True)
class Narrowing:
    """What is looked for; an empty word or None leaves a filter out.

    A service whose distance is not known stays: a missing point hides nobody. One without hours on record is not
    open at an hour, and is counted apart, so that it can be asked. rule: only what does not fit, for this rule first.
    """

    tier: str = ""
    hour: Hour | None = None
    miles: int | None = None
    rule: str = ""

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.tier or self.hour or self.miles or self.rule)


ALL = Narrowing()


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
