"""Publish a revision in steps; no step commits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import false

from wiki.accounts.models import User
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.articles.queries.completeness import (
    is_of_another_university,
    name_parts,
    wrote_alone,
)
from wiki.articles.queries.targets import NO_CHANGE, Key, Place, TargetChange, find_place
from wiki.articles.steps.links import (
    NO_LINKING,
    Linking,
    publish_links,
    relink,
    render_linking,
    store_linking,
)
from wiki.articles.steps.redirects import move_article
from wiki.articles.steps.slugs import fits_title, free_slug, is_taken
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify
from wiki.media.steps import publish_uses
from wiki.references.steps.citations import publish_citations
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.tags.models import Tag


class Incomplete(InvalidInput):
    """An article lacks parts that it needs to be published."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _("Not published yet: the article lacks %(parts)s.", parts=name_parts(missing))
        )
        self.missing = missing


@dataclass(frozen=True)
class Publication:
    """What publishing will write: the slug, and the new HTML of texts with links to the article.

    `former` are the slug and the folded title that the article will no longer have, `former_id`
    the revision that readers see before.
    """

    slug: str
    linking: Linking = NO_LINKING
    change: TargetChange = NO_CHANGE
    former: Collection[Key] = ()
    former_id: int | None = None


def prepare_publication(article: Article, title: str) -> Publication:
    """Choose the slug that fits the title, and rerender the texts whose links it concerns.

    This is the slow part, done before the transaction that writes.
    """
    slug = article.slug
    if not fits_title(article, title, public=True):
        slug = free_slug(article.language, title, article.id)
    change = _change(article, title, slug)
    former = {(article.language, name) for name in (article.slug, article.title_slug or "")}
    former -= {(article.language, slug), (article.language, slugify(title))}
    return Publication(slug, render_linking(change), change, former, article.published_id)


def change_by(publication: Publication | None) -> TargetChange:
    """Return how a publication, if there is one, changes where links lead."""
    return publication.change if publication is not None else NO_CHANGE


def _change(article: Article, title: str, slug: str) -> TargetChange:
    """Return how publishing an article changes where links lead."""
    if article.head_id is None:  # new, without an id
        place = Place(0, article.language, slug, title)
        return TargetChange((place,), place.keys)
    before = find_place(article)
    former = before.former
    if article.first_published_at is not None and slug != article.slug:
        former |= {(article.language, article.slug)}
    after = replace(
        before, slug=slug, title=title, is_public=not article.is_archived, former=former
    )
    if before == after:
        return NO_CHANGE
    return TargetChange((after,), before.keys | after.keys)


def is_slug_free(article: Article, publication: Publication | None) -> bool:
    """Return, inside the transaction, whether the prepared slug is still free."""
    if publication is None or publication.slug == article.slug:
        return True
    return not is_taken(article.language, publication.slug, article.id, false())


def credit_reviewer(article: Article, revision: Revision, viewer: Viewer) -> dict[str, bool]:
    """Store who reviewed a revision that will be published, before it is; return what to record.

    That is who publishes it, unless nobody else has written what readers have not seen, or they
    are named for it: nobody is credited with a review of their own text.
    """
    key = (article.id, revision.number)
    row = db.session.get(ReviewedVersion, key)
    exception = _exception(article, viewer)
    if not _is_reviewed_by(article, revision, viewer):
        if row is not None:  # of an earlier publication, which was taken back
            db.session.delete(row)
        return exception
    university_id = db.session.get_one(User, viewer.user_id).university_id
    university = db.session.get(Tag, university_id) if university_id else None
    if row is None:
        row = ReviewedVersion(article_id=article.id, number=revision.number)
        db.session.add(row)
    row.reviewer_id, row.name, row.reviewed_at = viewer.user_id, "", now()
    row.university_sv = university.label_sv if university else ""
    row.university_en = university.label_en if university else ""
    return {"reviewed": True, **exception}


def _is_reviewed_by(article: Article, revision: Revision, viewer: Viewer) -> bool:
    if viewer.user_id is None or wrote_alone(article, viewer):
        return False
    named = find_credits(article, revision.number).named
    return viewer.user_id not in {credit.user_id for credit in named}


def _exception(article: Article, viewer: Viewer) -> dict[str, bool]:
    """Say that an administrator published what another university had to review."""
    if not current_app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] or viewer.user_id is None:
        return {}
    return {} if is_of_another_university(article, viewer) else {"exception": True}


def apply_publication(article: Article, revision: Revision, publication: Publication) -> None:
    """Show a revision to readers at the prepared slug; the old slug redirects to it for good."""
    move_article(article, publication.slug)
    moment = now()
    article.published_id = revision.id
    article.published_at = moment
    article.held_at = None
    article.first_published_at = article.first_published_at or moment
    article.title_slug = slugify(revision.title)
    revision.published_at = revision.published_at or moment
    publish_links(article.id)
    publish_uses(article.id)
    publish_citations(article.id)
    relink(publication.change)
    store_linking(publication.linking, article.id)
