"""Decisions on what was read from prose: made once for a text, they hold for every record that says the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.staff.staff import Staff
from agency.tables import Base, Identified

VERDICTS = {"accepted": "Accepted", "corrected": "Corrected", "rejected": "Rejected"}


class ReadingDecision(Identified, Base):
    """What a coordinator said of one item read from one text."""

    __tablename__ = "reading_decision"
    __table_args__ = (UniqueConstraint("text_id", "item_id"),)

    # One of resources.readings.kinds.
    kind: Mapped[str]
    text_id: Mapped[UUID]
    item_id: Mapped[str]
    # What was read: a rule, or blocks of hours, as resources.changes.fields shapes them.
    read: Mapped[Any] = mapped_column(JSON)
    # One of VERDICTS.
    verdict: Mapped[str]
    # What the records say since; none where it was rejected.
    became: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]

    decider: Mapped[Staff | None] = relationship()
