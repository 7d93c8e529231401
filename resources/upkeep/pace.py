"""How old the directory gets at the pace its office can keep, and how many hours a wanted pace needs."""

import math
from dataclasses import dataclass

from agency.dates import DAYS_A_MONTH

WEEKS_PER_MONTH = DAYS_A_MONTH / 7
# A record that open plans rest on has its turn so many times while any other has one.
TURNS_RELIED_ON = 4


@dataclass(frozen=True)
class Pace:
    """Hours a week for calls, minutes a call takes, and the months in which every record shall have had its turn."""

    hours_per_week: float
    minutes_per_call: float
    cycle_months: int

    @property
    def calls_per_week(self) -> int:
        """Whole calls that fit into the week's hours."""
        return math.floor(self.hours_per_week * 60 / self.minutes_per_call + 1e-9)

    def turn_days(self, plans: int) -> float:
        """Days after which a record shall be gone over again; sooner where open plans rest on it."""
        return self.cycle_months * DAYS_A_MONTH / (TURNS_RELIED_ON if plans else 1)


@dataclass(frozen=True)
class Outlook:
    """What a pace comes to.

    cycle_months, oldest_days: how long a full cycle takes and how old the oldest record gets; None: it never ends.
    hours_needed, calls_needed: a week, to keep the wanted cycle.
    """

    calls_per_week: int
    records: int
    relied_on: int
    cycle_months: float | None
    oldest_days: int | None
    hours_needed: float
    calls_needed: int

    @property
    def on_time(self) -> bool:
        """Whether the hours suffice for the wanted cycle."""
        return self.calls_needed <= self.calls_per_week


def outlook(pace: Pace, records: int, relied_on: int) -> Outlook:
    """What this pace comes to for so many records, of which open plans rest on some."""
    turns = records + (TURNS_RELIED_ON - 1) * relied_on
    calls = pace.calls_per_week
    weeks = turns / calls if calls else (None if turns else 0.0)
    needed = math.ceil(turns / (pace.cycle_months * WEEKS_PER_MONTH))
    return Outlook(
        calls_per_week=calls,
        records=records,
        relied_on=relied_on,
        cycle_months=None if weeks is None else weeks / WEEKS_PER_MONTH,
        oldest_days=None if weeks is None else math.ceil(weeks * 7),
        hours_needed=needed * pace.minutes_per_call / 60,
        calls_needed=needed,
    )
