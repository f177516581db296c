"""Put the pictures and files of the library into a backup, and take them out again.

A list in the form of `sha256sum` says what each of them holds.
"""

import hashlib
import re
import shutil
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from flask import current_app

from wiki.media.store import MediaStore

LIST = "media.sha256"
_ENTRY = re.compile(r"media/([0-9a-f]{32})/(\w[\w.-]{0,29})")
_BLOCK = 1_048_576
_LONGEST_LINE = 200


@dataclass(frozen=True)
class WrittenFiles:
    """How many files were written, the checksum of their list, and the marks that have none."""

    count: int
    sha256: str
    missing: Collection[str]


def write_files(archive: zipfile.ZipFile, wanted: Collection[str]) -> WrittenFiles:
    """Write all files, as they are: pictures are compressed already.

    `wanted` are the marks that the rows name. A file that is deleted while the backup is made is
    still there, as long as the caller holds the store.
    """
    store, lines, found = find_store(), [], set()
    for mark, files in store.list_files(wanted).items():
        for file in files:
            entry = f"media/{mark}/{file}"
            with store.open_held(mark, file) as source:
                lines.append(f"{_write_file(archive, source, entry)}  {entry}\n".encode())
        found.add(mark)
    whole = b"".join(lines)
    archive.writestr(LIST, whole)
    return WrittenFiles(len(lines), hashlib.sha256(whole).hexdigest(), {*wanted} - found)


def _write_file(archive: zipfile.ZipFile, source: BinaryIO, entry: str) -> str:
    digest = hashlib.sha256()
    with archive.open(zipfile.ZipInfo(entry), "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def check_files(archive: zipfile.ZipFile, count: int, list_sha256: str) -> None:
    """Read every file; raise ValueError for one that is missing, BadZipFile for a damaged one.

    Backups of older versions have no list, and only the checksums of the archive.
    """
    names = _list_entries(archive)
    if len(names) != count:
        raise ValueError("it does not hold all files of the library")
    wanted = _read_list(archive, list_sha256) if list_sha256 else {}
    for name in names:
        digest = hashlib.sha256()
        with archive.open(name) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        if list_sha256 and wanted.get(name) != digest.hexdigest():
            raise ValueError(f"{name} is damaged")


def _read_list(archive: zipfile.ZipFile, sha256: str) -> dict[str, str]:
    """Return the checksums of the files by their names."""
    digest, found = hashlib.sha256(), {}
    with archive.open(LIST) as file:
        while line := file.readline(_LONGEST_LINE):
            digest.update(line)
            checksum, _, name = line.decode().rstrip("\n").partition("  ")
            found[name] = checksum
    if digest.hexdigest() != sha256:
        raise ValueError(f"{LIST} is damaged")
    return found


def list_held_names(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """Return the names of the files that a backup holds, by mark."""
    held: dict[str, set[str]] = {}
    for name in _list_entries(archive):
        _, mark, file = name.split("/")
        held.setdefault(mark, set()).add(file)
    return held


def sum_sizes(path: Path) -> int:
    """Return how many bytes the files of a backup need."""
    with zipfile.ZipFile(path) as archive:
        return sum(archive.getinfo(name).file_size for name in _list_entries(archive))


def read_files(archive: zipfile.ZipFile) -> None:
    """Store every file; those that are there already, by their content, stay."""
    store = find_store()
    for mark, names in groupby(_list_entries(archive), lambda name: PurePosixPath(name).parts[1]):
        with store.receive(keep_free=0) as folder:
            for name in names:
                with (
                    archive.open(name) as source,
                    (folder / PurePosixPath(name).name).open("wb") as target,
                ):
                    shutil.copyfileobj(source, target)
            store.keep(folder, mark)


def _list_entries(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the files in order; a name of any other form is none of ours."""
    return sorted({name for name in archive.namelist() if _ENTRY.fullmatch(name)})


def find_store() -> MediaStore:
    """Return the store of the current application."""
    store: MediaStore = current_app.extensions["media"]
    return store
