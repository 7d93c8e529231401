"""Whose turn it is: the order in which records are worth a call, from what is known of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from resources.upkeep.pace import Pace

# After a call that named no next try, a record is left alone for so long, whatever came of the call.
REST_DAYS = 7
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    """What decides about a record's turn.

    plans: open plans that rest on it; verified: since when all of it is confirmed; overdue_days: how far its most
    overdue part is past its clock, and which (overdue_part); called_at, next_try: of its newest call.
    """

    service_id: UUID
    plans: int = 0
    verified: date | None = None
    overdue_part: str = ""
    overdue_days: int = 0
    called_at: datetime | None = None
    next_try: date | None = None

    def is_to_try_again(self, today: date) -> bool:
        """Whether the newest call said to try again by now."""
        return self.next_try is not None and self.next_try <= today

    def rests(self, today: date) -> bool:
        """Whether it was called lately, or somebody said to wait."""
        if self.next_try is not None:
            return self.next_try > today
        return self.called_at is not None and (today - self.called_at.date()).days < REST_DAYS

    def elapsed(self, pace: Pace, today: date) -> float:
        """The share of its turn that is over; 1 and more: it is its turn."""
        if self.verified is None:
            return float("inf")
        return (today - self.verified).days / pace.turn_days(self.plans)

    def is_due(self, pace: Pace, today: date) -> bool:
        """Whether it is its turn, or time to try again."""
        return self.is_to_try_again(today) or (not self.rests(today) and self.elapsed(pace, today) >= 1)


def in_order(standings: Iterable[Standing], pace: Pace, today: date) -> list[Standing]:
    """Every record, the one whose call is worth most first.

    Those whose turn it is: what protects most open plans, then what was to be tried again, then the most overdue
    part, then what nobody ever verified. After them those whose turn comes next. At the back those called lately,
    the last one last. Ties fall by the record's key, so that the order is always the same.
    """
    return sorted(standings, key=lambda each: (*_key(each, pace, today), each.service_id))


def _key(each: Standing, pace: Pace, today: date) -> tuple[int, int, int, float]:
    if each.is_due(pace, today):
        return (0, -each.plans, *_urgency(each, today))
    if each.rests(today):
        return (2, 0, 0, ((each.called_at or LONG_AGO) - LONG_AGO).total_seconds())
    return (1, 0, 0, -each.elapsed(pace, today))


def _urgency(each: Standing, today: date) -> tuple[int, float]:
    if each.is_to_try_again(today) and each.next_try:
        return 0, each.next_try.toordinal()
    if each.verified is None:
        return 2, 0
    return 1, -each.overdue_days
