"""Hash passwords and verify them, at the cost that the settings say."""

import base64
from typing import TypeGuard

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from wiki.accounts.passwords import compose_password, normalise_password

# Two passes over 19 MiB in one lane are OWASP's figures for Argon2id (2023): 30 ms on a slow core.
# More memory would let sixteen log-ins at once (two workers of eight threads) starve a machine of
# 1 GB. The memory is the setting PASSWORD_KIB.
_PASSES, _LANES = 2, 1
_SALT_BYTES, _HASH_BYTES = 16, 32


def hash_password(password: str) -> str:
    """Return the Argon2id hash that is stored."""
    return _hasher().hash(normalise_password(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password is right; without a hash, do the same work and return False.

    So the time of the answer tells nothing of the account. Blanks around the password are tried
    too, because they were part of older passwords.
    """
    tries = dict.fromkeys((compose_password(password), normalise_password(password)))
    stored = password_hash if _is_hash(password_hash) else _unmatchable_hash()
    return any(_is_right(stored, each) for each in tries)


def _is_hash(text: str | None) -> TypeGuard[str]:
    """Return whether this is a hash; the built-in account has a sign that is none."""
    try:
        extract_parameters(text or "")
    except InvalidHashError:
        return False
    return True


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=_PASSES,
        memory_cost=current_app.config["PASSWORD_KIB"],
        parallelism=_LANES,
        hash_len=_HASH_BYTES,
        salt_len=_SALT_BYTES,
    )


def _unmatchable_hash() -> str:
    """Return a hash that no known password matches, with today's cost parameters."""
    salt, digest = (
        base64.b64encode(bytes(length)).decode().rstrip("=")
        for length in (_SALT_BYTES, _HASH_BYTES)
    )
    memory = current_app.config["PASSWORD_KIB"]
    return f"$argon2id$v=19$m={memory},t={_PASSES},p={_LANES}${salt}${digest}"
