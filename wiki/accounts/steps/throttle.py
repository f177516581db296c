"""Throttle password guessing, per account, per browser and per IP address.

Everything happens inside the caller's transaction. An attempt is counted before its password is
checked and uncounted when it was right, so that every one of many simultaneous guesses counts.

A whole university may share an address, and somebody in it may be the guesser. So an address that
has failed often refuses nobody by itself: it only leaves each account fewer tries from there. And
whoever has logged in to an account from a browser before is counted by that browser, so that
guesses from elsewhere do not keep the owner out.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from wiki.accounts.models import LoginThrottle
from wiki.clock import now
from wiki.db import db
from wiki.errors import WikiError
from wiki.web.clients import keyed_hash, network_of

LONGEST_WAIT_SECONDS = 900
# Half of what failed is forgotten each hour. Otherwise the slips of many people behind one address
# would add up for ever.
_HALF_LIFE_SECONDS = 3_600
# After a day nothing is left of any count.
_EXPIRES_AFTER = timedelta(days=1)
_FREE_FAILURES, _FIRST_WAIT_SECONDS = 5, 2
# So many failures of accounts that did not get in afterwards make an address suspect.
_SUSPECT_AFTER = 20
_FREE_FAILURES_WHEN_SUSPECT, _FIRST_WAIT_SECONDS_WHEN_SUSPECT = 2, 60


class TooManyTries(WikiError):
    """Log-in is throttled, for `wait_seconds` more."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Attempt:
    """The keys under which the failures of one attempt are counted.

    `who` is the account or, where its owner has logged in before, the browser. `pair` and `ip`, of
    attempts from elsewhere, are the account at that IP address and the address itself.
    """

    who: str
    pair: str = ""
    ip: str = ""


def attempt_from(email: str, ip: str, known_browser: str) -> Attempt:
    """Return the attempt to log in to an account, whether it exists or not."""
    if known_browser:
        return Attempt(keyed_hash("browser", f"{email} {known_browser}"))
    network = network_of(ip)
    pair = keyed_hash("pair", f"{email} {network}")
    return Attempt(keyed_hash("account", email), pair, keyed_hash("address", network))


def attempt_inside(user_id: int) -> Attempt:
    """Return the attempt of somebody logged in to name their present password."""
    return Attempt(keyed_hash("inside", str(user_id)))


def attempt_code(user_id: int) -> Attempt:
    """Return the attempt of somebody who knows the password to give the second factor."""
    return Attempt(keyed_hash("code", str(user_id)))


def count_attempt(attempt: Attempt) -> int:
    """Count an attempt as failed before it is made; raise TooManyTries if it is throttled.

    Return 0, or from a suspect address for how many seconds to refuse others if this one is wrong.
    """
    who = _lock_row(attempt.who)
    pair, ip = (_lock_row(key) if key else None for key in (attempt.pair, attempt.ip))
    is_suspect = ip is not None and _whole_failures(ip) >= _SUSPECT_AFTER
    suspect_pair = pair if is_suspect else None
    wait = max(_wait_of_account(who), _wait_of_suspect(suspect_pair))
    if wait > 0:
        raise TooManyTries(wait)
    for row in filter(None, (who, pair, ip)):
        row.failures, row.failed_at = _failures(row) + 1, now()
    return max(1, _wait_of_suspect(suspect_pair)) if suspect_pair else 0


def forgive(attempt: Attempt) -> None:
    """Clear the failures of whoever has got in, and take them from those of the IP address.

    What others failed from there still counts: otherwise a guesser could clear it by logging in to
    an account of their own.
    """
    _lock_row(attempt.who).failures = 0
    if not attempt.ip:
        return
    pair, ip = _lock_row(attempt.pair), _lock_row(attempt.ip)
    ip.failures, ip.failed_at = max(0.0, _failures(ip) - _failures(pair)), now()
    pair.failures = 0


def forgive_account(email: str) -> None:
    """Clear the failures of an account whose password is new."""
    _lock_row(keyed_hash("account", email)).failures = 0


def _lock_row(key: str) -> LoginThrottle:
    """Return a count, locked until the end of the transaction."""
    row = db.session.get(LoginThrottle, key, with_for_update=True)
    if row is None:  # writers take turns, so no other adds it meanwhile
        row = LoginThrottle(key=key, failures=0.0, failed_at=now())
        db.session.add(row)
    return row


def _failures(row: LoginThrottle) -> float:
    """Return what is left of a count."""
    hours = (now() - row.failed_at).total_seconds() / _HALF_LIFE_SECONDS
    return row.failures * math.pow(0.5, max(0.0, hours))


def _whole_failures(row: LoginThrottle) -> int:
    """Return a count to compare with a limit: the second of two quick failures is the second."""
    return round(_failures(row))


def _wait_of_account(row: LoginThrottle) -> int:
    return _remaining_seconds(row, _FREE_FAILURES, _FIRST_WAIT_SECONDS)


def _wait_of_suspect(pair: LoginThrottle | None) -> int:
    if pair is None:
        return 0
    return _remaining_seconds(pair, _FREE_FAILURES_WHEN_SUSPECT, _FIRST_WAIT_SECONDS_WHEN_SUSPECT)


def _remaining_seconds(row: LoginThrottle, free_failures: int, first_wait: int) -> int:
    """Return how long to wait after the last failure; each further one doubles it."""
    over = _whole_failures(row) - free_failures
    if over < 0:
        return 0
    wait: int = min(LONGEST_WAIT_SECONDS, first_wait * 2 ** min(over, 20))
    return math.ceil(wait - (now() - row.failed_at).total_seconds())


def delete_old_failures() -> None:
    """Delete the expired counts, most of them of guessed accounts."""
    oldest = now() - _EXPIRES_AFTER
    db.session.execute(delete(LoginThrottle).where(LoginThrottle.failed_at < oldest))
