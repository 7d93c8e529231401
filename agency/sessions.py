"""Log-in sessions, kept on the server: ended at log-out, when idle, after a day's work, or with the account."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.staff import Staff
from agency.tables import Base, Identified

# CJIS Security Policy 5.8, section 5.5.5: lock after 30 minutes without activity.
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# A session's last use is written down once a minute at most, so that reading a page rarely writes.
TOUCH = timedelta(minutes=1)


class StaffSession(Identified, Base):
    """One log-in of one staff member; only the hash of its token is kept."""

    __tablename__ = "staff_session"
    # Its use is not an event of its own: log-in and log-out are.
    __audited__ = False

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    used_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()

    def is_live(self, now: datetime) -> bool:
        """Whether the session still opens pages at this moment."""
        return self.staff.active and now - self.used_at < IDLE and now - self.started_at < ABSOLUTE


def start(session: Session, staff: Staff, now: datetime) -> str:
    """Begin a session and return its token; earlier sessions of the same account end."""
    end_all(session, staff)
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(staff_id=staff.id, token_hash=_hash(token), started_at=now, used_at=now))
    return token


def find(session: Session, token: str, now: datetime) -> StaffSession | None:
    """The live session behind a token."""
    found = session.scalar(select(StaffSession).where(StaffSession.token_hash == _hash(token)))
    return found if found and found.is_live(now) else None


def end_all(session: Session, staff: Staff) -> None:
    """End every session of an account at once."""
    for old in session.scalars(select(StaffSession).where(StaffSession.staff_id == staff.id)):
        session.delete(old)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
