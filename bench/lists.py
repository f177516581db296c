"""Measure the lists that readers open, at 10,000 articles: A-Ö, topics, universities, changes.

No page is ready: each is made anew, as for a reader who is logged in.

Prints, for each page, its CPU time (at most 15 ms; 8 is the aim), how many times that of a bare
Flask view it is, and its SQL statements. `--articles` chooses another size.
"""

import argparse
import sys
from pathlib import Path

if not __package__:  # started as a file, `python bench/lists.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import func, select

from bench.pages import fill_lists, measure_pages
from bench.wikis import new_wiki
from wiki.db import db
from wiki.tags.models import ArticleTag, Tag, TagKind

_MOST = 15


def main() -> None:
    """Make the wiki, then ask for each page as a reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    with new_wiki(parser.parse_args().articles, PAGE_CACHE_MEGABYTES=0) as app:
        fill_lists(app)
        topic, university = (_largest(app, kind) for kind in (TagKind.TOPIC, TagKind.UNIVERSITY))
        pages = {
            "front": "/sv/",
            "changes": "/sv/changes",
            "articles": "/sv/articles/",
            "letter": "/sv/articles/?letter=S",
            "kind": "/sv/articles/?kind=case",
            "terms": "/sv/tags/",
            "topic": f"/sv/tags/{topic}",
            "university": f"/sv/universities/{university}",
            "article": "/sv/articles/artikel-7",
        }
        measure_pages(app, app.test_client(), pages, _MOST)


def _largest(app: Flask, kind: TagKind) -> str:
    """Return the slug of the tag of a kind that most articles have."""
    query = select(Tag.slug).join(ArticleTag, ArticleTag.tag_id == Tag.id).where(Tag.kind == kind)
    with app.app_context():
        return (
            db.session.scalars(query.group_by(Tag.id).order_by(func.count().desc())).first() or ""
        )


if __name__ == "__main__":
    main()
