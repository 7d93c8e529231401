"""Decisions on what was read from prose: made once for a text, they hold for every record that says the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class ReadingDecision(Identified, Base):
    """What a coordinator said of one thing read from one text, identified by digests of both."""

    __tablename__ = "reading_decision"
    __table_args__ = (UniqueConstraint("kind", "text_digest", "item_digest"),)

    # eligibility, hours, fees, languages …: what was read.
    kind: Mapped[str]
    text_digest: Mapped[str]
    item_digest: Mapped[str]
    # accepted, corrected, rejected.
    verdict: Mapped[str]
    # What it was corrected to.
    corrected: Mapped[Any | None] = mapped_column(JSON)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime]
