"""A draft: what somebody typed into a record's form and has not saved, kept so that a closed window loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

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
    # {"typed": what stands in the form, "opened": what stood there when it was opened}.
    typed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


def kept(session: Session, staff_id: UUID, subject_id: UUID) -> Draft | None:
    """What a staff member typed into a record's form and has not saved."""
    return session.scalar(select(Draft).where(Draft.staff_id == staff_id, Draft.subject_id == subject_id))


def keep(session: Session, draft: Draft) -> None:
    """Keep a form as it stands, in place of what was kept of it before."""
    discard(session, draft.staff_id, draft.subject_id)
    session.add(draft)


def discard(session: Session, staff_id: UUID, subject_id: UUID) -> None:
    """Forget it: it was saved, or is not wanted."""
    session.execute(delete(Draft).where(Draft.staff_id == staff_id, Draft.subject_id == subject_id))
