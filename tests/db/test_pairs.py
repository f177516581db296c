"""Look pairs of values up: the right rows, by an index."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.builders import make_article, make_user
from wiki.articles.models import Article
from wiki.db import db, is_any_pair
from wiki.links.models import Link


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
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of its tables, and these are empty")
    pairs = [("sv", "ett"), ("sv", "tre"), ("en", "fyra")]
    for language, slug in (
        (Article.language, Article.slug),
        (Link.target_language, Link.target_slug),
    ):
        query = select(language).where(is_any_pair(language, slug, pairs))
        literal = query.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {literal}")).all()
        assert not any(step.detail.startswith("SCAN") for step in plan)
