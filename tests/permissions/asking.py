"""Send a request of the matrix as one person, and leave the wiki as it was."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.media.pictures import picture
from tests.permissions.table import Line, Request
from tests.permissions.world import World
from wiki.app import make_limits

# What a form says in place of a picture.
_PICTURE = "@picture"
_OWN = {"Origin": "http://localhost"}
# Answers to who was not let in, after which nothing can have changed.
_REFUSED = {"log-in", "403", "404"}


class Keeper:
    """Knows the rows and the pictures of a wiki, and puts them back after a change."""

    def __init__(self, database: sqlite3.Connection, rows: sqlite3.Connection, folder: Path):
        self._database, self._rows = database, rows
        self._media, self._kept = folder / "media", folder / "kept"
        database.backup(rows)
        shutil.copytree(self._media, self._kept)
        self._names = [path.relative_to(self._kept) for path in self._kept.glob("*/*")]

    def restore(self) -> None:
        """Undo whatever was written or deleted."""
        self._rows.backup(self._database)
        if any(not (self._media / name).exists() for name in self._names):
            shutil.copytree(self._kept, self._media, dirs_exist_ok=True)


@contextmanager
def kept(folder: Path) -> Iterator[Keeper]:
    """Keep the wiki of a folder."""
    with (
        closing(sqlite3.connect(folder / "wiki.db", isolation_level=None, timeout=10)) as database,
        closing(sqlite3.connect(":memory:")) as rows,
    ):
        database.execute("PRAGMA synchronous=OFF")
        yield Keeper(database, rows, folder)


def ask(world: World, keeper: Keeper, line: Line, who: str, university: str) -> str:
    """Return what somebody is answered: a status, or "log-in"."""
    request = line.request
    answer = send(world, line, who, university)
    is_sent_to_log_in = answer.status_code == 303 and "/login?next=" in answer.location
    found = "log-in" if is_sent_to_log_in else str(answer.status_code)
    answer.close()  # a file is sent in parts, of which nobody reads any
    if request.method != "GET" and found not in _REFUSED:
        keeper.restore()
    return found


def send(world: World, line: Line, who: str, university: str) -> TestResponse:
    """Send the request of a line, about the thing of a university, as somebody."""
    world.app.extensions.update(make_limits())
    return _send(world, fill(line.request, world.value_of(line.thing, university)), who)


def fill(request: Request, values: Mapping[str, object]) -> Request:
    """Put what placeholders stand for in their places."""
    return Request(*(part.format_map(values) for part in request))


def _send(world: World, request: Request, who: str) -> TestResponse:
    client = world.app.test_client()  # without what an earlier answer has put in a cookie
    if who in world.tokens:
        client.set_cookie("session", world.tokens[who])
    if request.method == "GET":
        return client.get(request.address)
    fields = MultiDict[str, object](parse_qsl(request.sent, keep_blank_values=True))
    for name in [name for name in fields if fields[name] == _PICTURE]:
        fields[name] = (BytesIO(picture(colour="#26a")), "Annan.jpg")
    return client.post(request.address, data=fields, headers=_OWN)
