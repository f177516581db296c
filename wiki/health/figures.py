"""What the lines are made from: numbers and settings, read by `queries`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wiki.background import Pulse
from wiki.health.backupmark import BackupMark
from wiki.health.meter import Endpoint, Hour
from wiki.mail.queries import MailFigures


@dataclass(frozen=True)
class Disk:
    """The room of the disk with the instance folder, in bytes."""

    free: int
    whole: int


@dataclass(frozen=True)
class Secret:
    """The file of the secret key: whether the wiki uses it, and whether others may read it."""

    is_used: bool
    is_open: bool


@dataclass(frozen=True)
class Outbox:
    """What waits for the search index, and since when."""

    waiting: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class Stored:
    """What only the whole report says of the database, because it costs some reading."""

    outdated: int
    database: str
    size: int
    schema: str
    is_current: bool


@dataclass(frozen=True)
class Process:
    """What one process of the server knows of itself; commands know nothing of it."""

    pulses: Sequence[Pulse]
    hours: Sequence[Hour]
    slowest: Sequence[Endpoint]


@dataclass(frozen=True)
class Figures:
    """Everything that is looked at."""

    at: datetime
    settings: Mapping[str, Any]
    version: str
    backup: BackupMark
    disk: Disk
    secret: Secret
    mail: MailFigures
    index: Outbox
    first_accounts: Sequence[str]
    watchers: int
    subscribers: int
    storage: str | None  # what is wrong with the bucket, or an empty text; None without one
    stored: Stored | None
    process: Process | None
