"""Hash and verify passwords, and check new ones.

A password is normalised as RFC 8265 (OpaqueString) says: every kind of space becomes U+0020 (AltGr
and space on a Swedish keyboard types U+00A0) and the text becomes NFC. Not NFKC, which the RFC
avoids: it also changes letters that people chose, and lengthens some. Blanks and invisible signs
around it are no part of it: they come along when a password is copied from somewhere.
"""

import base64
import secrets
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _

from wiki.accounts.password_strength import is_guessable
from wiki.characters import FORBIDDEN, compose

SHORTEST, LONGEST = 12, 128
# Two passes over 19 MiB in one lane are OWASP's figures for Argon2id (2023): 30 ms on a slow core.
# More memory would let sixteen log-ins at once (two workers of eight threads) starve a machine of
# 1 GB. The memory is the setting PASSWORD_KIB.
_PASSES, _LANES = 2, 1
_SALT_BYTES, _HASH_BYTES = 16, 32
_EDGES = " \t\u200b\u2060\ufeff"
# Without letters and digits that are easily confused.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def normalise_password(password: str) -> str:
    """Return the normalised password, which is measured and hashed."""
    return _normalise(password).strip(_EDGES)


def _normalise(password: str) -> str:
    with_spaces = "".join(
        " " if unicodedata.category(character) == "Zs" else character for character in password
    )
    return compose(with_spaces)


def find_fault(password: str, email: str, name: str) -> str | None:
    """Return what is wrong with a new password for this person, or None."""
    if FORBIDDEN.search(password) or "\n" in password or "\r" in password:
        return str(_("A password cannot hold line breaks or control characters."))
    password = normalise_password(password)
    if len(password) < SHORTEST:
        return str(
            _(
                "The password has %(count)s characters. "
                "Use at least %(number)s, for example four words that do not belong together.",
                count=len(password),
                number=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        return str(_("Use at most %(number)s characters.", number=LONGEST))
    local = email.partition("@")[0]
    personal = {email, local, *local.replace("-", ".").replace("_", ".").split("."), *name.split()}
    if part := _personal_part(password, {*personal, name}):
        return str(
            _(
                "The password holds “%(part)s” from the name or the e-mail address. "
                "Choose one without it.",
                part=part,
            )
        )
    if is_guessable(password, personal):
        return str(
            _(
                "The password is easy to guess: it is mostly everyday words, keys in a row or "
                "repetitions. Choose four or more words that do not belong together."
            )
        )
    return None


def _personal_part(password: str, personal: Iterable[str]) -> str:
    """Return the longest part of the name or e-mail address in the password, or ""."""
    contained = (
        part for part in personal if len(part) >= 5 and part.casefold() in password.casefold()
    )
    return max(contained, key=len, default="")


def hash_password(password: str) -> str:
    """Return the Argon2id hash that is stored."""
    return _hasher().hash(normalise_password(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password is right; without a hash, do the same work and return False.

    Blanks around it are tried too, because they were part of older passwords.
    """
    tries = dict.fromkeys((_normalise(password), normalise_password(password)))
    return any(_is_right(password_hash or _unmatchable_hash(), each) for each in tries)


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def random_password() -> str:
    """Return a password of 20 readable characters in groups: 99 random bits."""
    return "-".join(
        "".join(secrets.choice(_READABLE) for _character in range(4)) for _group in range(5)
    )


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
