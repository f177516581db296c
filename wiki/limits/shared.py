"""Limit how often a client may do something, over all nodes where that is possible."""

import math
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from wiki.clock import now
from wiki.db import db
from wiki.limits.models import ClientCount
from wiki.web.clients import keyed_hash
from wiki.web.ratelimit import ClientLimit

_MINUTE, _DAY = 60, 86_400
_SWEEP_SECONDS = 600.0


class SharedLimit:
    """Allow each client so many events of a name a minute and a day.

    On PostgreSQL they are counted there, under a hash that is deleted soon after its time. SQLite
    would have each of them wait for its turn to write, so there each process counts for itself.
    """

    def __init__(self, name: str, a_minute: int, a_day: int) -> None:
        self._name, self._limits = name, {_MINUTE: a_minute, _DAY: a_day}
        self._own = ClientLimit(a_minute, a_day)
        self._swept = -math.inf

    def hit(self, client: str) -> bool:
        """Count an event of a client, and return whether it is within the limits."""
        if db.engine.dialect.name != "postgresql":
            return self._own.hit(client)
        limits = {
            keyed_hash("limit", f"{self._name} {seconds} {client}"): (seconds, limit)
            for seconds, limit in self._limits.items()
        }
        moment = now()
        rows = [
            {"key": key, "events": 1, "ends_at": moment + timedelta(seconds=seconds)}
            for key, (seconds, _limit) in limits.items()
        ]
        # Committed at once, whatever becomes of the request.
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            found = connection.execute(_count(rows, moment)).all()
            if time.monotonic() - self._swept > _SWEEP_SECONDS:
                connection.execute(delete(ClientCount).where(ClientCount.ends_at < moment))
                self._swept = time.monotonic()
        return all(events <= limits[key][1] for key, events in found)


def _count(rows: Sequence[Mapping[str, Any]], moment: datetime) -> ReturningInsert[str, int]:
    """Return the statement that adds events to counts; one whose time is over begins anew."""
    adding = insert(ClientCount).values(rows)
    is_over = ClientCount.ends_at <= moment
    return adding.on_conflict_do_update(
        index_elements=[ClientCount.key],
        set_={
            "events": case((is_over, 1), else_=ClientCount.events + 1),
            "ends_at": case((is_over, adding.excluded.ends_at), else_=ClientCount.ends_at),
        },
    ).returning(ClientCount.key, ClientCount.events)
