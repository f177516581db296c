"""Keep what the wiki has written from the other users of the machine.

It holds e-mail addresses, password hashes, drafts and hidden texts.
"""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url


def close_to_others(app: Flask) -> None:
    """Take away the rights of others on files that were made before the wiki set its umask."""
    for path in _owned_paths(app):
        with suppress(OSError):  # it is not there, or not ours to change
            _close(path)


def _owned_paths(app: Flask) -> Iterator[Path]:
    """Yield the files and folders of the installation; a closed folder closes all that is in it."""
    yield from Path(app.instance_path).iterdir()
    yield Path(app.config["INDEX_DIR"])
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database:
        for ending in ("", "-wal", "-shm", "-journal"):
            yield Path(url.database + ending)


def _close(path: Path) -> None:
    """Take the rights of group and others away; a link may lead to what is not the wiki's."""
    mode = path.lstat().st_mode
    if mode & 0o077 and not stat.S_ISLNK(mode):
        path.chmod(stat.S_IMODE(mode) & 0o700)
