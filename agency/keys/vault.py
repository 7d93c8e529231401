"""Keys: master keys outside the data, one key for each person's record, wrapped by the newest of them.

Destroying a record's key destroys everything ever sealed under it, in every table and every copy: that is how an
order to expunge is carried out.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, Self, TypeVar, overload
from uuid import UUID, uuid4, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session
from sqlalchemy.orm.attributes import flag_modified

from agency.errors import KeyLostError, RecordErasedError
from agency.keys.ring import NONCE, MasterKey
from agency.tables import Base

_HOUSE = UUID("6f0b5f5e-6a5e-4f0e-9a53-0d9f3c1f7a42")
# Keys of the database itself, kept as rows like those of records: of the audit trail, of what is looked up by its
# fingerprint, of the ledger of erasures.
HOUSE_KEYS = {purpose: uuid5(_HOUSE, purpose) for purpose in ("audit", "lookup", "ledger")}


class RecordKey(Base):
    """The key of one record; empty once the record's content was destroyed by order."""

    __tablename__ = "record_key"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The fingerprint of the master key that opens it; empty where it was wrapped before there were several.
    wrapped_by: Mapped[str] = mapped_column(default="", server_default="")
    destroyed_at: Mapped[datetime | None]


class Vault:
    """Opens and seals; made from the master keys, newest first, which it never shows."""

    def __init__(self, *master_keys: bytes) -> None:
        self.ring = tuple(MasterKey(key) for key in master_keys)

    @property
    def newest(self) -> MasterKey:
        """The key under which everything new is sealed."""
        return self.ring[0]

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, always the same for the same newest master key."""
        return self.newest.derive(purpose)

    def house_key(self, session: Session, purpose: str) -> bytes:
        """A key of the database's own, one of HOUSE_KEYS, that stays when the master key is changed."""
        with session.no_autoflush:
            key = session.get(RecordKey, HOUSE_KEYS[purpose])
        if key is None:
            # A database that was made before it kept keys of its own derived them from the first master key.
            return self.ring[-1].derive(purpose)
        _keep(session, [key])
        return self.unwrap(key)

    def fingerprint(self, session: Session, text: str) -> str:
        """What a record is looked up by where its text must not be stored; case and spaces do not matter."""
        return fingerprint(self.house_key(session, "lookup"), text)

    def seal(self, key: RecordKey, label: str, content: dict[str, Any]) -> bytes:
        """Encrypt a record's content; label ties it to its row, so that rows cannot be swapped."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher(key).encrypt(nonce, json.dumps(content).encode(), label.encode())

    def open(self, key: RecordKey, label: str, sealed: bytes) -> dict[str, Any]:
        """Decrypt a record's content; RecordErasedError where its key was destroyed."""
        try:
            plain = self._cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], label.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyLostError(
                "A record cannot be opened with this key: it is another one, or the row was altered."
            ) from error
        content: dict[str, Any] = json.loads(plain)
        return content

    def key_of(self, session: Session, record_id: UUID) -> RecordKey:
        """The key of a record, made when the record is new."""
        key = session.get(RecordKey, record_id)
        if key is None:
            key = RecordKey(**self.new_key(record_id))
            session.add(key)
        _keep(session, [key])
        return key

    def new_key(self, record_id: UUID, plain: bytes | None = None) -> dict[str, Any]:
        """The columns of a record's key, wrapped by the newest master key; plain is a key that there was already."""
        wrapped = self.newest.wrap(record_id, plain or AESGCM.generate_key(256))
        return {"id": record_id, "wrapped": wrapped, "wrapped_by": self.newest.fingerprint}

    def preload(self, session: Session, record_ids: Iterable[UUID]) -> None:
        """Fetch the keys of a list's records in one query instead of one each."""
        _keep(session, session.scalars(select(RecordKey).where(RecordKey.id.in_(set(record_ids)))))

    def require_keys_of(self, session: Session) -> None:
        """KeyLostError where a record of this database was sealed under a master key that is not in the ring."""
        known = select(RecordKey).where(RecordKey.wrapped.is_not(None)).limit(1)
        foreign = RecordKey.wrapped_by.not_in(["", *(key.fingerprint for key in self.ring)])
        for key in session.scalars(known.where(foreign)).all() or session.scalars(known):
            self.unwrap(key)

    def unwrap(self, key: RecordKey) -> bytes:
        """A record's key in plain; RecordErasedError where it was destroyed, KeyLostError without its master key."""
        if key.wrapped is None:
            raise RecordErasedError("This record was erased by order.")
        for master in self.ring:
            if key.wrapped_by in ("", master.fingerprint):
                with suppress(InvalidTag):
                    return master.unwrap(key.id, key.wrapped)
        raise KeyLostError(
            "The records were sealed under another master key: restore the key file, or REENTRY_KEY."
        )

    def _cipher(self, key: RecordKey) -> AESGCM:
        return AESGCM(self.unwrap(key))


def fingerprint(key: bytes, text: str) -> str:
    """What stands in for a text under a key; case and spaces do not matter."""
    return hmac.new(key, " ".join(text.casefold().split()).encode(), hashlib.sha256).hexdigest()


def _keep(session: Session, keys: Iterable[RecordKey]) -> None:
    # A session lets go of a row that nobody holds, and would ask for it again at every field that is read.
    session.info.setdefault("record_keys", {}).update((key.id, key) for key in keys)


class Sealed:
    """A row whose content is encrypted under the key of the record it belongs to.

    A subclass declares its content as `field: …= SealedField()` and says whose record it is in record_id.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")

    @property
    def record_id(self) -> UUID:
        """The record under whose key this row lies."""
        raise NotImplementedError

    @property
    def content(self) -> dict[str, Any]:
        """Everything sealed in this row, in plain."""
        pending: dict[str, Any] | None = self.__dict__.get("_pending")
        if pending is not None:
            return pending
        opened: tuple[bytes, dict[str, Any]] | None = self.__dict__.get("_opened")
        if opened is None or opened[0] != self.sealed:
            opened = (self.sealed, self._open()) if self.sealed else (b"", {})
            self.__dict__["_opened"] = opened
        return opened[1]

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401
        """Change one field of the content; it is sealed when the session is flushed."""
        self.__dict__["_pending"] = {**self.content, name: value}
        self.sealed = self.sealed or b""
        flag_modified(self, "sealed")

    def _open(self) -> dict[str, Any]:
        session = object_session(self)
        if session is None:
            raise LookupError("a sealed row can only be read within its session")
        vault: Vault = session.info["vault"]
        return vault.open(vault.key_of(session, self.record_id), self._label(), self.sealed)

    def _label(self) -> str:
        return f"{type(self).__name__}:{self.id}"

    def seal_pending(self, session: Session) -> None:
        """Encrypt what was put; called by the session before it writes."""
        pending = self.__dict__.pop("_pending", None)
        if pending is None:
            return
        self.id = self.id or uuid4()
        vault: Vault = session.info["vault"]
        self.sealed = vault.seal(vault.key_of(session, self.record_id), self._label(), pending)
        self.__dict__["_opened"] = (self.sealed, pending)


T = TypeVar("T")


class SealedField(Generic[T]):
    """One field of a row's sealed content; values are what JSON can hold."""

    def __init__(self, default: T) -> None:
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: Sealed, owner: type) -> T: ...
    def __get__(self, row: Sealed | None, owner: type) -> T | Self:
        if row is None:
            return self
        value: T = row.content.get(self.name, self.default)
        return value

    def __set__(self, row: Sealed, value: T) -> None:
        row.put(self.name, value)


@event.listens_for(Session, "before_flush")
def _seal(session: Session, _context: object, _instances: object) -> None:
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Sealed):
            row.seal_pending(session)
