"""Let each node follow the changes by rows of its own in the outbox.

With one server all rows are those of node 0. With SEVERAL_NODES a change writes a row for each node
that is registered, in its own transaction. A node registers, then builds its index, and keeps its
number in the folder of the index: what is committed before it registers is in what it reads, and
what comes later has a row. No order of rows matters, since each node deletes exactly those that it
has read.
"""

import os
import secrets
import socket
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import ARRAY, Integer, delete, func, insert, literal, select, text, true, update

from wiki.clock import now
from wiki.db import db, write
from wiki.nodes.place import place_of
from wiki.nodes.turns import has_many_nodes, is_place_in_use
from wiki.search.index.models import IndexNode, IndexTask

# Who reads the rows of the one server; with several, of what is derived for all.
FOR_ALL = 0
# Of a node that has to build its index before it can follow.
UNKNOWN = -1
_FILE = "node"
_NAME_LENGTH = 200
# A node whose rows have waited for so long has gone, or stands still: it builds its index anew.
_PATIENCE = timedelta(days=1)
# Waits for whoever notes changes and has not seen a new node, and lets nobody begin to.
_LOCK = text("LOCK TABLE index_outbox IN SHARE ROW EXCLUSIVE MODE")


def note_for_each(article_ids: Collection[int]) -> None:
    """Add articles to the outbox for each reader of it; the caller commits."""
    ids = literal(list(article_ids), ARRAY(Integer))
    articles = func.unnest(ids).table_valued("article_id").render_derived()
    rows = select(
        articles.c.article_id, IndexNode.id, literal(now(), IndexTask.created_at.type)
    ).join_from(IndexNode, articles, true())
    db.session.execute(insert(IndexTask).from_select(["article_id", "node_id", "created_at"], rows))


def own_node() -> int:
    """Return the number under which this process looks into the outbox."""
    if not has_many_nodes():
        return FOR_ALL
    return _read(Path(current_app.config["INDEX_DIR"]))


def find_node(path: Path) -> int:
    """Return the number for the index in a folder, UNKNOWN if the index did not follow as any."""
    number = _read(path)
    if not has_many_nodes():
        # The index of a node does not know what was noted for the one server.
        return FOR_ALL if number == UNKNOWN else UNKNOWN
    return number if number != UNKNOWN and _is_ours(number) else UNKNOWN


def register_node(path: Path) -> int:
    """Return the number for the index in a folder, a new one unless it has followed under one.

    Changes are noted for it from now on.
    """
    if not has_many_nodes():
        return FOR_ALL
    known = find_node(path)
    if known != UNKNOWN:
        return known
    number = secrets.randbits(62) | 1
    name = socket.gethostname()[:_NAME_LENGTH]
    with write():
        db.session.execute(_LOCK)
        db.session.execute(insert(IndexNode).values(id=number, place=_own_place(), name=name))
    return number


def keep_node(path: Path, number: int) -> None:
    """Keep the number for an index in its folder, now that the index is whole."""
    if number != FOR_ALL:
        _write_whole(path / _FILE, str(number))
    elif (path / _FILE).exists():
        with write():
            db.session.execute(delete(IndexNode))
            db.session.execute(delete(IndexTask).where(IndexTask.node_id != FOR_ALL))
        (path / _FILE).unlink()


def forget_lost_nodes() -> Sequence[str]:
    """Note nothing more for nodes that have gone or stand still; return their names."""
    late = select(IndexTask.node_id).where(IndexTask.created_at < now() - _PATIENCE)
    found = db.session.execute(
        select(IndexNode.id, IndexNode.name).where(IndexNode.id.in_(late), IndexNode.id != FOR_ALL)
    ).all()
    for number, _name in found:
        with write():
            db.session.execute(delete(IndexNode).where(IndexNode.id == number))
            db.session.execute(delete(IndexTask).where(IndexTask.node_id == number))
    return [name for _number, name in found]


def find_derived() -> str:
    """Return what was derived for all nodes; nothing before changes are noted for that."""
    return db.session.scalar(select(IndexNode.name).where(IndexNode.id == FOR_ALL)) or ""


def note_derived(mark: str) -> None:
    """Note what was derived for all nodes; changes are noted for that from the first time on."""
    with write():
        if db.session.get(IndexNode, FOR_ALL) is None:
            db.session.execute(_LOCK)
            db.session.add(IndexNode(id=FOR_ALL, place=0, name=mark))
        else:
            db.session.execute(update(IndexNode).where(IndexNode.id == FOR_ALL).values(name=mark))


def _read(path: Path) -> int:
    with suppress(OSError, ValueError):
        return int((path / _FILE).read_text("ascii"))
    return UNKNOWN


def _write_whole(file: Path, words: str) -> None:
    fresh = file.with_name(f"{_FILE}.new")
    with open(fresh, "w", encoding="ascii") as opened:
        opened.write(words)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)


def _own_place() -> int:
    return place_of(Path(current_app.instance_path))


def _is_ours(number: int) -> bool:
    """Return whether changes are noted for a number, and no other node has it.

    A folder may be a copy of another node's. A machine that has started again is another place.
    """
    place = db.session.scalar(select(IndexNode.place).where(IndexNode.id == number))
    if place is None or place == _own_place():
        return place is not None
    if is_place_in_use(place):
        return False
    with write():
        db.session.execute(
            update(IndexNode).where(IndexNode.id == number).values(place=_own_place())
        )
    return True
