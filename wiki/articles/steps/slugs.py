"""Choose the slug of an article from its title.

Nobody learns from a number in an address that somebody else writes under the same title: a draft
that was never public keeps its slug from those only who may see it. To others it makes room.
"""

import re
from collections.abc import Iterator
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from wiki.articles.models import Article, Redirect
from wiki.db import db
from wiki.markup.slugs import slugify

# Paths under /articles/ that are other pages.
RESERVED = frozenset({"new", "preview"})
_NUMBERED = re.compile(r"(?:-draft)?-\d+$")
# Of a draft that made room for another article.
_ASIDE = re.compile(r"-draft-\d+$")


def fits_title(article: Article, title: str, *, public: bool = False) -> bool:
    """Return whether the slug of an article is that of `title`, or that with a number.

    The number is there because another article of its language has or had the slug without it;
    otherwise it was part of a former title. A draft that made room has a slug that a `public`
    article does not keep.
    """
    slug, wanted = article.slug, slugify(title)
    if slug == wanted:
        return True
    if _NUMBERED.sub("", slug) != wanted:
        return False
    if _ASIDE.search(slug):
        return not public
    if wanted in RESERVED:
        return True
    # Before it is stored, an article can still have the slug that a draft makes room for.
    return article.id is not None and is_taken(article.language, wanted, article.id)


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
    wanted = {"language": language, "slug": slug, "article_id": article_id or 0}
    draft = db.session.scalar(_draft_of(), wanted)
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
    wanted = {"language": language, "slug": slug, "article_id": article_id or 0}
    drafts = true() if drafts is None else drafts
    is_constant = drafts is true() or drafts is false()
    taken = _taken_by_constant(drafts) if is_constant else _taken(drafts)
    return bool(db.session.scalar(taken, wanted))


# A save runs these several times, and building them costs more than running them.
@cache
def _draft_of() -> Select[Article]:
    never_public = Article.first_published_at.is_(None)
    return select(Article).where(*_has_slug(Article, Article.id), never_public)


@cache
def _taken_by_constant(drafts: ColumnElement[bool]) -> Select[bool]:
    return _taken(drafts)


def _taken(drafts: ColumnElement[bool]) -> Select[bool]:
    was_public = Article.first_published_at.is_not(None)
    articles = exists().where(*_has_slug(Article, Article.id), or_(was_public, drafts))
    return select(or_(articles, exists().where(*_has_slug(Redirect, Redirect.article_id))))


def _has_slug(
    model: type[Article] | type[Redirect], article: InstrumentedAttribute[int]
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a row has a slug, and is of another article than `article_id`."""
    yield model.language == bindparam("language")
    yield model.slug == bindparam("slug")
    yield article != bindparam("article_id")
