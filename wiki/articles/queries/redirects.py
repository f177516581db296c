"""Find the article that a slug redirects to."""

import re

from sqlalchemy import select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect
from wiki.articles.queries.articles import is_visible
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.revisions.models import Revision
from wiki.web.languages import other_language

# Of more titles that drafts had, nobody looks for one by its address.
_MOST_TITLES = 5_000
_NUMBER = re.compile(r"-\d+$")


def find_redirect(language: str, slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return (language, slug) of the article that a former slug or one of the other language means.

    Return None when the viewer may see no such article.
    """
    moved = (
        select(Article)
        .join(Redirect, Redirect.article_id == Article.id)
        .where(Redirect.slug == slug, is_visible(viewer))
    )
    here = select(Article).where(Article.slug == slug, is_visible(viewer))
    other = other_language(language)  # "not equal" could not use the index
    for query in (
        moved.where(Redirect.language == language),
        here.where(Article.language == other),
        moved.where(Redirect.language == other),
    ):
        if (article := db.session.scalar(query)) is not None:
            return article.language, article.slug
    return None


def find_own_draft(language: str, slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return (language, slug) of the viewer's own draft that made room at a slug, if any did."""
    if viewer.user_id is None:
        return None
    query = select(Article.slug).where(
        Article.language == language,
        Article.slug.startswith(f"{slug}-draft-", autoescape=True),
        Article.created_by_id == viewer.user_id,
        Article.first_published_at.is_(None),
    )
    own = db.session.scalars(query.order_by(Article.id)).first()
    return (language, own) if own else None


def find_retitled_draft(language: str, slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return (language, slug) of a draft that had a slug by an earlier title, of two the newer.

    The address of what was never public follows its title and leaves no redirect: nobody but those
    who see the draft is to notice, or to be kept from the address.
    """
    if viewer.user_id is None:
        return None
    titles = db.session.execute(
        select(Article.slug, Revision.title)
        .join(Revision, Revision.article_id == Article.id)
        .where(
            Article.language == language,
            Article.first_published_at.is_(None),
            is_visible(viewer),
            Revision.id != Article.head_id,
            Revision.hidden_at.is_(None),
        )
        .order_by(Article.id.desc(), Revision.id.desc())
        .limit(_MOST_TITLES)
    )
    wanted = {slug, _NUMBER.sub("", slug)}
    found = (current for current, title in titles if slugify(title) in wanted)
    return next(((language, current) for current in found if current != slug), None)
