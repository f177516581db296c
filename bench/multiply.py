"""Copy the articles of a wiki for measurements until there are as many as wanted.

Loading an article takes a hundredth of a second, copying its rows a thousandth. Copies have titles
and addresses of their own, and link where their original does.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import insert, select, text

from wiki.articles.models import Article, Link
from wiki.db import db, write
from wiki.markup.collation import sort_key
from wiki.revisions.models import Revision

_Row = Mapping[str, Any]
# Pointers come last: whether an article waits for a new revision, SQLite would look up in all.
_POINT = text(
    "UPDATE articles SET head_id = newest, published_id = newest FROM"
    " (SELECT article_id, max(id) AS newest FROM revisions GROUP BY article_id) AS own"
    " WHERE head_id IS NULL AND own.article_id = articles.id"
)
# Rows that are written by one statement.
_BATCH = 2_000


class _Shift(NamedTuple):
    """What is added to the ids of each table, and to the number of an article's address."""

    pages: int
    revisions: int
    links: int
    number: int


def multiply(articles: int) -> None:
    """Copy all articles until there are so many; their ids must have no gaps. SQLite only."""
    pages, revisions, links = map(_rows, (Article, Revision, Link))
    for turn in range(1, -(-articles // len(pages))):
        shift = _Shift(
            turn * _last(pages), turn * _last(revisions), turn * _last(links), turn * len(pages)
        )
        wanted = [row for row in pages if row["id"] + shift.pages <= articles]
        ids = {row["id"] for row in wanted}
        with write():
            _store(Article, (_page(row, shift) for row in wanted))
            of_these = (row for row in revisions if row["article_id"] in ids)
            _store(Revision, (_revision(row, shift) for row in of_these))
            _store(Link, (_link(row, shift) for row in links if row["source_id"] in ids))
            db.session.execute(_POINT)


def _last(rows: Sequence[_Row]) -> int:
    return max((row["id"] for row in rows), default=0)


def _rows(model: Any) -> list[_Row]:
    return [dict(row) for row in db.session.execute(select(model.__table__)).mappings()]


def _page(row: _Row, shift: _Shift) -> _Row:
    number = int(str(row["slug"]).rpartition("-")[2]) + shift.number
    return {
        **row,
        "id": row["id"] + shift.pages,
        "slug": f"artikel-{number}",
        "title_slug": f"{row['title_slug']}-{shift.number}",
        "head_id": None,
        "published_id": None,
    }


def _revision(row: _Row, shift: _Shift) -> _Row:
    title = f"{row['title']} {shift.number}"
    return {
        **row,
        "id": row["id"] + shift.revisions,
        "article_id": row["article_id"] + shift.pages,
        "title": title,
        "sort_key": sort_key(title, "sv"),
    }


def _link(row: _Row, shift: _Shift) -> _Row:
    return {**row, "id": row["id"] + shift.links, "source_id": row["source_id"] + shift.pages}


def _store(model: Any, rows: Iterator[_Row]) -> None:
    while batch := list(islice(rows, _BATCH)):
        db.session.execute(insert(model.__table__), batch)
