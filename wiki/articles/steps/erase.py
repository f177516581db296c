"""Erase an article with all that refers to it, inside the transaction of the caller."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, delete, select, update

from wiki.db import db
from wiki.revisions.models import Revision


def erase_article(article_id: int) -> None:
    """Delete an article's row, its revisions, and the rows of other tables that refer to either.

    A reference that may be empty is emptied, and its row stays. Nothing of it can be brought back.
    """
    articles, revisions = db.metadata.tables["articles"], db.metadata.tables["revisions"]
    own = articles.c.id == article_id
    numbers = select(Revision.id).where(Revision.article_id == article_id)
    db.session.flush()
    db.session.execute(update(articles).where(own).values(head_id=None, published_id=None))
    for table in reversed(db.metadata.sorted_tables):
        if table not in (articles, revisions):
            _forget(table, [column.in_(numbers) for column in _references(table, revisions)])
            _forget(table, [column == article_id for column in _references(table, articles)])
    of_it = revisions.c.article_id == article_id
    db.session.execute(update(revisions).where(of_it).values(parent_id=None))
    db.session.execute(delete(revisions).where(of_it))
    db.session.execute(delete(articles).where(own))
    db.session.expunge_all()


def _references(table: Table, target: Table) -> list[ColumnElement[int]]:
    return [key.parent for key in table.foreign_keys if key.column.table is target]


def _forget(table: Table, conditions: Sequence[ColumnElement[bool]]) -> None:
    for condition in conditions:
        column = condition.left
        if column.nullable:
            db.session.execute(update(table).where(condition).values({column.name: None}))
        else:
            db.session.execute(delete(table).where(condition))
