"""Who is let into one record besides, or instead of, those whom role and office let in: by name, or in an emergency."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.access.permissions import PERMISSIONS, Viewer
from agency.keys.vault import Sealed, SealedField
from agency.staff.staff import Staff
from agency.tables import Base

NAMED, EMERGENCY, APART = "named", "emergency", "apart"
# Who keeps two people apart, and is let into both for that.
KEEPERS = frozenset(PERMISSIONS["people.keep_apart"])


class CaseAccess(Sealed, Base):
    """One staff member's way into one record; what it says besides lies sealed under that record's key."""

    __tablename__ = "case_access"
    __record__ = "record_id"

    record_id: Mapped[UUID] = mapped_column(index=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    # named: let into a restricted record. emergency: reading of one that is not, for a while. apart: staff_id keeps
    # this record apart from another one, and whoever may do that is let into it.
    kind: Mapped[str]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    given_at: Mapped[datetime]
    # When it ends; empty where it lasts until it is taken back.
    until: Mapped[datetime | None]
    # When a supervisor looked at an emergency access, and who.
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # Why, in the words of whoever asked for it.
    reason = SealedField[str]("")
    # Of a record kept apart: the id of the other one, and whether this one was restricted before.
    other = SealedField[str]("")
    before = SealedField[bool](False)

    staff: Mapped[Staff] = relationship(foreign_keys=staff_id)
    reviewed_by: Mapped[Staff | None] = relationship(foreign_keys=reviewed_by_id)


def viewer_of(session: Session, staff: Staff, now: datetime) -> Viewer:
    """A staff member as the permission table knows one, with the records open to them by name or for a while."""
    mine = CaseAccess.staff_id == staff.id
    if staff.role in KEEPERS:
        mine = or_(mine, CaseAccess.kind == APART)
    rows = select(CaseAccess.record_id, CaseAccess.kind).where(
        mine, or_(CaseAccess.until.is_(None), CaseAccess.until > now)
    )
    kinds: dict[str, set[UUID]] = {NAMED: set(), EMERGENCY: set(), APART: set()}
    for record_id, kind in session.execute(rows):
        kinds[kind].add(record_id)
    apart = kinds[APART] if staff.role in KEEPERS else set()
    return Viewer(
        staff.id, staff.role, staff.office_id, frozenset(kinds[NAMED] | apart), frozenset(kinds[EMERGENCY])
    )
