"""Read how things are; who shows it checks the token.

Nothing here tells of a person: there are numbers, and no addresses, names or texts.
"""

import platform
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from wiki.accounts.viewer import COMMAND_LINE
from wiki.articles.queries.drafts import count_waiting
from wiki.clock import now
from wiki.health.backupmark import read_mark
from wiki.health.queries import read_outbox, read_size
from wiki.health.version import find_version
from wiki.mail.queries import MailState, find_figures
from wiki.metrics.families import Gauge
from wiki.schema import SchemaState, find_schema_state

# Read once: a clone may be upgraded while the server still runs the former version.
_VERSION = find_version()


def read_state() -> Iterator[Gauge]:
    """Yield how the installation is; of the database only that it does not answer, if so."""
    yield _build()
    yield from _read_disk()
    try:
        gauges = [*_read_database()]
    except SQLAlchemyError:
        current_app.logger.exception("the database cannot be measured")
        gauges = []
    yield Gauge("wiki_database_up", "Whether the database answers.", float(bool(gauges)))
    yield from gauges


def _build() -> Gauge:
    database = str(current_app.config["SQLALCHEMY_DATABASE_URI"]).partition(":")[0]
    labels = {
        "version": _VERSION,
        "python": platform.python_version(),
        "database": database.partition("+")[0],
    }
    return Gauge("wiki_build_info", "The version of the program.", 1, labels)


def _read_disk() -> Iterator[Gauge]:
    instance = Path(current_app.instance_path)
    room = shutil.disk_usage(instance)
    yield Gauge("wiki_disk_free_bytes", "Room left on the disk of the instance folder.", room.free)
    yield Gauge("wiki_disk_size_bytes", "The disk of the instance folder.", room.total)
    mark = read_mark(instance)
    if mark.made_at is not None:
        when = mark.made_at.timestamp()
        yield Gauge("wiki_backup_timestamp_seconds", "When the last backup was made.", when)
        yield Gauge("wiki_backup_size_bytes", "How large the last backup is.", mark.size)


def _read_database() -> Iterator[Gauge]:
    yield Gauge("wiki_database_size_bytes", "How large the database is.", read_size())
    is_current = find_schema_state(current_app) == SchemaState.CURRENT
    yield Gauge(
        "wiki_schema_current", "Whether the schema is that of this version.", float(is_current)
    )
    if not is_current:
        return
    index, mail = read_outbox(), find_figures()
    yield Gauge("wiki_index_waiting", "Changes that wait for the search index.", index.waiting)
    yield Gauge(
        "wiki_index_lag_seconds",
        "How long the oldest change has waited for the search index.",
        _age(index.oldest_at),
    )
    yield Gauge("wiki_mail_waiting", "Letters that wait.", mail.counts[MailState.WAITING])
    yield Gauge("wiki_mail_failed", "Letters that were refused.", mail.counts[MailState.FAILED])
    yield Gauge(
        "wiki_mail_lag_seconds",
        "How long the oldest letter has waited.",
        _age(mail.oldest_waiting_at),
    )
    waiting = count_waiting(COMMAND_LINE)
    yield Gauge("wiki_drafts_waiting", "Drafts that wait to be published.", waiting)


def _age(since: datetime | None) -> float:
    return max((now() - since).total_seconds(), 0.0) if since else 0.0
