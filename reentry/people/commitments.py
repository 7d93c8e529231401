"""Fixed times in a person's week: work shifts, reporting, treatment sessions, court, whatever has its hours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.keys.vault import SealedField
from agency.tables import Base
from reentry.people.records import PersonRecord

KINDS = {
    "work": "Work",
    "school": "Class or training",
    "reporting": "Reporting",
    "court": "Court",
    "treatment": "Treatment session",
    "testing": "Drug testing",
    "community_service": "Community service",
    "family": "Family",
    "worship": "Worship",
    "other": "Other",
}
# What nobody ordered and no employer asks for: left out first where the week is too full.
WISHED = ("family", "worship", "other")
# What tells of health or treatment, for roles that do without.
SENSITIVE = ("treatment", "testing")


class Commitment(PersonRecord, Base):
    """One fixed time, ended rather than deleted when it is over."""

    __tablename__ = "commitment"

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]

    # One of KINDS.
    kind = SealedField[str]("other")
    title = SealedField[str]("")
    # Days of the week, 0 for Monday; hours as HH:MM, which may pass midnight.
    days = SealedField[list[int]]([])
    begins = SealedField[str]("")
    ends = SealedField[str]("")
    # How long and how often within these hours; None: all of them, every day named.
    minutes = SealedField[int | None](None)
    times = SealedField[int | None](None)
    # Where: address_1, city, state, postal_code; minutes from home, one way, where somebody has said so.
    place = SealedField[dict[str, Any]]({})
    travel_minutes = SealedField[int | None](None)
    # The officer lets it reach into the curfew.
    approved = SealedField[bool](False)
    # By how many minutes whoever sets the hours could be asked to move it.
    movable = SealedField[int](0)
    # The step of the plan whose visits these are, by its id; empty where it is none.
    step = SealedField[str]("")

    @property
    def name(self) -> str:
        """What it is called on the office's pages."""
        return f"{KINDS[self.kind]}: {self.title}" if self.title else KINDS[self.kind]


def in_force(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those that are not over."""
    return [each for each in commitments if each.ended_at is None]
