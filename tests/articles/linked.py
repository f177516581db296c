"""Read the links of stored texts."""

import re

from sqlalchemy import select

from tests.builders import Person, make_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db
from wiki.revisions.models import Revision


def body_of(article_id: int) -> str:
    return text_of(find_head(db.session.get_one(Article, article_id))).body


def hrefs(article_id: int, pointer: str = "published_id") -> list[str]:
    """Return where the links of a text lead, with "missing" for those that lead nowhere."""
    revision_id = getattr(db.session.get_one(Article, article_id), pointer)
    html = db.session.scalars(select(Revision.body_html).where(Revision.id == revision_id)).one()
    links = re.findall(r'<a (class="missing" )?href="([^"?]+)', html)
    return ["missing" if missing else path.replace("/articles/", "/") for missing, path in links]


def read(editor: Person, body: str, language: str = "sv") -> list[str]:
    """Publish a text, and return where its links lead."""
    return hrefs(make_article("Källa", editor, body=body, language=language))
