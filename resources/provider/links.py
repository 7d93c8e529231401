"""Links that a coordinator gives a provider: signed, good for a while, and told to nobody a second time.

The signature is made with the database's own key, which stays when the master key is changed. Only a digest is kept,
so whoever reads the database cannot open a link with what stands there.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError, NotFoundError, WithheldError
from agency.keys.vault import Vault
from resources.changes.provider_link import ProviderLink
from resources.provider import open_record
from resources.records.organizations import Organization

USUAL_DAYS = 30
LONGEST_DAYS = 365
# Opening the page ten times in a row is one use.
USE = timedelta(minutes=10)
_LONGEST_TOKEN = 300


def make(
    session: Session, organization: Organization, sent_to: str, days: int, staff_id: UUID, now: datetime
) -> tuple[ProviderLink, str]:
    """A link and its text, which nobody can show again; WithheldError where nothing of the record may be shown."""
    if open_record.organization(session, organization.id) is None:
        raise WithheldError(
            "Nothing of this organization may be shown through a link: its services are for survivors, "
            "at confidential places, or held for review. Go over the record by telephone."
        )
    link_id = uuid4()
    text = _signer(session).dumps([link_id.hex, secrets.token_urlsafe(16)])
    link = ProviderLink(
        id=link_id,
        organization_id=organization.id,
        token_digest=_digest(text),
        sent_to=sent_to,
        made_by=staff_id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(link)
    audit.record(session, "provider_link.made", staff_id, organization.id, link_id=str(link_id), days=days)
    session.flush()
    return link, text


def of(session: Session, organization_id: UUID) -> Sequence[ProviderLink]:
    """Every link of an organization, the newest first."""
    links = select(ProviderLink).where(ProviderLink.organization_id == organization_id)
    return session.scalars(links.order_by(ProviderLink.made_at.desc(), ProviderLink.id)).all()


def end(session: Session, link_id: UUID, staff_id: UUID, now: datetime) -> ProviderLink:
    """From now on the link opens nothing; ConflictError where it had ended already."""
    link = session.get(ProviderLink, link_id)
    if link is None:
        raise NotFoundError("There is no such link.")
    if not is_live(link, now):
        raise ConflictError("This link had ended already; nothing was changed.")
    link.ended_at = now
    audit.record(session, "provider_link.ended", staff_id, link.organization_id, link_id=str(link.id))
    return link


def is_live(link: ProviderLink, now: datetime) -> bool:
    """Whether a link still opens the record."""
    return link.ended_at is None and now < link.expires_at


def opened(session: Session, text: str, now: datetime, *, hold: bool = False) -> ProviderLink | None:
    """The live link of this text; None for every other text, whatever is wrong with it.

    hold: others who send something through it at the same moment wait.
    """
    link_id = _signed(session, text)
    link = session.get(ProviderLink, link_id, with_for_update=hold or None) if link_id else None
    if link is None or not hmac.compare_digest(link.token_digest, _digest(text)):
        return None
    return link if is_live(link, now) else None


def is_used_anew(link: ProviderLink, now: datetime) -> bool:
    """Whether opening it now is to be written down as another use."""
    return link.used_at is None or now - link.used_at >= USE


def note_use(session: Session, link_id: UUID, now: datetime) -> None:
    """Write down that somebody opened it."""
    link = session.get_one(ProviderLink, link_id)
    link.used_at = now
    audit.record(session, "provider_link.used", None, link.organization_id, link_id=str(link.id))


def _signed(session: Session, text: str) -> UUID | None:
    if len(text) > _LONGEST_TOKEN:
        return None
    try:
        return UUID(hex=_signer(session).loads(text)[0])
    except (BadData, ValueError):
        return None


def _signer(session: Session) -> URLSafeSerializer:
    vault: Vault = session.info["vault"]
    return URLSafeSerializer(
        vault.house_key(session, "lookup"),
        salt="provider link",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
