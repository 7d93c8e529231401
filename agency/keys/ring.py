"""The master keys, newest first: what any of them sealed opens, and what is new is sealed under the newest."""

import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class MasterKey:
    """A key that others derive from or are wrapped by; it never shows itself."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._wrapping = AESGCM(self.derive("record keys"))
        # By which it is known where it must not be shown: 16 hexadecimal digits.
        self.fingerprint = self.derive("fingerprint")[:8].hex()

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, always the same for the same master key."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._key)

    def wrap(self, record_id: UUID, key: bytes) -> bytes:
        """Seal a record's key, tied to its record."""
        nonce = os.urandom(NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, record_id.bytes)

    def unwrap(self, record_id: UUID, wrapped: bytes) -> bytes:
        """Open a record's key; InvalidTag where it was not wrapped by this key or for this record."""
        return self._wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], record_id.bytes)
