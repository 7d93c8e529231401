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
# How long the second factor may take after the password: enough to install an app for it.
HALFWAY = timedelta(minutes=10)


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


class HalfSession(Base):
    """A log-in whose password was right and whose second factor is still to come; it opens no page.

    A table of its own, so that nothing which looks for a session can find half of one.
    """

    __tablename__ = "half_session"
    __audited__ = False

    # One at most for each account: a new log-in takes the place of one that was left.
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()

    def is_live(self, now: datetime) -> bool:
        """Whether the second factor may still be given."""
        return self.staff.active and not self.staff.is_locked(now) and now - self.started_at < HALFWAY


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


def start_half(session: Session, staff: Staff, now: datetime) -> str:
    """Note that the password was right, and return the token under which the second factor is awaited."""
    token = secrets.token_urlsafe(32)
    session.merge(HalfSession(staff_id=staff.id, token_hash=_hash(token), started_at=now))
    return token


def find_half(session: Session, token: str, now: datetime) -> HalfSession | None:
    """The log-in behind a token that waits for its second factor."""
    found = session.scalar(select(HalfSession).where(HalfSession.token_hash == _hash(token)))
    return found if found and found.is_live(now) else None


def end_all(session: Session, staff: Staff) -> None:
    """End every session of an account at once, half ones too."""
    for kind in (StaffSession, HalfSession):
        for old in session.scalars(select(kind).where(kind.staff_id == staff.id)):
            session.delete(old)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
