"""Choose the slug of an article from its title.

Nobody learns from a number in an address that somebody else writes under the same title: a draft
that was never public keeps its slug from those only who may see it. To others it makes room.
"""

import re

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from wiki.articles.models import Article, Redirect
from wiki.db import db
from wiki.markup.slugs import slugify

# Paths under /articles/ that are other pages.
RESERVED = frozenset({"new", "preview"})
_NUMBERED = re.compile(r"(?:-draft)?-\d+$")
# Of a draft that made room for another article.
_ASIDE = re.compile(r"-draft-\d+$")


def fits_title(slug: str, title: str, *, public: bool = False) -> bool:
    """Return whether `slug` is that of `title`, with or without a number at the end.

    A draft that made room has a slug that a `public` article does not keep.
    """
    wanted = slugify(title)
    if slug == wanted:
        return True
    return _NUMBERED.sub("", slug) == wanted and not (public and _ASIDE.search(slug))


def free_slug(
    language: str,
    title: str,
    article_id: int | None = None,
    drafts: ColumnElement[bool] | None = None,
) -> str:
    """Return a slug that no other article has or had, with a number if it needs one.

    Of drafts that were never public only those count that `drafts` says, and none by default: the
    others make room (see `make_room`).
    """
    wanted = slugify(title)
    number = 2 if wanted in RESERVED else 1
    while True:
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if not is_taken(language, slug, article_id, false() if drafts is None else drafts):
            return slug
        number += 1


def make_room(language: str, slug: str, article_id: int | None = None) -> None:
    """Give the draft that has a slug, and was never public, another one, as an article needs it.

    Its writers are led on from the old address as long as that shows them no other article.
    """
    draft = db.session.scalar(
        select(Article).where(
            Article.language == language,
            Article.slug == slug,
            Article.id != (article_id or 0),
            Article.first_published_at.is_(None),
        )
    )
    if draft is not None:
        new = f"{_ASIDE.sub('', slug)}-draft-{draft.id}"
        while new == slug or is_taken(language, new, draft.id):
            new += "0"
        draft.slug = new
        db.session.flush()


def is_taken(
    language: str, slug: str, article_id: int | None, drafts: ColumnElement[bool] | None = None
) -> bool:
    """Return whether an article other than `article_id` has or had this slug.

    Of drafts that were never public only those count that `drafts` says, if it is given.
    """
    articles = exists().where(
        Article.language == language,
        Article.slug == slug,
        Article.id != (article_id or 0),
        or_(Article.first_published_at.is_not(None), true() if drafts is None else drafts),
    )
    redirects = exists().where(
        Redirect.language == language,
        Redirect.slug == slug,
        Redirect.article_id != (article_id or 0),
    )
    return bool(db.session.scalar(select(or_(articles, redirects))))
