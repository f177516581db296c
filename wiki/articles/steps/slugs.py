"""Choose the slug of an article from its title."""

import re

from sqlalchemy import exists, or_, select

from wiki.articles.models import Article, Redirect
from wiki.db import db
from wiki.markup.slugs import slugify

# Paths under /articles/ that are other pages.
RESERVED = frozenset({"new", "preview"})
_NUMBERED = re.compile(r"-\d+$")


def fits_title(slug: str, title: str) -> bool:
    """Return whether `slug` is that of `title`, with or without a number at the end."""
    wanted = slugify(title)
    return slug == wanted or (_NUMBERED.sub("", slug) == wanted and bool(_NUMBERED.search(slug)))


def free_slug(language: str, title: str, article_id: int | None = None) -> str:
    """Return a slug that no other article has or had, with a number if it needs one."""
    wanted = slugify(title)
    number = 2 if wanted in RESERVED else 1
    while True:
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if not is_taken(language, slug, article_id):
            return slug
        number += 1


def is_taken(language: str, slug: str, article_id: int | None) -> bool:
    """Return whether an article other than `article_id` has or had this slug."""
    articles = exists().where(
        Article.language == language, Article.slug == slug, Article.id != (article_id or 0)
    )
    redirects = exists().where(
        Redirect.language == language,
        Redirect.slug == slug,
        Redirect.article_id != (article_id or 0),
    )
    return bool(db.session.scalar(select(or_(articles, redirects))))
