"""Slow down whoever guesses passwords, per account and per address.

Everything happens inside the caller's transaction. A try is counted before its password is looked
at and taken back when it was right, so that many guesses at once count as many.
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
# After a day without a failure the count begins anew.
_FORGOTTEN_AFTER = timedelta(days=1)


class TooManyTries(WikiError):
    """Say that log-in waits, and how long."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class LoginLimit:
    """Name what is slowed down, and after how many failures."""

    key: str
    free_failures: int


def account_limit(email: str) -> LoginLimit:
    """Return the limit of one account, whether it exists or not."""
    return LoginLimit(_key("account", email), 5)


def ip_limit(address: str) -> LoginLimit:
    """Return the limit of one network address.

    A whole university may share one, so it takes more failures: its people must not lock each
    other out by a few slips.
    """
    return LoginLimit(_key("address", _network(address)), 20)


def _network(address: str) -> str:
    """Return what one guesser cannot change at will: of IPv6, the first 64 bits."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))


def _key(kind: str, text: str) -> str:
    """Return a keyed hash: there are few enough addresses to try them all against a plain one."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def count_attempt(limits: list[LoginLimit]) -> None:
    """Count a try as failed before it is made; raise TooManyTries while one of them waits."""
    rows = [_locked_row(limit) for limit in limits]
    wait = max(
        _remaining_seconds(row, limit.free_failures)
        for row, limit in zip(rows, limits, strict=True)
    )
    if wait > 0:
        raise TooManyTries(wait)
    for row in rows:
        row.failures += 1
        row.failed_at = now()


def reset_failures(account: LoginLimit, address: LoginLimit | None = None) -> None:
    """Forget the failures of an account, and take this try back from its address.

    An address keeps its earlier failures: else a guesser would clear them with an account of
    their own.
    """
    row = _locked_row(account)
    row.failures = 0
    if address is not None:
        row = _locked_row(address)
        row.failures = max(0, row.failures - 1)


def _locked_row(limit: LoginLimit) -> LoginThrottle:
    """Return the count as it is now, locked until the end of the transaction."""
    row = db.session.get(LoginThrottle, limit.key, with_for_update=True)
    if row is None:
        try:
            with db.session.begin_nested():
                row = LoginThrottle(key=limit.key, failures=0, failed_at=now())
                db.session.add(row)
        except IntegrityError:  # another try made it at the same moment
            row = db.session.get_one(LoginThrottle, limit.key, with_for_update=True)
    if now() - row.failed_at > _FORGOTTEN_AFTER:
        row.failures = 0
    return row


def _remaining_seconds(row: LoginThrottle, free_failures: int) -> int:
    over = row.failures - free_failures
    if over < 0:
        return 0
    wait: int = min(LONGEST_WAIT_SECONDS, 2 ** min(over + 1, 20))
    return math.ceil(wait - (now() - row.failed_at).total_seconds())


def delete_old_failures() -> None:
    """Delete the counts that are forgotten, those of guessed accounts above all."""
    oldest = now() - _FORGOTTEN_AFTER
    db.session.execute(delete(LoginThrottle).where(LoginThrottle.failed_at < oldest))
