"""Look up pairs of values: the right rows, by an index."""

import re

from flask import Flask
from sqlalchemy import select, text

from tests.builders import make_article, make_user
from wiki.articles.models import Article, Link
from wiki.db import db, is_any_pair


def test_rows_are_found_by_both_values(context: Flask) -> None:
    author = make_user("author")
    for language, title in (("sv", "Ett"), ("en", "Ett"), ("sv", "Tre"), ("en", "Tre")):
        make_article(title, author, language=language)
    wanted = {("sv", "ett"), ("en", "tre"), ("en", "fyra")}
    rows = select(Article.language, Article.slug).where(
        is_any_pair(Article.language, Article.slug, wanted)
    )
    assert {tuple(row) for row in db.session.execute(rows)} == {("sv", "ett"), ("en", "tre")}
    none = select(Article.id).where(is_any_pair(Article.language, Article.slug, ()))
    assert db.session.scalars(none).all() == []


def test_no_table_is_read_whole(context: Flask) -> None:
    pairs = [("sv", "ett"), ("sv", "tre"), ("en", "fyra")]
    for language, slug in (
        (Article.language, Article.slug),
        (Link.target_language, Link.target_slug),
    ):
        query = select(language).where(is_any_pair(language, slug, pairs))
        plan = explained(str(query.compile(db.engine, compile_kwargs={"literal_binds": True})))
        assert not re.search(r"\bSCAN\b|Seq Scan", plan)


def explained(query: str) -> str:
    """Return the query plan, as for a table with many rows."""
    if db.engine.dialect.name == "sqlite":
        steps = db.session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
        return "\n".join(step.detail for step in steps)
    # Otherwise PostgreSQL scans an empty table.
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(db.session.scalars(text(f"EXPLAIN {query}")))
