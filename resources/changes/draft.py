"""A draft: what somebody typed into a record's form and has not saved, kept so that a closed window loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.tables import Base, Identified


class Draft(Identified, Base):
    """The typed form of one staff member for one record, as it stood when it was last kept."""

    __tablename__ = "directory_draft"
    # Nobody's record yet: it is seen by its author alone and gone once saved.
    __audited__ = False
    __table_args__ = (UniqueConstraint("staff_id", "subject_id"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    # The record's revision the form was opened at.
    revision: Mapped[int]
    typed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
