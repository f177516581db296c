"""Encrypt the secrets of apps, so that a stolen backup of the database does not hold them.

AES-GCM with a key that HKDF derives from the secret key of the installation, and bound to the
account: the secret of one account is worth nothing in the row of another.
"""

import base64
import re
import secrets
from typing import TYPE_CHECKING

from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    from cryptography import exceptions
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers import aead
    from cryptography.hazmat.primitives.kdf import hkdf
else:
    exceptions = Deferred("cryptography.exceptions")
    hashes = Deferred("cryptography.hazmat.primitives.hashes")
    aead = Deferred("cryptography.hazmat.primitives.ciphers.aead")
    hkdf = Deferred("cryptography.hazmat.primitives.kdf.hkdf")

_NONCE_BYTES = 12
# As secrets were stored before, and as apps read them.
_PLAIN = re.compile("[A-Z2-7]{32}")


class UnreadableSecret(Exception):
    """A secret was encrypted with another key, or for another account."""


def is_encrypted(stored: str) -> bool:
    """Return whether a secret is stored as `encrypt` returns it."""
    return _PLAIN.fullmatch(stored) is None


def encrypt(secret: str, user_id: int, secret_key: str) -> str:
    """Return the secret of an account's app as it is stored, in 64 characters."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    hidden = _cipher(secret_key).encrypt(nonce, base64.b32decode(secret), _owner(user_id))
    return base64.urlsafe_b64encode(nonce + hidden).decode()


def decrypt(stored: str, user_id: int, secret_key: str) -> str:
    """Return the secret that is stored, also one that is not encrypted; raise UnreadableSecret."""
    if not is_encrypted(stored):
        return stored
    try:
        data = base64.urlsafe_b64decode(stored)
        nonce, hidden = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
        secret = _cipher(secret_key).decrypt(nonce, hidden, _owner(user_id))
    except (exceptions.InvalidTag, ValueError) as error:
        raise UnreadableSecret from error
    return base64.b32encode(secret).decode()


def _cipher(secret_key: str) -> "aead.AESGCM":
    derived = hkdf.HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"secrets of code apps"
    )
    return aead.AESGCM(derived.derive(secret_key.encode()))


def _owner(user_id: int) -> bytes:
    return f"user {user_id}".encode()
