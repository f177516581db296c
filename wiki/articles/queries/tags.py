"""Read articles by their tags: counts for the vocabulary's pages, untagged ones for the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    read_lines,
    select_summaries,
    shown_id,
    summary_of,
    with_authors,
)
from wiki.articles.queries.lists import list_articles, list_summaries
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag, TagKind
from wiki.tags.queries import BY_NUMBER, select_tagged
from wiki.web.languages import other_language
from wiki.web.pagination import PAGE_SIZE, Page, paginate, turn_to

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
    shared = aliased(ArticleTag)
    count = func.count()
    sort_key = Tag.sort_key_sv if language == "sv" else Tag.sort_key_en
    rows = db.session.execute(
        select(Tag, count)
        .join(shared, shared.tag_id == Tag.id)
        .join(ArticleTag, ArticleTag.article_id == shared.article_id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(ArticleTag.tag_id == tag.id, Tag.id != tag.id, Tag.kind == kind)
        .where(Article.language == language, is_public())
        .group_by(Tag.id)
        .order_by(count.desc(), BY_NUMBER, sort_key)
    )
    return [TagCount(*row) for row in rows]


def count_kinds(tag: Tag, language: str, viewer: Viewer) -> dict[str, int]:
    """Return the number of articles by kind that `list_articles` finds for the tag."""
    rows = db.session.execute(
        select(Article.kind, func.count())
        .join(ArticleTag, ArticleTag.article_id == Article.id)
        .where(ArticleTag.tag_id == tag.id, Article.language == language)
        .where(is_visible(viewer), Article.archived_at.is_(None))
        .group_by(Article.kind)
    )
    return dict(rows.all())


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
    listed = _choose_kinds(kinds, kind, dated)
    shared = _count_universities()
    query = (
        select_summaries()
        .add_columns(shared)
        .where(Article.id.in_(select_tagged(tag.slug)), Article.language == language)
        .where(is_visible(viewer), Article.archived_at.is_(None), Article.kind.in_(listed))
        .order_by(shared, Revision.sort_key, Article.id)
    )
    total = sum(listed.values())
    found = paginate(query, lambda *row: row, page, size=size, total=total)
    lines = with_authors(summary_of(article, shown) for article, shown, _count in found.items)
    return UniversityArticles(
        kinds,
        kind,
        Page(lines, found.number, found.size, total),
        {article.id: count for article, _shown, count in found.items},
        list_untranslated(tag, other_language(language), viewer),
    )


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
    article_id = db.session.scalar(
        select(Article.id)
        .join(ArticleTag, ArticleTag.article_id == Article.id)
        .where(ArticleTag.tag_id == tag.id, Article.kind == "organisation")
        .where(Article.language == language, Article.slug == slugify(tag.label(language)))
        .where(is_public())
    )
    summaries = list_summaries([article_id], viewer) if article_id else []
    return summaries[0] if summaries else None


def list_untranslated(tag: Tag, language: str, viewer: Viewer) -> list[ArticleSummary]:
    """Return the public articles with a tag in `language` that lack a translation with the tag.

    Only a public translation counts.
    """
    partner, partner_tag = aliased(Article), aliased(ArticleTag)
    own, other = Translation.sv_id, Translation.en_id
    if language == "en":
        own, other = other, own
    listed = (
        select(partner.id)
        .join(Translation, other == partner.id)
        .join(partner_tag, partner_tag.article_id == partner.id)
        .where(own == Article.id, partner_tag.tag_id == tag.id)
        .where(is_public(partner))
    )
    ids = db.session.scalars(
        select(Article.id)
        .join(ArticleTag, ArticleTag.article_id == Article.id)
        .where(ArticleTag.tag_id == tag.id, Article.language == language)
        .where(is_public(), ~listed.exists())
        .order_by(Article.id)
        .limit(PAGE_SIZE)
    )
    return list_summaries(ids.all(), viewer)


def list_without_tag(kind: TagKind, viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List the articles without a tag of `kind`, drafts too, in A-Ö order."""
    require(Permission.TAG, viewer)

    def find() -> Sequence[int]:
        query = select(Article.id).join(Revision, Revision.id == shown_id())
        query = query.where(_has_no_tag(kind)).order_by(Revision.sort_key, Article.id)
        return read_ids(query)

    ids = remember(("ids without tag", kind), (*_TAGGED, Revision), find)
    return turn_to(ids, read_lines, page)


def count_without_tag(kind: TagKind, viewer: Viewer) -> int:
    """Return the number of articles without a tag of `kind`, drafts too."""
    require(Permission.TAG, viewer)

    def count() -> int:
        return db.session.scalar(select(func.count(Article.id)).where(_has_no_tag(kind))) or 0

    return remember(("without tag", kind), _TAGGED, count)


def _has_no_tag(kind: TagKind) -> ColumnElement[bool]:
    """Return the condition that an article is not archived and has no tag of `kind`."""
    tagged = (
        select(ArticleTag.article_id)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id == Article.id, Tag.kind == kind)
    )
    return and_(~tagged.exists(), Article.archived_at.is_(None))


def list_tag_ids(article: Article, viewer: Viewer) -> frozenset[int]:
    """Return the ids of an article's tags; only for those who may tag it."""
    require(Permission.TAG, viewer, article)
    query = select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id)
    return frozenset(db.session.scalars(query))
