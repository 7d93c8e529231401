"""Tokens by which a program reads the directory before the agency publishes it; nothing about people opens to them."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.errors import InvalidError
from agency.tables import Base, Identified


class ApiToken(Identified, Base):
    """A program that may read the directory; only the hash of its token is kept."""

    __tablename__ = "api_token"

    # Whose program it is.
    name: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def make(session: Session, name: str, now: datetime) -> tuple[ApiToken, str]:
    """A new token and its text, which nobody can show again; InvalidError where the name is taken."""
    if not name.strip() or session.scalar(select(ApiToken).where(ApiToken.name == name.strip())):
        raise InvalidError("Give the token a name that no other has.")
    text = secrets.token_urlsafe(32)
    made = ApiToken(name=name.strip(), token_hash=_hash(text), made_at=now)
    session.add(made)
    session.flush()
    return made, text


def end(session: Session, name: str, now: datetime) -> ApiToken:
    """From now on the token opens nothing; InvalidError where there is none of this name at work."""
    found = session.scalar(select(ApiToken).where(ApiToken.name == name, ApiToken.ended_at.is_(None)))
    if found is None:
        raise InvalidError(f"There is no token {name!r} at work.")
    found.ended_at = now
    return found


def opens(session: Session, text: str, now: datetime) -> bool:
    """Whether this is the text of a token at work."""
    found = session.scalar(select(ApiToken).where(ApiToken.token_hash == _hash(text)))
    return found is not None and (found.ended_at is None or now < found.ended_at)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
