"""Security keys (WebAuthn): a small device, or the computer's own, that proves itself instead of a code.

The key signs a challenge together with the address of the page it was asked on, so that a page which only looks like
this one gets nothing it could use here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from OpenSSL.crypto import Error as OpenSSLError
from sqlalchemy import ForeignKey, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge, structs
from webauthn.helpers.exceptions import WebAuthnException

from agency.staff.staff import Staff
from agency.tables import Base, Identified

SERVICE = "Reentry Planner"
# As long as the second step of a log-in stays open; see agency.staff.sessions.HALFWAY.
CHALLENGE_LASTS = timedelta(minutes=10)
# No answer of a key is longer; see also agency.edge.forms.
LONGEST_ANSWER = 10_000
AT_MOST = 10
# What a damaged answer can end in, besides the library's own errors.
UNREADABLE = (
    WebAuthnException,
    InvalidSignature,
    UnsupportedAlgorithm,
    OpenSSLError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
)


class Purpose(StrEnum):
    """What a challenge is for; one for the other is worth nothing."""

    LOG_IN = "log_in"
    ADD = "add"


@dataclass(frozen=True)
class Party:
    """The service as a key knows it: its host name, and the address pages are asked for at."""

    host: str
    origin: str


class SecurityKey(Identified, Base):
    """One key of one account; an account may have several."""

    __tablename__ = "security_key"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    # What its owner calls it.
    name: Mapped[str]
    # How the key knows this account again, base64url.
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    # How often the key says it has signed; one that does not grow is a copy, or an answer sent twice.
    sign_count: Mapped[int]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class KeyChallenge(Base):
    """What a key must sign now; each counts once, and not for long."""

    __tablename__ = "key_challenge"
    # Its use is an event of its own.
    __audited__ = False

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    # base64url; empty once it was answered.
    challenge: Mapped[str]
    issued_at: Mapped[datetime]


def party(public_host: str, asked_host: str) -> Party | None:
    """The service as a key should know it, or None where keys cannot be used.

    Browsers allow keys over HTTPS and on the machine itself; behind HTTPS the host must be set, because what a request
    says of it is whatever somebody wrote there.
    """
    if public_host:
        return Party(public_host.partition(":")[0], f"https://{public_host}")
    if asked_host.partition(":")[0] == "localhost":
        return Party("localhost", f"http://{asked_host}")
    return None


def of(session: Session, staff: Staff) -> list[SecurityKey]:
    """The keys of an account, oldest first."""
    found = select(SecurityKey).where(SecurityKey.staff_id == staff.id)
    return list(session.scalars(found.order_by(SecurityKey.added_at, SecurityKey.id)))


def forget(session: Session, staff: Staff) -> None:
    """The account has no keys any more, and no challenge waits."""
    for key in of(session, staff):
        session.delete(key)
    session.execute(delete(KeyChallenge).where(KeyChallenge.staff_id == staff.id))


def challenge(session: Session, staff: Staff, purpose: Purpose, now: datetime) -> None:
    """Issue a fresh challenge; one that waits is worth nothing from now on."""
    fresh = bytes_to_base64url(generate_challenge())
    session.merge(KeyChallenge(staff_id=staff.id, purpose=purpose.value, challenge=fresh, issued_at=now))


def options_to_log_in(session: Session, staff: Staff, party: Party, now: datetime) -> str:
    """What the browser hands to the keys at a log-in, as JSON; empty where the account has no key or no challenge."""
    keys, waiting = of(session, staff), _waiting(session, staff, Purpose.LOG_IN, now)
    if not keys or not waiting:
        return ""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.host,
            challenge=waiting,
            allow_credentials=_named(keys),
            # The password was given already; the key is the second factor, not both.
            user_verification=structs.UserVerificationRequirement.DISCOURAGED,
        )
    )


def options_to_add(session: Session, staff: Staff, party: Party, now: datetime) -> str:
    """What the browser hands to a key that is to be added, as JSON; empty where no challenge waits."""
    waiting = _waiting(session, staff, Purpose.ADD, now)
    if not waiting:
        return ""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=party.host,
            rp_name=SERVICE,
            user_id=staff.id.bytes,
            user_name=staff.email,
            user_display_name=staff.name,
            challenge=waiting,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
                user_verification=structs.UserVerificationRequirement.DISCOURAGED,
            ),
            exclude_credentials=_named(of(session, staff)),
        )
    )


def add(
    session: Session, staff: Staff, party: Party, answer: str, name: str, now: datetime
) -> SecurityKey | None:
    """Keep the key that answered the challenge; None where it did not answer this one, here and in time."""
    expected = _spend(session, staff, Purpose.ADD, now)
    if expected is None or len(of(session, staff)) >= AT_MOST:
        return None
    try:
        seen = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=expected,
            expected_rp_id=party.host,
            expected_origin=party.origin,
        )
    except UNREADABLE:
        return None
    credential = bytes_to_base64url(seen.credential_id)
    if session.scalar(select(SecurityKey.id).where(SecurityKey.credential == credential)):
        return None
    key = SecurityKey(
        staff_id=staff.id,
        name=name.strip() or "Security key",
        credential=credential,
        public_key=seen.credential_public_key,
        sign_count=seen.sign_count,
        added_at=now,
    )
    session.add(key)
    return key


def take(session: Session, staff: Staff, party: Party, answer: str, now: datetime) -> SecurityKey | None:
    """The key of this account that answered the challenge; None where none did, here and in time."""
    expected = _spend(session, staff, Purpose.LOG_IN, now)
    if expected is None:
        return None
    try:
        named = webauthn.helpers.parse_authentication_credential_json(answer).id
        key = next(key for key in of(session, staff) if key.credential == named)
        seen = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=expected,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (*UNREADABLE, StopIteration):
        return None
    key.sign_count, key.used_at = seen.new_sign_count, now
    return key


def _waiting(session: Session, staff: Staff, purpose: Purpose, now: datetime) -> bytes | None:
    found = session.get(KeyChallenge, (staff.id, purpose.value), populate_existing=True)
    live = found is not None and found.challenge and now - found.issued_at < CHALLENGE_LASTS
    return base64url_to_bytes(found.challenge) if found and live else None


def _spend(session: Session, staff: Staff, purpose: Purpose, now: datetime) -> bytes | None:
    """The challenge that waits, for the last time."""
    waiting = _waiting(session, staff, purpose, now)
    if waiting:
        session.get_one(KeyChallenge, (staff.id, purpose.value)).challenge = ""
    return waiting


def _named(keys: list[SecurityKey]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in keys]
