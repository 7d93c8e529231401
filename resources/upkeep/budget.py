"""The time a coordinator has for verification, and the clocks of a record's parts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.tables import Base

# Half a day makes about 35 calls.
USUAL: Mapping[str, Any] = {"hours_per_week": 4.0, "minutes_per_call": 7.0, "cycle_months": 12}
# Days after which a part should be asked about again: the practice of one directory (reentry-map) for telephone,
# website, hours, e-mail, address and name; for the other parts our own guess. No rule of law.
USUAL_CLOCKS: Mapping[str, int] = {
    "phone": 30,
    "website": 60,
    "hours": 60,
    "email": 90,
    "address": 180,
    "terms": 180,
    "cost": 180,
    "ways_in": 180,
    "name": 365,
}


class Budget(Base):
    """One row: hours a week for calls, minutes a call takes, months in which every record shall have had its turn.

    Half a day makes about 35 calls; a full cycle takes 12 months by default. clocks: days by part, where they differ
    from the usual ones.
    """

    __tablename__ = "verification_budget"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    hours_per_week: Mapped[float] = mapped_column(default=4.0)
    minutes_per_call: Mapped[float] = mapped_column(default=7.0)
    cycle_months: Mapped[int] = mapped_column(default=12)
    clocks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def current(session: Session) -> Budget:
    """What was set, or what is usual."""
    return session.get(Budget, 1) or Budget(id=1, **USUAL, clocks={})


def clocks(session: Session) -> dict[str, int]:
    """After how many days each part is to be asked about again, as the agency set it."""
    return {**USUAL_CLOCKS, **current(session).clocks}


def change(session: Session, hours: float, minutes: float, months: int, days: Mapping[str, int]) -> list[str]:
    """Set the budget and the clocks; the names of what is different now."""
    held = session.get(Budget, 1, with_for_update=True) or Budget(id=1, **USUAL, clocks={})
    own = {part: count for part, count in days.items() if count != USUAL_CLOCKS[part]}
    wanted = {"hours_per_week": hours, "minutes_per_call": minutes, "cycle_months": months, "clocks": own}
    changed = [name for name, value in wanted.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, wanted[name])
    # The usual hours written out are no change, and a change has its entry in the trail.
    if changed:
        session.add(held)
    return changed
