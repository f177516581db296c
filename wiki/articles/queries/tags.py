"""Read articles by their tags: counts for the vocabulary's pages, untagged ones for the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    read_lines,
    seen_by,
    shown_id,
    with_authors,
)
from wiki.articles.queries.lists import list_articles, list_summaries
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag, TagKind
from wiki.tags.queries import list_tags, select_tagged
from wiki.web.languages import other_language
from wiki.web.pagination import PAGE_SIZE, Page, turn_to

# What says which articles have which tags.
_TAGGED = (Article, ArticleTag, Tag)


@dataclass(frozen=True)
class TagCount:
    """A tag and a number of public articles."""

    tag: Tag
    count: int


@dataclass(frozen=True)
class TaggedArticles:
    """Hold what the page of a tag lists.

    `articles` are those of one language, all or of the `kind` that was chosen among `kinds`;
    `others` are those that only the other language has.
    """

    kinds: Mapping[str, int]
    kind: str | None
    articles: Page[ArticleSummary]
    others: list[ArticleSummary]


def count_articles_by_tag(language: str | None = None) -> Mapping[int, int]:
    """Return the number of public articles by tag id.

    Drafts never count, even for editors: the number is that of the list that a reader gets.
    """
    return remember(("by tag", language), _TAGGED, lambda: _find_counts_by_tag(language))


def _find_counts_by_tag(language: str | None) -> Mapping[int, int]:
    query = select(ArticleTag.tag_id, func.count()).join(
        Article, Article.id == ArticleTag.article_id
    )
    if language:
        query = query.where(Article.language == language)
    rows = db.session.execute(query.where(is_public()).group_by(ArticleTag.tag_id))
    return dict(rows.all())


def list_tags_shared_with(tag: Tag, language: str, kind: TagKind) -> list[TagCount]:
    """Return the other tags of `kind` on public articles with `tag`, most frequent first.

    Equally frequent tags come in the order of the vocabulary.
    """
    counts = remember(
        ("shared", tag.id, language), _TAGGED, lambda: _count_shared(tag.id, language)
    )
    tags = [each for each in list_tags(language, kind) if each.id in counts and each.id != tag.id]
    return [TagCount(each, counts[each.id]) for each in sorted(tags, key=lambda t: -counts[t.id])]


def _count_shared(tag_id: int, language: str) -> Mapping[int, int]:
    """Return how many public articles with a tag each tag has, by its id.

    The articles are selected first: a join of all four tables took a second at 10,000 articles.
    """
    articles = (
        select(ArticleTag.article_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(ArticleTag.tag_id == tag_id, Article.language == language, is_public())
    )
    shared = aliased(ArticleTag)
    counted = select(shared.tag_id, func.count()).where(shared.article_id.in_(articles))
    return dict(db.session.execute(counted.group_by(shared.tag_id)).all())


def count_kinds(tag: Tag, language: str, viewer: Viewer) -> Mapping[str, int]:
    """Return the number of articles by kind that `list_articles` finds for the tag."""

    def count() -> Mapping[str, int]:
        rows = db.session.execute(
            select(Article.kind, func.count())
            .join(ArticleTag, ArticleTag.article_id == Article.id)
            .where(ArticleTag.tag_id == tag.id, Article.language == language)
            .where(is_visible(viewer), Article.archived_at.is_(None))
            .group_by(Article.kind)
        )
        return dict(rows.all())

    return remember(("kinds", tag.id, language, seen_by(viewer)), _TAGGED, count)


def find_tagged_articles(
    tag: Tag,
    language: str,
    viewer: Viewer,
    *,
    kind: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> TaggedArticles:
    """Return the articles of a tag; a `kind` that none of them has chooses nothing."""
    kinds = count_kinds(tag, language, viewer)
    kind = kind if kind in kinds else None
    articles = list_articles(
        viewer, language=language, tag=tag.slug, kind=kind, page=page, size=size
    )
    others = list_untranslated(tag, other_language(language), viewer)
    return TaggedArticles(kinds, kind, articles, others)


@dataclass(frozen=True)
class UniversityArticles:
    """Hold what the page of a university lists.

    `shared` is, by an article's id, how many universities it has; `others` are those that only the
    other language has.
    """

    kinds: Mapping[str, int]
    kind: str | None
    articles: Page[ArticleSummary]
    shared: Mapping[int, int]
    others: list[ArticleSummary]


def find_university_articles(
    tag: Tag,
    language: str,
    viewer: Viewer,
    *,
    kind: str | None = None,
    dated: int = 0,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> UniversityArticles:
    """Return the articles of a university, those first that are most its own.

    An article with fewer universities comes before one with more, so what all of them share comes
    last, over all pages; among those with as many, in A-Ö order. A `kind` that none has chooses
    nothing. Where the page shows all events by their dates, which `dated` counts, they are left
    out here.
    """
    kinds = count_kinds(tag, language, viewer)
    kind = kind if kind in kinds else None
    listed = tuple(_choose_kinds(kinds, kind, dated))
    shared = remember(
        ("of university", tag.slug, language, listed, seen_by(viewer)),
        (*_TAGGED, Revision),
        lambda: _find_of_university(tag.slug, language, listed, viewer),
    )
    return UniversityArticles(
        kinds,
        kind,
        turn_to(list(shared), lambda ids: with_authors(read_lines(ids)), page, size),
        shared,
        list_untranslated(tag, other_language(language), viewer),
    )


def _find_of_university(
    slug: str, language: str, kinds: Sequence[str], viewer: Viewer
) -> Mapping[int, int]:
    """Return how many universities each article has, in the order of the list."""
    shared = _count_universities()
    query = (
        select(Article.id, shared)
        .join(Revision, Revision.id == shown_id())
        .where(Article.id.in_(select_tagged(slug)), Article.language == language)
        .where(is_visible(viewer), Article.archived_at.is_(None), Article.kind.in_(kinds))
        .order_by(shared, Revision.sort_key, Article.id)
    )
    return dict(db.session.execute(query).all())


def _choose_kinds(kinds: Mapping[str, int], kind: str | None, dated: int) -> Mapping[str, int]:
    """Return the kinds to list, with how many articles each has."""
    if kind:
        return {kind: kinds[kind]}
    all_are_dated = dated >= kinds.get("event", 0)
    return {name: count for name, count in kinds.items() if name != "event" or not all_are_dated}


def _count_universities() -> ColumnElement[int]:
    """Return how many universities an article has, as a column."""
    universities = select(Tag.id).where(Tag.kind == TagKind.UNIVERSITY)
    count = select(func.count()).where(
        ArticleTag.article_id == Article.id, ArticleTag.tag_id.in_(universities)
    )
    return count.correlate(Article).scalar_subquery()


def find_namesake(tag: Tag, language: str, viewer: Viewer) -> ArticleSummary | None:
    """Return the public article about an organisation that has the tag and its label as slug."""
    slug = slugify(tag.label(language))

    def find() -> int | None:
        return db.session.scalar(
            select(Article.id)
            .join(ArticleTag, ArticleTag.article_id == Article.id)
            .where(ArticleTag.tag_id == tag.id, Article.kind == "organisation")
            .where(Article.language == language, Article.slug == slug, is_public())
        )

    article_id = remember(("namesake", tag.id, language, slug), _TAGGED, find)
    summaries = list_summaries([article_id], viewer) if article_id else []
    return summaries[0] if summaries else None


def list_untranslated(tag: Tag, language: str, viewer: Viewer) -> list[ArticleSummary]:
    """Return the public articles with a tag in `language` that lack a translation with the tag.

    Only a public translation counts.
    """
    ids = remember(
        ("untranslated", tag.id, language),
        (*_TAGGED, Translation),
        lambda: read_ids(_select_untranslated(tag.id, language)),
    )
    return list_summaries(ids, viewer)


def _select_untranslated(tag_id: int, language: str) -> Select[int]:
    partner, partner_tag = aliased(Article), aliased(ArticleTag)
    own, other = Translation.sv_id, Translation.en_id
    if language == "en":
        own, other = other, own
    listed = (
        select(partner.id)
        .join(Translation, other == partner.id)
        .join(partner_tag, partner_tag.article_id == partner.id)
        .where(own == Article.id, partner_tag.tag_id == tag_id)
        .where(is_public(partner))
    )
    return (
        select(Article.id)
        .join(ArticleTag, ArticleTag.article_id == Article.id)
        .where(ArticleTag.tag_id == tag_id, Article.language == language)
        .where(is_public(), ~listed.exists())
        .order_by(Article.id)
        .limit(PAGE_SIZE)
    )


def list_tag_ids(article: Article, viewer: Viewer) -> frozenset[int]:
    """Return the ids of an article's tags; only for those who may tag it."""
    require(Permission.TAG, viewer, article)
    query = select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id)
    return frozenset(db.session.scalars(query))
