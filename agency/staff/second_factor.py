"""The second factor: a six-digit code from an app (TOTP, RFC 6238), and recovery codes for the day the app is gone.

A security key can take the place of the app: see agency.staff.security_keys.
"""

import base64
import hashlib
import secrets
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.keys.vault import Sealed, SealedField
from agency.staff import security_keys
from agency.staff.staff import Staff
from agency.tables import Base

# What the app shows above the code.
ISSUER = "Reentry Planner"
# The code of 30 seconds ago or ahead counts too: telephones' clocks drift (RFC 6238, section 5.2).
DRIFT = (-1, 0, 1)
RECOVERY_CODES = 10
RECOVERY_BYTES = 10


class SecondFactor(Sealed, Base):
    """What one account proves itself with besides its password; counts once a first proof has confirmed it."""

    __tablename__ = "second_factor"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), unique=True)
    confirmed_at: Mapped[datetime | None]
    # The thirty seconds, counted since 1970, of the last code taken; a code from then or before is never taken again.
    last_step: Mapped[int] = mapped_column(default=0)

    # Empty where a security key was set up instead of an app: then no code counts.
    secret = SealedField[str]("")
    # Hashes of the recovery codes not yet used; 80 bits of chance each need no slow hash.
    recovery = SealedField[list[str]]([])

    @property
    def record_id(self) -> UUID:
        """Sealed under a key of the account's own."""
        return self.staff_id

    @property
    def spelled(self) -> str:
        """The secret in groups of four, for those who type it into the app."""
        return _grouped(self.secret)

    def address(self, email: str) -> str:
        """What the square code holds, so that the app knows secret, account and service."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=email, issuer_name=ISSUER)

    def take_code(self, typed: str, now: datetime) -> bool:
        """Whether this is the app's code of this half minute or a neighboring one; each counts once."""
        if not self.secret:
            return False
        totp, code = pyotp.TOTP(self.secret), _plain(typed)
        step = totp.timecode(now)
        for drift in DRIFT:
            if step + drift > self.last_step and _same(totp.at(now, counter_offset=drift), code):
                self.last_step = step + drift
                return True
        return False

    def take_recovery_code(self, typed: str) -> bool:
        """Whether this is a recovery code not used before; it is used up."""
        given = _hash(_plain(typed))
        left = [kept for kept in self.recovery if not compare_digest(kept, given)]
        found = len(left) < len(self.recovery)
        if found:
            self.recovery = left
        return found

    def confirm(self, now: datetime) -> list[str]:
        """From now on the account needs it; returns the recovery codes, which nobody can show again."""
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        self.confirmed_at, self.recovery = now, [_hash(code) for code in codes]
        return [_grouped(code) for code in codes]


def of(session: Session, staff: Staff) -> SecondFactor | None:
    """The account's second factor, confirmed or being set up."""
    return session.scalar(
        select(SecondFactor)
        .where(SecondFactor.staff_id == staff.id)
        .execution_options(populate_existing=True)
    )


def begin(session: Session, staff: Staff) -> SecondFactor:
    """Set one up with a fresh secret; one that was never confirmed may have been seen by somebody else, and goes."""
    forget(session, staff)
    begun = SecondFactor(staff_id=staff.id)
    begun.secret = pyotp.random_base32()
    session.add(begun)
    return begun


def forget(session: Session, staff: Staff) -> None:
    """The account has none any more; its next log-in sets one up."""
    found = of(session, staff)
    security_keys.forget(session, staff)
    if found is not None:
        session.delete(found)
    session.flush()


def _recovery_code() -> str:
    return base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _plain(typed: str) -> str:
    return typed.replace(" ", "").replace("-", "").upper()


def _same(expected: str, given: str) -> bool:
    # As bytes: a comparison in constant time does not take other letters than ASCII's.
    return compare_digest(expected.encode(), given.encode())


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
