"""The mark that a backup leaves in the instance folder when it is whole.

It is no row: a backup reads databases of older versions too and writes into none, and after a
restore the rows would tell of the backups of another day.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_NAME = "last_backup.json"
_LONGEST = 10_000


@dataclass(frozen=True)
class BackupMark:
    """When the last backup was made, into which file, and how large it is."""

    made_at: datetime
    file: str
    size: int


def leave_mark(instance: Path, mark: BackupMark) -> None:
    """Write down that a backup was made."""
    text = json.dumps({"at": mark.made_at.isoformat(), "file": mark.file, "size": mark.size})
    new = instance / f"{_NAME}.new"
    new.write_text(text, encoding="utf-8")
    new.replace(instance / _NAME)


def read_mark(instance: Path) -> BackupMark | None:
    """Return the mark of the last backup, or None when there is none that can be read."""
    try:
        with (instance / _NAME).open(encoding="utf-8") as file:
            values = json.loads(file.read(_LONGEST))
        made_at = datetime.fromisoformat(values["at"])
        mark = BackupMark(made_at, str(values["file"]), int(values["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark if made_at.tzinfo else None
