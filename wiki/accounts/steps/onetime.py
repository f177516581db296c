"""Let something signed be used once, inside the caller's transaction."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete

from wiki.accounts.models import SpentToken
from wiki.clock import now
from wiki.db import db


def spend(token: str, seconds: int) -> bool:
    """Return whether a token is used for the first time; it is remembered for some seconds.

    The token must say for itself that it is no older than that.
    """
    db.session.execute(delete(SpentToken).where(SpentToken.until < now()))
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    # Writers take turns, so no other can add it between these two lines.
    if db.session.get(SpentToken, token_hash) is not None:
        return False
    db.session.add(SpentToken(token_hash=token_hash, until=now() + timedelta(seconds=seconds)))
    return True
