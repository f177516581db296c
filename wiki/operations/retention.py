"""Delete the older of the backups that one installation has made with `--keep`."""

import os
import uuid
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from wiki.operations.manifest import Manifest, read_label
from wiki.operations.whole_file import write_whole

_NAME = "backup_series"
_LENGTH = 32
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def read_or_make_series(instance: Path) -> str:
    """Return what marks the backups of this installation that may be deleted later.

    If the file is lost, what was made before it stays for ever, which is better than a guess.
    """
    path = instance / _NAME
    series = path.read_text("ascii", "replace") if path.exists() else ""
    if len(series) != _LENGTH or not series.isalnum():
        series = uuid.uuid4().hex
        with write_whole(path) as file:
            file.write(series.encode())
    return series


def drop_older(newest: Path, series: str, keep: int, verified: Collection[str]) -> list[Path]:
    """Delete all but the `keep` newest backups beside `newest`; return what was deleted.

    Only plain files that say of themselves that they belong to the series are looked at. The newest
    that was verified stays too, since no other is known to be good.
    """
    own = _list_own(newest, series)
    sound = [path for path, label in own if label.id in verified][:1]
    spared = {newest, *[path for path, _label in own[:keep]], *sound}
    dropped = [path for path, _label in own if path not in spared]
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped


def _list_own(newest: Path, series: str) -> list[tuple[Path, Manifest]]:
    """Return the backups of the series with the newest first."""
    found = []
    with os.scandir(newest.parent) as entries:
        for entry in entries:
            if entry.name.endswith(newest.suffix) and entry.is_file(follow_symlinks=False):
                label = read_label(newest.parent / entry.name)
                if label and label.series == series:
                    found.append((newest.parent / entry.name, label))
    return sorted(found, key=lambda each: each[1].made_at or _LONG_AGO, reverse=True)
