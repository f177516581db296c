"""Read what a backup says of itself, and check that the file is whole and holds what it says."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from wiki.operations.stored_files import check_files
from wiki.operations.whole_file import describe_special
from wiki.runtime.archives import UNREADABLE

FORMAT = 1
MANIFEST = "manifest.json"
# The tables that every backup has, however old.
_REQUIRED = {"users", "tags", "articles", "revisions"}
_LONGEST_MANIFEST = 1_048_576
# A file made to do harm unpacks into a thousand times its size; backups of wikis into ten.
_MOST_GROWTH = 200
_SMALL = 64 * 1_048_576


class BackupError(Exception):
    """A backup cannot be written, or a file cannot be restored; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `rows` and `sha256` are by table, `files` counts pictures and files; `files_sha256` is the
    checksum of the list of theirs, which older backups lack. `series` names the installation that
    made it with `--keep`.
    """

    schema: str
    rows: Mapping[str, int]
    sha256: Mapping[str, str]
    files: int = 0
    files_sha256: str = ""
    id: str = ""
    series: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    made_at: datetime | None = None


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a backup, after checking the checksum of every table and file.

    Raises BackupError when the file is no backup, is damaged, or has a format unknown here.
    """
    if special := describe_special(path, follow=True):
        raise BackupError(f"{path} is {special}, not a file.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _parse_manifest(path, archive)
            _check_growth(path, archive)
            for name, wanted in manifest.sha256.items():
                if _digest(archive, f"tables/{name}.jsonl") != wanted:
                    raise BackupError(f"{path}: the table {name} is damaged")
            check_files(archive, manifest.files, manifest.files_sha256)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except UNREADABLE as error:
        raise BackupError(f"{path} is not a complete backup ({error})") from error
    return manifest


def read_label(path: Path) -> Manifest | None:
    """Return the manifest of a backup without checking the rest; None for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _parse_manifest(path, archive)
    except (*UNREADABLE, BackupError):
        return None


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(1_048_576):
            digest.update(block)
    return digest.hexdigest()


def _check_growth(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a file that would fill the disk; no more is read of an entry than it says."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > max(_SMALL, _MOST_GROWTH * path.stat().st_size):
        raise ValueError(f"it would unpack into {unpacked:,} bytes")


def _parse_manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as file:
        raw = file.read(_LONGEST_MANIFEST + 1)
    if len(raw) > _LONGEST_MANIFEST:
        raise ValueError("its manifest is too long")
    manifest = json.loads(raw)
    if not isinstance(manifest, dict):
        raise ValueError("its manifest is not an object")
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{path}: unknown format {str(manifest.get('format'))[:20]}")
    return _read_values(manifest)


def _read_values(manifest: Mapping[str, Any]) -> Manifest:
    wanted: dict[str, type] = {
        "schema": str,
        "rows": dict,
        "sha256": dict,
        "files": int,
        "settings": dict,
    }
    wanted |= dict.fromkeys(("files_sha256", "id", "series"), str)
    found = {"rows": {}, **{name: manifest[name] for name in wanted if name in manifest}}
    made_at = manifest.get("made_at")
    if (
        not all(isinstance(value, wanted[name]) for name, value in found.items())
        or not {*manifest["sha256"]} >= _REQUIRED
        or not isinstance(made_at, str | None)
    ):
        raise ValueError("its manifest does not say what it holds")
    return Manifest(**found, made_at=datetime.fromisoformat(made_at) if made_at else None)
