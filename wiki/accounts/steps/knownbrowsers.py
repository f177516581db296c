"""Recognise the browsers from which somebody has logged in to an account before.

The mark of a browser is a random number that the wiki signs for one account and one password, so
nothing is stored here, and a new password makes all earlier marks worthless.
"""

import secrets

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from wiki.accounts.models import User

# Half a year: long enough for who seldom writes.
MARK_SECONDS = 180 * 86_400
# Several people may use one computer; more marks would make the cookie too long for a request.
_MOST_MARKS = 4
_SEPARATOR = "~"
_RANDOM_BYTES = 9


def find_mark(user: User | None, cookie: str) -> str:
    """Return the mark in a cookie that is of this account, or ""."""
    if user is None:
        return ""
    signer = _signer(user)
    marks = cookie.split(_SEPARATOR)[:_MOST_MARKS]
    return next((mark for mark in marks if _is_valid(signer, mark)), "")


def add_mark(user: User, cookie: str) -> str:
    """Return the cookie with a new mark of this account before the earlier ones of others."""
    signer = _signer(user)
    mark = signer.sign(secrets.token_urlsafe(_RANDOM_BYTES)).decode()
    others = [
        other
        for other in cookie.split(_SEPARATOR)[:_MOST_MARKS]
        if other and not _is_valid(signer, other)
    ]
    return _SEPARATOR.join([mark, *others[: _MOST_MARKS - 1]])


def _signer(user: User) -> TimestampSigner:
    return TimestampSigner(
        current_app.config["SECRET_KEY"], salt=f"known browser {user.id} {user.password_hash}"
    )


def _is_valid(signer: TimestampSigner, mark: str) -> bool:
    try:
        signer.unsign(mark, max_age=MARK_SECONDS)
    except BadSignature:
        return False
    return True
