"""Keys of the database itself: they stay when the master key is changed, so that trail and number index stay valid."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.audit.audit import AuditHead
from agency.keys.vault import HOUSE_KEYS, RecordKey, Vault


def make(session: Session, vault: Vault) -> None:
    """Give a database its own keys where it has none; where two processes do so at once, the first one's stand.

    A database that was used before goes on with the keys that were derived from its master key until now.
    """
    there = set(session.scalars(select(RecordKey.id).where(RecordKey.id.in_(HOUSE_KEYS.values()))))
    if len(there) == len(HOUSE_KEYS):
        return
    used = session.get(AuditHead, 1) is not None
    rows = [
        vault.new_key(record_id, vault.house_key(session, purpose) if used else AESGCM.generate_key(256))
        for purpose, record_id in HOUSE_KEYS.items()
        if record_id not in there
    ]
    try:
        # No change of anybody's records: the trail, whose key it is, says nothing of it.
        session.execute(insert(RecordKey), rows)
        session.commit()
    except IntegrityError:
        session.rollback()
