"""Normalise passwords, and check new ones.

A password is normalised as RFC 8265 (OpaqueString) says: every kind of space becomes U+0020 (AltGr
and space on a Swedish keyboard types U+00A0) and the text becomes NFC. Not NFKC, which the RFC
avoids: it also changes letters that people chose, and lengthens some. Blanks and invisible signs
around it are no part of it: they come along when a password is copied from somewhere.
"""

import secrets
import unicodedata
from collections.abc import Iterable

from flask_babel import gettext as _

from wiki.accounts.password_strength import is_guessable
from wiki.characters import FORBIDDEN, compose

SHORTEST, LONGEST = 12, 128
_EDGES = " \t\u200b\u2060\ufeff"
# Without letters and digits that are easily confused.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def normalise_password(password: str) -> str:
    """Return the normalised password, which is measured and hashed."""
    return compose_password(password).strip(_EDGES)


def compose_password(password: str) -> str:
    """Return the password with plain spaces and composed letters, blanks around it included."""
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


def random_password() -> str:
    """Return a password of 20 readable characters in groups: 99 random bits."""
    return "-".join(
        "".join(secrets.choice(_READABLE) for _character in range(4)) for _group in range(5)
    )
