"""Create a wiki to search in, without rendering: database rows, then the real index."""

import contextlib
import random
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select, update

from bench.corpus import make_documents
from bench.wikis import SETTINGS
from wiki.accounts.models import User
from wiki.app import create_app
from wiki.articles.models import Article
from wiki.db import db, write
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

_UNIVERSITIES, _TOPICS = 6, 60
_CHUNK = 1_000
_START = datetime(2020, 1, 1, tzinfo=UTC)
_MARKS = re.compile(r"[#*\[\]-]+")


@contextlib.contextmanager
def search_wiki(articles: int, keep: Path | None = None) -> Iterator[Flask]:
    """Yield a wiki with this many tagged articles, stored in the folder `keep` for the next run."""
    with contextlib.ExitStack() as stack:
        folder = (
            keep / f"wiki-{articles}"
            if keep
            else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        )
        folder.mkdir(parents=True, exist_ok=True)
        app = create_app(SETTINGS, instance=folder)
        with app.app_context():
            upgrade(directory=app.extensions["migrate"].directory)
            if not db.session.scalar(select(func.count()).select_from(Article)):
                _fill(articles)
            db.session.remove()
        yield app
        app.extensions["sandbox"].close()
        with app.app_context():
            db.engine.dispose()


def _fill(articles: int) -> None:
    """Write articles with texts and three tags each, in bulk."""
    with write():
        user = User(email="bench@example.org", name="Bench", role="editor", password_hash="")
        db.session.add(user)
        db.session.flush()
        author = user.id
        tags = [_put_tag("university", f"universitet-{n}") for n in range(_UNIVERSITIES)]
        topics = [_put_tag("topic", f"amne-{n}") for n in range(_TOPICS)]
    chance = random.Random(2)
    rows: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for number, document in enumerate(make_documents(articles), 1):
        moment = _START + timedelta(hours=number)
        text = _MARKS.sub(" ", document.body)
        article = {
            "id": number,
            "language": "sv",
            "kind": document.kind,
            "slug": document.slug,
            "created_by_id": author,
            "created_at": moment,
            "published_at": moment,
            "first_published_at": moment,
        }
        revision = {
            "id": number,
            "article_id": number,
            "number": 1,
            "author_id": author,
            "created_at": moment,
            "published_at": moment,
            "title": document.title,
            "sort_key": document.title,
            "summary": document.summary,
            "source_hash": "",
            "body_markdown": "",
            "body_html": "",
            "body_text": text,
            "renderer_version": 1,
            "headings": [
                {"level": 2, "anchor": "", "text": line[3:]}
                for line in document.body.splitlines()
                if line.startswith("## ")
            ],
        }
        rows.append((article, revision))
        if len(rows) == _CHUNK or number == articles:
            _write(rows, tags, topics, chance)
            rows.clear()


def _put_tag(kind: str, slug: str) -> int:
    term = Term(kind=kind, slug=slug, label_sv=slug.capitalize(), label_en=slug.capitalize())
    return put_term(check_term(term)).id


def _write(
    rows: list[tuple[dict[str, Any], dict[str, Any]]],
    tags: list[int],
    topics: list[int],
    chance: random.Random,
) -> None:
    with write():
        db.session.execute(insert(Article), [article for article, _ in rows])
        db.session.execute(insert(Revision), [revision for _, revision in rows])
        db.session.execute(
            update(Article)
            .where(Article.head_id.is_(None))
            .values(head_id=Article.id, published_id=Article.id)
        )
        db.session.execute(
            insert(ArticleTag),
            [
                {"article_id": article["id"], "tag_id": tag}
                for article, _ in rows
                for tag in (chance.choice(tags), *chance.sample(topics, 2))
            ],
        )


def change_text(article_id: int, text: str) -> None:
    """Change an article's text, as a save would."""
    with write():
        db.session.execute(
            update(Revision).where(Revision.article_id == article_id).values(body_text=text)
        )
