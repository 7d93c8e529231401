"""Taken hours: the fixed times of a person's week as matching sees them, without what they are called or who is met."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session, object_session

from matching.fixed_times import APPOINTMENT, WEEK, FixedTime
from matching.fixed_times import KINDS as TOLD
from matching.minutes import lasting
from matching.offer import Place
from matching.week.travel import estimate
from reentry.people import commitments
from reentry.people.commitments import WISHED, Commitment
from reentry.people.people import Person
from reentry.plans.steps import PlanStep

# A way that nobody can reckon, one way, where the person's usual way is not on record either.
UNKNOWN_WAY = 30
Locate = Callable[[Mapping[str, Any]], Place | None]


def taken_hours(person: Person, locate: Locate) -> tuple[FixedTime, ...]:
    """The fixed times that have hours of their own, in one order however they were entered.

    What may lie anywhere within its hours is arranged around the others and is in nobody's way. What nobody ordered and
    no employer asks for gives way, as does what somebody can be asked to move. locate: the point of an address.
    """
    live = [each for each in commitments.in_force(person.commitments) if _is_settled(each)]
    found = [_fixed(person, each, locate) for each in live]
    return tuple(sorted(found, key=lambda each: (each.kind, each.days, str(each.start), str(each))))


@dataclass(frozen=True)
class Floating:
    """Hours a week that may lie anywhere; kind: what it is called where others may read it, of matching's KINDS."""

    kind: str
    minutes: int

    @property
    def told(self) -> str:
        """How much of what, in words."""
        hours, minutes = divmod(self.minutes, 60)
        parts = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
        parts += [f"{minutes} minutes"] if minutes else []
        what = "appointments" if self.kind == APPOINTMENT else TOLD[self.kind]
        return f"{' '.join(parts)} of {what}"


def floating_hours(person: Person) -> tuple[Floating, ...]:
    """What taken_hours leaves out because the week arranges it around the others, kind by kind."""
    minutes: Counter[str] = Counter()
    for each in commitments.in_force(person.commitments):
        if not _is_settled(each):
            whole = lasting(time.fromisoformat(each.begins), time.fromisoformat(each.ends))
            often = len(each.days) if each.times is None else min(each.times, len(each.days))
            minutes[each.kind if each.kind in TOLD else APPOINTMENT] += (each.minutes or whole) * often
    return tuple(Floating(kind, minutes[kind]) for kind in TOLD if minutes[kind])


def _is_settled(commitment: Commitment) -> bool:
    lasts = lasting(time.fromisoformat(commitment.begins), time.fromisoformat(commitment.ends))
    seldom = commitment.times is not None and commitment.times < len(commitment.days)
    return not seldom and (commitment.minutes is None or commitment.minutes >= lasts)


def _fixed(person: Person, commitment: Commitment, locate: Locate) -> FixedTime:
    return FixedTime(
        kind=commitment.kind if commitment.kind in TOLD else APPOINTMENT,
        days=tuple(WEEK[day] for day in commitment.days),
        start=time.fromisoformat(commitment.begins),
        end=time.fromisoformat(commitment.ends),
        travel_minutes=_way(person, commitment, locate),
        movable=commitment.movable > 0 or commitment.kind in WISHED,
        at=_spent_at(object_session(person), commitment),
    )


def _way(person: Person, commitment: Commitment, locate: Locate) -> float:
    """Minutes from home, one way, as the page of the week reckons them."""
    if commitment.travel_minutes is not None:
        return commitment.travel_minutes
    home, there = locate(person.place), locate(commitment.place)
    if home is not None and there is not None:
        return estimate(home, there, person.transport)
    return UNKNOWN_WAY if person.travel_minutes is None else person.travel_minutes


def _spent_at(session: Session | None, commitment: Commitment) -> UUID | None:
    """The service whose visits these are."""
    step = session.get(PlanStep, UUID(commitment.step)) if session and commitment.step else None
    return step.rests_on[0] if step else None
