"""Put the pictures and files of the library into a backup, and take them out again."""

import re
import shutil
import zipfile
from itertools import groupby
from pathlib import PurePosixPath

from flask import current_app

from wiki.media.store import MediaStore

_ENTRY = re.compile(r"media/([0-9a-f]{32})/([\w.-]{1,30})")


def write_files(archive: zipfile.ZipFile) -> int:
    """Write all files, as they are: pictures are compressed already. Return how many."""
    count = 0
    for path in _store().list_stored():
        archive.write(path, f"media/{path.parent.name}/{path.name}", zipfile.ZIP_STORED)
        count += 1
    return count


def check_files(archive: zipfile.ZipFile, count: int) -> None:
    """Read every file; raise BadZipFile for one that is damaged, ValueError if one is missing."""
    names = _list_entries(archive)
    if len(names) != count:
        raise ValueError("it does not hold all files of the library")
    for name in names:
        with archive.open(name) as file:
            while file.read(1_048_576):
                pass


def read_files(archive: zipfile.ZipFile) -> None:
    """Store every file; those that are there already, by their content, stay."""
    for mark, names in groupby(_list_entries(archive), lambda name: PurePosixPath(name).parts[1]):
        with _store().receive(keep_free=0) as folder:
            for name in names:
                with (
                    archive.open(name) as source,
                    (folder / PurePosixPath(name).name).open("wb") as target,
                ):
                    shutil.copyfileobj(source, target)
            _store().keep(folder, mark)


def _list_entries(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the files in order; a name of any other form is none of ours."""
    return sorted(name for name in archive.namelist() if _ENTRY.fullmatch(name))


def _store() -> MediaStore:
    store: MediaStore = current_app.extensions["media"]
    return store
