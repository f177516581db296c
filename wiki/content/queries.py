"""Read the whole wiki for an export: articles as documents, and the terms."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_visible, shown_id
from wiki.content.frontmatter import ContentDocument
from wiki.content.tagfile import TagEntry
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.tags.models import Tag
from wiki.tags.queries import BY_NUMBER
from wiki.tags.terms import Term
from wiki.web.i18n import LANGUAGES


def list_documents(viewer: Viewer) -> Iterator[ContentDocument]:
    """Yield each article that is not archived: its public text, else its newest draft."""
    partners = _partners()
    rows = db.session.execute(
        select(Article, Revision)
        .join(Revision, Revision.id == shown_id())
        .where(Article.archived_at.is_(None), is_visible(viewer))
        .options(undefer(Revision.body_markdown), selectinload(Article.tags))
        .order_by(Article.language, Article.slug)
        .execution_options(yield_per=200)
    )
    for article, revision in rows:
        yield ContentDocument(
            slug=article.slug,
            language=article.language,
            kind=article.kind,
            title=revision.title,
            summary=revision.summary,
            body=revision.body_markdown,
            tags=tuple(sorted(tag.slug for tag in article.tags)),
            translation=partners.get(article.id, ""),
            published=article.is_public,
            facts=dict(revision.facts),
        )


def _partners() -> dict[int, str]:
    """Return the slug of each article's translation, by the article's id."""
    rows = db.session.execute(select(Article.id, Article.slug).where(Article.archived_at.is_(None)))
    slugs = {row.id: row.slug for row in rows}
    partners = {}
    for pair in db.session.scalars(select(Translation)):
        for own, other in ((pair.sv_id, pair.en_id), (pair.en_id, pair.sv_id)):
            if other in slugs:
                partners[own] = slugs[other]
    return partners


def list_terms() -> list[TagEntry]:
    """Return the whole vocabulary, parents before their children."""
    tags = db.session.scalars(
        select(Tag)
        .options(selectinload(Tag.synonyms))
        .order_by(Tag.kind.desc(), BY_NUMBER, Tag.slug)
    ).all()
    slugs = {tag.id: tag.slug for tag in tags}
    return [TagEntry(_term(tag), slugs.get(tag.parent_id or 0, ""), 0) for tag in tags]


def _term(tag: Tag) -> Term:
    words = {
        language: tuple(word.text for word in tag.synonyms if word.language == language)
        for language in LANGUAGES
    }
    return Term(
        kind=tag.kind,
        slug=tag.slug,
        label_sv=tag.label_sv,
        label_en=tag.label_en,
        description_sv=tag.description_sv,
        description_en=tag.description_en,
        synonyms_sv=words["sv"],
        synonyms_en=words["en"],
        website=tag.website,
        contact=tag.contact,
        number=tag.number,
    )
