"""The mark that backups leave in the instance folder: the last that is whole, and what failed.

It is no row: a backup reads databases of older versions too and writes into none, and after a
restore the rows would tell of the backups of another day.
"""

import json
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

_NAME = "last_backup.json"
_LONGEST = 10_000
_LONGEST_REASON = 500
_MOST_VERIFIED = 100


@dataclass(frozen=True)
class BackupMark:
    """When the last whole backup was made, into which file, and how large it is.

    `verified_at` says when that file was tried, `verified` names the files that were, the newest
    last; `failed_at` and `reason` tell of a later backup that failed, or of a trial of this one
    (`is_spoiled`).
    """

    made_at: datetime | None = None
    file: str = ""
    size: int = 0
    id: str = ""
    verified_at: datetime | None = None
    verified: tuple[str, ...] = ()
    failed_at: datetime | None = None
    reason: str = ""
    is_spoiled: bool = False


class BackupState(StrEnum):
    """How the backups of an installation are, in words that tell strangers nothing more."""

    GOOD = "good"
    NONE = "none"
    OLD = "too old"
    FAILED = "last try failed"
    NOT_LOOKED_AT = "not looked at"


def judge_mark(mark: BackupMark, days: int, at: datetime) -> BackupState:
    """Return how the backups are, when they may be `days` old; 0: another program makes them."""
    if not days:
        return BackupState.NOT_LOOKED_AT
    if mark.failed_at:
        return BackupState.FAILED
    if mark.made_at is None:
        return BackupState.NONE
    return BackupState.OLD if at - mark.made_at > timedelta(days=days) else BackupState.GOOD


def note_backup(instance: Path, at: datetime, file: Path, backup_id: str) -> BackupMark:
    """Write down that a backup was made."""
    verified = read_mark(instance).verified
    size = file.stat().st_size
    mark = BackupMark(at, str(file.resolve()), size, backup_id, verified=verified)
    leave_mark(instance, mark)
    return mark


def note_verified(instance: Path, at: datetime, backup_id: str) -> None:
    """Write down that a backup was tried and found whole."""
    if not backup_id:  # an older version made it
        return
    mark = read_mark(instance)
    verified = (*(each for each in mark.verified if each != backup_id), backup_id)
    mark = replace(mark, verified=verified[-_MOST_VERIFIED:])
    if backup_id == mark.id:
        mark = replace(mark, verified_at=at)
        if mark.is_spoiled:
            mark = replace(mark, failed_at=None, reason="", is_spoiled=False)
    leave_mark(instance, mark)


def note_failure(instance: Path, at: datetime, reason: str) -> None:
    """Write down that no backup could be made."""
    mark = read_mark(instance)
    reason = reason[:_LONGEST_REASON]
    leave_mark(instance, replace(mark, failed_at=at, reason=reason, is_spoiled=False))


def note_spoiled(instance: Path, at: datetime, reason: str, file: Path, backup_id: str) -> None:
    """Write down that a backup was tried and is none; only the last one matters to everybody."""
    mark = read_mark(instance)
    mark = replace(mark, verified=tuple(each for each in mark.verified if each != backup_id))
    if str(file.resolve()) == mark.file or (backup_id and backup_id == mark.id):
        reason = reason[:_LONGEST_REASON]
        mark = replace(mark, verified_at=None, failed_at=at, reason=reason, is_spoiled=True)
    leave_mark(instance, mark)


def leave_mark(instance: Path, mark: BackupMark) -> None:
    """Put a mark in the place of the last."""
    values = {
        "at" if name == "made_at" else name: value.isoformat() if name.endswith("_at") else value
        for name, value in asdict(mark).items()
        if value
    }
    # A name of its own, since two backups may end together.
    number, name = tempfile.mkstemp(prefix=f"{_NAME}.", suffix=".new", dir=instance)
    new = Path(name)
    try:
        with open(number, "w", encoding="utf-8") as file:
            json.dump(values, file)
        new.replace(instance / _NAME)
    finally:
        new.unlink(missing_ok=True)


def read_mark(instance: Path) -> BackupMark:
    """Return the mark of the backups; an empty one when there is none that can be read."""
    try:
        with (instance / _NAME).open(encoding="utf-8") as file:
            return _read(json.loads(file.read(_LONGEST)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BackupMark()


def _read(values: Any) -> BackupMark:
    times = {
        name: datetime.fromisoformat(values[key])
        for name, key in (("made_at", "at"), ("verified_at",) * 2, ("failed_at",) * 2)
        if key in values
    }
    if not all(time.tzinfo for time in times.values()):
        raise ValueError("a time without a zone")
    return BackupMark(
        file=str(values.get("file", "")),
        size=int(values.get("size", 0)),
        id=str(values.get("id", "")),
        verified=tuple(str(each) for each in values.get("verified", ())),
        reason=str(values.get("reason", "")),
        is_spoiled=bool(values.get("is_spoiled")),
        **times,
    )
