"""A security key made of software, with the browser that asks it: it signs whatever it is told to, for any address."""

import hashlib
import json
import os
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text

PRESENT, HOLDS_KEY = 0x01, 0x40
ORIGIN = "http://localhost"


class SoftKey:
    """One key; a copy of it is made by setting its count back."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.count = 0

    def create(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """What it answers when it is added to an account."""
        point = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        made = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        told = self._told(options["rp"]["id"], PRESENT | HOLDS_KEY) + made
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        client = _client("webauthn.create", options, origin)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(attested)})

    def get(self, options: dict[str, Any], origin: str = ORIGIN, host: str = "") -> str:
        """What it answers at a log-in."""
        self.count += 1
        client, told = _client("webauthn.get", options, origin), self._told(host or options["rpId"], PRESENT)
        signed = self.private.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(told), "signature": text(signed)}
        )

    def _told(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps(
            {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
        )


def _client(kind: str, options: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()
