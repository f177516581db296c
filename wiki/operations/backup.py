"""Write all content of the database into a backup file, which either database can read back.

The file is a ZIP archive: `manifest.json`, and for each table a `tables/<name>.jsonl` with a JSON
object per row; and the pictures and files of the library below `media/`, with their checksums in
`media.sha256`. The manifest has the settings too, without secrets. Sessions and the index are left
out; the index is rebuilt after a restore.
"""

import json
import uuid
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection

from wiki.clock import now
from wiki.errors import StorageError
from wiki.operations.manifest import FORMAT, MANIFEST, BackupError
from wiki.operations.rows import list_tables, snapshot, write_table
from wiki.operations.stored_files import find_store, write_files
from wiki.operations.whole_file import find_obstacle, write_whole
from wiki.settings.shown import list_settings


@dataclass(frozen=True)
class WrittenBackup:
    """What was written: rows by table, files, and the names of media files that have none."""

    id: str
    rows: Mapping[str, int]
    files: int = 0
    missing: Collection[str] = ()


def write_backup(path: Path, *, with_files: bool = True, series: str = "") -> WrittenBackup:
    """Write a backup next to `path`, then rename it to `path`.

    All rows are read in one transaction, so writes made meanwhile do not matter; the files of the
    library, which never change, are read after the rows that name them, and those that are deleted
    meanwhile are held until then. Raises BackupError when the file cannot be written, or would
    replace anything but an older backup or an empty file.
    """
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}: create it, or choose another.")
    try:
        if obstacle := find_obstacle(path, MANIFEST):
            raise BackupError(obstacle)
        with write_whole(path) as file:  # it contains e-mail addresses and password hashes
            return _write_archive(file, with_files, series)
    except StorageError as error:
        raise BackupError(f"{path} was not made. {error.reason}") from error
    except OSError as error:  # the name of the partial file would mean nothing to users
        is_read = error.filename and not str(error.filename).startswith(str(path))
        unread = f" ({error.filename})" if is_read else ""
        reason = error.strerror or error
        raise BackupError(f"{path} cannot be written: {reason}{unread}") from error


def _write_archive(file: BinaryIO, with_files: bool, series: str) -> WrittenBackup:
    rows: dict[str, int] = {}
    manifest: dict[str, Any] = {"format": FORMAT, "id": uuid.uuid4().hex, "series": series}
    whole = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
    with whole as archive, find_store().hold(), snapshot() as source:
        manifest["made_at"] = now().isoformat()
        manifest["schema"] = source.scalar(text("SELECT version_num FROM alembic_version"))
        hashes = {}
        for table in list_tables(source):
            rows[table.name], hashes[table.name] = write_table(archive, source, table)
        manifest |= {"rows": rows, "sha256": hashes, "files": 0}
        named = _list_named(source) if with_files and "media_files" in rows else {}
        missing: list[str] = []
        if with_files:
            written = write_files(archive, named.keys())
            manifest |= {"files": written.count, "files_sha256": written.sha256}
            missing = sorted(named[mark] for mark in written.missing)
        manifest["settings"] = list_settings(current_app.config)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return WrittenBackup(manifest["id"], rows, manifest["files"], missing)


def _list_named(source: Connection) -> dict[str, str]:
    """Return the names of the media files by mark."""
    return {
        row.mark: row.name for row in source.execute(text("SELECT mark, name FROM media_files"))
    }
