"""Log-in sessions, kept on the server: ended at log-out, when idle, after a day's work, or with the account.

longest, wherever it stands, is how long a session lasts at most, however busy.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.staff.staff import Staff
from agency.tables import Base, Identified

# CJIS Security Policy 5.8, section 5.5.5: lock after 30 minutes without activity.
IDLE = timedelta(minutes=30)
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
    # By which its owner knows it: "Firefox on Windows".
    device: Mapped[str] = mapped_column(default="", server_default="")

    staff: Mapped[Staff] = relationship()

    def is_live(self, now: datetime, longest: timedelta) -> bool:
        """Whether the session still opens pages at this moment."""
        return self.staff.active and now - self.used_at < IDLE and now - self.started_at < longest


class HalfSession(Base):
    """A log-in whose password was right and which still lacks something; it opens no page.

    A table of its own, so that nothing which looks for a session can find half of one.
    """

    __tablename__ = "half_session"
    __audited__ = False

    # One at most for each account: a new log-in takes the place of one that was left.
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    # Whether the second factor was right too, and only a password of the owner's own is still to come.
    proven: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    staff: Mapped[Staff] = relationship()

    def is_live(self, now: datetime) -> bool:
        """Whether what is lacking may still be given."""
        return self.staff.active and not self.staff.is_locked(now) and now - self.started_at < HALFWAY


def start(
    session: Session, staff: Staff, now: datetime, longest: timedelta, at_once: int, device: str = ""
) -> str:
    """Begin a session and return its token; of the account's others, only the last used ones stay, at_once in all."""
    _end_half(session, staff)
    for number, other in enumerate(of(session, staff)):
        if number >= at_once - 1 or not other.is_live(now, longest):
            session.delete(other)
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(staff_id=staff.id, token_hash=_hash(token), started_at=now, used_at=now, device=device)
    )
    return token


def find(session: Session, token: str, now: datetime, longest: timedelta) -> StaffSession | None:
    """The live session behind a token."""
    found = session.scalar(select(StaffSession).where(StaffSession.token_hash == _hash(token)))
    return found if found and found.is_live(now, longest) else None


def of(session: Session, staff: Staff) -> list[StaffSession]:
    """Every session of an account, the last used one first; some may have ended by themselves."""
    found = select(StaffSession).where(StaffSession.staff_id == staff.id)
    return list(session.scalars(found.order_by(StaffSession.used_at.desc(), StaffSession.id)))


def start_half(session: Session, staff: Staff, now: datetime, *, proven: bool) -> str:
    """Note how far a log-in has come, and return the token under which the rest is awaited."""
    token = secrets.token_urlsafe(32)
    session.merge(HalfSession(staff_id=staff.id, token_hash=_hash(token), started_at=now, proven=proven))
    return token


def find_half(session: Session, token: str, now: datetime, *, proven: bool) -> HalfSession | None:
    """The log-in behind a token that has come exactly so far."""
    found = session.scalar(select(HalfSession).where(HalfSession.token_hash == _hash(token)))
    return found if found and found.proven is proven and found.is_live(now) else None


def end_all(session: Session, staff: Staff) -> None:
    """End every session of an account at once, half ones too."""
    _end_half(session, staff)
    for old in of(session, staff):
        session.delete(old)


def _end_half(session: Session, staff: Staff) -> None:
    half = session.get(HalfSession, staff.id)
    if half is not None:
        session.delete(half)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
