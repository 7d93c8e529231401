"""A change: what a record said before, what it shall say, who proposes it, who decided; the history of every field."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified

SUBJECTS = ("organization", "service", "location")
ORIGINS = {
    "staff": "Staff",
    "provider": "The provider",
    "reading": "Read from the provider’s words",
    "import": "An import",
    "geocoder": "An outside geocoder",
    "merge": "Two records made one",
    "undo": "A change taken back",
    "referral": "A provider’s reply to a referral",
    "held": "Held for review, or released",
    "asked": "Its own words ask for secrecy",
}
HELD, ASKED = "held", "asked"
# What was said here or to us outranks every file; that something is held back says nothing of what is true.
LOCAL = tuple(origin for origin in ORIGINS if origin not in ("import", HELD, ASKED))
STATES = {
    "open": "Waits for a decision",
    "in_force": "In force",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
}


class Change(Identified, Base):
    """A proposal to change some fields of one record; in force once approved, and never deleted or rewritten after."""

    __tablename__ = "directory_change"

    # One of SUBJECTS, and the record's id.
    subject: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    # {field: {"before": …, "after": …}}, in the shapes of resources.changes.fields.
    fields: Mapped[dict[str, Any]]
    # One of ORIGINS.
    origin: Mapped[str]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    # Who proposes, where it is nobody of the staff: a person at the provider, a source.
    proposer: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    # One of STATES.
    state: Mapped[str] = mapped_column(default="open", index=True)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    # The change this one takes back.
    undoes: Mapped[UUID | None] = mapped_column(ForeignKey("directory_change.id"))
    # The provider's link it came through.
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider_link.id"))
