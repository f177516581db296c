"""Keep what the wiki has written from the other users of the machine.

It holds e-mail addresses, password hashes, drafts and hidden texts.
"""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url

# Names in the instance folder. A closed folder closes all that is in it.
_MADE = (
    *("wiki.db*", "secret_key*", "config.py", "index", "cards", "media", "*.lock"),
    "before-restore-*.zip",
)


def close_to_others(app: Flask) -> None:
    """Take away the rights of others on files that were made before the wiki set its umask."""
    for path in _owned_paths(app):
        with suppress(OSError):  # it is not there, or not ours to change
            _close(path)


def _owned_paths(app: Flask) -> Iterator[Path]:
    """Yield what the wiki has made, by its names: other files may lie in the same folders."""
    for name in _MADE:
        yield from Path(app.instance_path).glob(name)
    yield from Path(app.config["INDEX_DIR"]).glob("*MAIN_*")
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database:
        for ending in ("", "-wal", "-shm", "-journal"):
            if (path := Path(url.database + ending)).is_file():
                yield path


def _close(path: Path) -> None:
    """Take the rights of group and others away; a link may lead to what is not the wiki's."""
    mode = path.lstat().st_mode
    is_ours_to_change = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    if mode & 0o077 and is_ours_to_change:
        path.chmod(stat.S_IMODE(mode) & 0o700)
