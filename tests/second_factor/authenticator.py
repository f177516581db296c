"""A passkey in software, which can also do what a real one never does."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40
ORIGIN, HOST = "http://localhost", "localhost"


@dataclass
class Authenticator:
    """One passkey, and how it answers."""

    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    key_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def _client_data(self, kind: str, options: Any) -> bytes:
        data = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(data).encode()

    def _data(self, flags: int) -> bytes:
        self.count += 1
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.count.to_bytes(4)

    def make(self, options: Any) -> str:
        """Return the answer of a browser with a new passkey."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        made = bytes(16) + len(self.key_id).to_bytes(2) + self.key_id + cbor2.dumps(public)
        data = self._data(self.flags | NEW) + made
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def use(self, options: Any) -> str:
        """Return the answer of a browser that has used the passkey."""
        client = self._client_data("webauthn.get", options)
        data = self._data(self.flags)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _answer(self, **response: bytes) -> str:
        key = bytes_to_base64url(self.key_id)
        said = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": said})
