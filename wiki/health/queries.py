"""Read what the lines are made from; what shows them checks the permission."""

import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import exists, func, select, text

from wiki.accounts.models import Role, User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.background import list_pulses
from wiki.clock import now
from wiki.db import db
from wiki.errors import StorageError
from wiki.health.backupmark import judge_mark, read_mark
from wiki.health.checks import judge
from wiki.health.figures import Disk, Figures, Outbox, Process, Secret, Stored
from wiki.health.lines import Report, make_report
from wiki.health.meter import Meter
from wiki.health.version import find_version
from wiki.mail.queries import find_figures
from wiki.media.bucket.store import BucketStore
from wiki.memory.queries import remember
from wiki.revisions.models import Revision
from wiki.revisions.queries import is_rendered_otherwise
from wiki.schema import SchemaState, find_schema_state
from wiki.search.index.models import IndexTask
from wiki.search.index.nodes import UNKNOWN, own_node
from wiki.watching.models import Subscription, Watch

# Read once: a clone may be upgraded while the server still runs the former version.
_VERSION = find_version()
_DATABASE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# How a password becomes another one than that of the first start.
_NEW_PASSWORD = ("change_password", "reset_password", "set_password")


def read_health(viewer: Viewer) -> Report:
    """Return how the installation is, and this process of its server."""
    require(Permission.SEE_HEALTH, viewer)
    return make_report(judge(_find_figures(is_whole=True, process=_read_process())))


def read_outside() -> Report:
    """Return what a command can see: everything but the processes of the server."""
    return make_report(judge(_find_figures(is_whole=True, process=None)))


def read_briefly() -> Report:
    """Return what can be bad and is quickly read, for the mark in the menu."""
    return make_report(judge(_find_figures(is_whole=False, process=_read_process())))


def describe_backups() -> str:
    """Return how the backups are and when the last was made, which anybody may be told."""
    mark = read_mark(Path(current_app.instance_path))
    state = judge_mark(mark, current_app.config["BACKUP_DAYS"], now())
    if mark.made_at is None:
        return state
    told = f"{state}, last made {_minute(mark.made_at)}"
    return f"{told}, verified {_minute(mark.verified_at)}" if mark.verified_at else told


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def read_outbox() -> Outbox:
    """Return what waits for the search index of this node."""
    asked = select(func.count(IndexTask.id), func.min(IndexTask.created_at))
    waiting, oldest_at = db.session.execute(asked.where(IndexTask.node_id == own_node())).one()
    return Outbox(waiting, oldest_at)


def describe_index() -> str:
    """Return how far the index of this node is behind the others, which anybody may be told."""
    if own_node() == UNKNOWN:
        return "being built"
    outbox = read_outbox()
    if outbox.oldest_at is None:
        return "0 waiting, 0.0 s behind"
    seconds = max(0.0, (now() - outbox.oldest_at).total_seconds())
    return f"{outbox.waiting} waiting, {seconds:.1f} s behind"


def read_size() -> int:
    """Return the size of the database in bytes."""
    if db.engine.dialect.name == "sqlite":
        size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        size = "SELECT pg_database_size(current_database())"
    return int(db.session.scalar(text(size)) or 0)


def _find_figures(*, is_whole: bool, process: Process | None) -> Figures:
    config, instance = current_app.config, Path(current_app.instance_path)
    room = shutil.disk_usage(instance)
    return Figures(
        at=now(),
        settings=config,
        version=_VERSION,
        backup=read_mark(instance),
        disk=Disk(room.free, room.total),
        secret=_read_secret(instance / "secret_key", config["SECRET_KEY"]),
        mail=find_figures(),
        index=read_outbox(),
        first_accounts=_list_first_accounts(),
        watchers=_count_watchers(),
        subscribers=_count_subscribers(),
        storage=_try_storage() if is_whole else None,
        stored=_read_stored() if is_whole else None,
        process=process,
    )


def _read_process() -> Process:
    meter: Meter = current_app.extensions["meter"]
    return Process(list_pulses(current_app.config), meter.list_hours(), meter.list_slowest())


def _read_secret(path: Path, used: str) -> Secret:
    try:
        is_open = bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
        return Secret(path.read_text("utf-8", "replace") == used, is_open)
    except OSError:
        return Secret(is_used=False, is_open=False)


def _try_storage() -> str | None:
    store = current_app.extensions["media"]
    if not isinstance(store, BucketStore):
        return None
    try:
        store.try_out()
    except StorageError as error:
        return error.reason
    return ""


def _list_first_accounts() -> list[str]:
    """Return the accounts of the first start that are open and have their first password."""
    is_changed = exists().where(
        AuditEntry.object_type == "user",
        AuditEntry.object_id == User.id,
        AuditEntry.action.in_(_NEW_PASSWORD),
    )
    first = [f"{role.value}@example.org" for role in Role]
    return list(
        db.session.scalars(
            select(User.email)
            .where(User.email.in_(first), User.is_active, ~is_changed)
            .order_by(User.email)
        )
    )


def _count_watchers() -> int:
    def count() -> int:
        return db.session.scalar(select(func.count(Watch.user_id.distinct()))) or 0

    return remember("watchers", (Watch,), count)


def _count_subscribers() -> int:
    def count() -> int:
        confirmed = Subscription.confirmed_at.is_not(None)
        asked = select(func.count(Subscription.email.distinct())).where(confirmed)
        return db.session.scalar(asked) or 0

    return remember("subscribers", (Subscription,), count)


def _count_outdated() -> int:
    """Count the articles of which HTML is stored that would be made otherwise today."""
    style = current_app.config["CITATION_STYLE"]

    def count() -> int:
        articles = select(func.count(Revision.article_id.distinct()))
        return db.session.scalar(articles.where(is_rendered_otherwise(style))) or 0

    return remember(("outdated", style), (Revision,), count)


def _read_stored() -> Stored:
    kind = db.engine.dialect.name
    state = find_schema_state(current_app)
    return Stored(
        outdated=_count_outdated(),
        database=_DATABASE_NAMES.get(kind, kind),
        size=read_size(),
        schema=str(db.session.scalar(text("SELECT version_num FROM alembic_version")) or ""),
        is_current=state == SchemaState.CURRENT,
    )
