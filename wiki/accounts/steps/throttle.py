"""Throttle password guessing, per account and per IP address.

Everything happens inside the caller's transaction. An attempt is counted before its password is
checked and uncounted when it was right, so that every one of many simultaneous guesses counts.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from wiki.accounts.models import LoginThrottle
from wiki.clock import now
from wiki.db import db
from wiki.errors import WikiError

LONGEST_WAIT_SECONDS = 900
# After a day without a failure the count starts at zero again.
_EXPIRES_AFTER = timedelta(days=1)


class TooManyTries(WikiError):
    """Log-in is throttled, for `wait_seconds` more."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class LoginLimit:
    """What is throttled, and after how many failures."""

    key: str
    free_failures: int


def account_limit(email: str) -> LoginLimit:
    """Return the limit of one account, whether it exists or not."""
    return LoginLimit(_key("account", email), 5)


def ip_limit(ip: str) -> LoginLimit:
    """Return the limit of one IP address.

    A whole university may share an address, so it allows more failures: its people must not lock
    each other out by a few typing errors.
    """
    return LoginLimit(_key("address", _network(ip)), 20)


def _network(ip: str) -> str:
    """Return the part of an IP address that a guesser cannot vary: of IPv6, the first 64 bits."""
    try:
        parsed = ip_address(ip.partition("%")[0])
    except ValueError:
        return ip
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))


def _key(kind: str, text: str) -> str:
    """Return a keyed hash: all IP addresses could be tried against a plain hash."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def count_attempt(limits: list[LoginLimit]) -> None:
    """Count an attempt as failed before it is made; raise TooManyTries if it is throttled."""
    rows = [_lock_row(limit) for limit in limits]
    wait = max(
        _remaining_seconds(row, limit.free_failures)
        for row, limit in zip(rows, limits, strict=True)
    )
    if wait > 0:
        raise TooManyTries(wait)
    for row in rows:
        row.failures += 1
        row.failed_at = now()


def reset_failures(account: LoginLimit, ip: LoginLimit | None = None) -> None:
    """Clear the failures of an account, and uncount this attempt for its IP address.

    Earlier failures of the IP address still count: otherwise a guesser could clear them by logging
    in to an account of their own.
    """
    row = _lock_row(account)
    row.failures = 0
    if ip is not None:
        row = _lock_row(ip)
        row.failures = max(0, row.failures - 1)


def _lock_row(limit: LoginLimit) -> LoginThrottle:
    """Return the current count, locked until the end of the transaction."""
    row = db.session.get(LoginThrottle, limit.key, with_for_update=True)
    if row is None:
        try:
            with db.session.begin_nested():
                row = LoginThrottle(key=limit.key, failures=0, failed_at=now())
                db.session.add(row)
        except IntegrityError:  # another attempt added it at the same moment
            row = db.session.get_one(LoginThrottle, limit.key, with_for_update=True)
    if now() - row.failed_at > _EXPIRES_AFTER:
        row.failures = 0
    return row


def _remaining_seconds(row: LoginThrottle, free_failures: int) -> int:
    over = row.failures - free_failures
    if over < 0:
        return 0
    wait: int = min(LONGEST_WAIT_SECONDS, 2 ** min(over + 1, 20))
    return math.ceil(wait - (now() - row.failed_at).total_seconds())


def delete_old_failures() -> None:
    """Delete the expired counts, most of them of guessed accounts."""
    oldest = now() - _EXPIRES_AFTER
    db.session.execute(delete(LoginThrottle).where(LoginThrottle.failed_at < oldest))
