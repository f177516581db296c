"""Read the vocabulary; it is public, so every viewer sees all of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, UnaryExpression, exists, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.slugs import slugify
from wiki.tags.models import (
    ArticleTag,
    Tag,
    TagKind,
    TagRedirect,
    TagRelation,
    TagSynonym,
    WordKind,
)
from wiki.tags.terms import distinct_words, word_key
from wiki.tags.tree import iterate_above

# Databases differ on where NULL sorts: here tags without a number come last.
BY_NUMBER: UnaryExpression[int | None] = Tag.number.nulls_last()


@dataclass(frozen=True)
class TopicNode:
    """A topic and the topics below it."""

    tag: Tag
    children: tuple["TopicNode", ...]


@dataclass(frozen=True)
class WordClash:
    """A word that means more than one tag in a language."""

    language: str
    word: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class MergePreview:
    """What changes when `source` is merged into `target`."""

    source: Tag
    target: Tag
    article_ids: tuple[int, ...]
    both_count: int
    synonyms_sv: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    slugs: tuple[str, ...]
    children: tuple[Tag, ...]

    @property
    def editions(self) -> str:
        """Identify the states of both tags that this preview was made from."""
        return f"{self.source.edition} {self.target.edition}"


def find_tag(slug: str) -> Tag:
    """Return the tag that has or had this slug; raise NotFound when there is none."""
    slugs = {slug, slugify(slug)}  # without the capitals and the full stop of a letter
    tag = db.session.scalar(
        select(Tag)
        .outerjoin(TagRedirect, TagRedirect.tag_id == Tag.id)
        .where(Tag.slug.in_(slugs) | TagRedirect.slug.in_(slugs))
        .limit(1)
    )
    if tag is None:
        raise NotFound()
    return tag


def find_tag_by_id(tag_id: int) -> Tag:
    """Return the tag with an id; raise NotFound when it was merged or deleted."""
    tag = db.session.get(Tag, tag_id)
    if tag is None:
        raise NotFound()
    return tag


def list_tags(language: str, kind: TagKind | None = None) -> Sequence[Tag]:
    """Return the tags sorted for `language`, universities and UN goals by number."""
    query = select(Tag).order_by(Tag.kind, BY_NUMBER, _sort_key(language), Tag.id)
    if kind is not None:
        query = query.where(Tag.kind == kind)
    return db.session.scalars(query).all()


def _sort_key(language: str) -> InstrumentedAttribute[str]:
    return Tag.sort_key_sv if language == "sv" else Tag.sort_key_en


def list_offered_topics(language: str) -> list[Tag]:
    """Return the topics that are not retired."""
    return [tag for tag in list_tags(language, TagKind.TOPIC) if tag.retired_at is None]


def list_tag_groups(language: str, kept: Collection[int] = ()) -> list[tuple[TagKind, list[Tag]]]:
    """Return all tags grouped by kind, for the form that tags an article; one SQL statement.

    Retired topics are left out, but for those in `kept`.
    """
    tags = [tag for tag in list_tags(language) if tag.retired_at is None or tag.id in kept]
    return [(kind, [tag for tag in tags if tag.kind == kind]) for kind in TagKind]


def list_topic_tree(language: str) -> tuple[TopicNode, ...]:
    """Return the topics without a parent, each with the topics below it, without retired ones.

    What stands below a retired topic takes its place.
    """
    topics = list_tags(language, TagKind.TOPIC)
    parents = {tag.id: tag.parent_id for tag in topics}
    retired = {tag.id for tag in topics if tag.retired_at is not None}
    below: dict[int | None, list[Tag]] = defaultdict(list)
    for tag in topics:
        if tag.id not in retired:
            above = (step for step in iterate_above(parents, tag.id) if step not in retired)
            below[next(above, None)].append(tag)
    return _nodes(below, None)


def _nodes(below: dict[int | None, list[Tag]], parent_id: int | None) -> tuple[TopicNode, ...]:
    return tuple(TopicNode(tag, _nodes(below, tag.id)) for tag in below.get(parent_id, ()))


def list_matching_tags(language: str, text: str) -> list[Tag]:
    """Return the tags of which a label or synonym, in either language, contains `text`."""
    tags = db.session.scalars(
        select(Tag)
        .options(selectinload(Tag.synonyms))
        .order_by(Tag.kind.desc(), BY_NUMBER, _sort_key(language), Tag.id)
    )
    key = word_key(text)
    return [tag for tag in tags if any(key in word_key(word) for _, word in _words(tag))]


def list_unused_topics(language: str) -> Sequence[Tag]:
    """Return the topics that no article is tagged with and that have no subtopics."""
    return db.session.scalars(_select_unused().order_by(_sort_key(language))).all()


def _select_unused() -> Select[Tag]:
    below = aliased(Tag)
    return select(Tag).where(
        Tag.kind == TagKind.TOPIC,
        Tag.retired_at.is_(None),
        ~exists().where(ArticleTag.tag_id == Tag.id),
        ~exists().where(below.parent_id == Tag.id),
    )


def is_used(tag: Tag) -> bool:
    """Return whether an article has the tag or a topic is below it."""
    articles = exists().where(ArticleTag.tag_id == tag.id)
    children = exists().where(Tag.parent_id == tag.id)
    return bool(db.session.scalar(select(articles | children)))


def list_undescribed_tags(language: str) -> Sequence[Tag]:
    """Return the tags that lack a description in one language or in both."""
    query = _select_undescribed()
    return db.session.scalars(query.order_by(Tag.kind, BY_NUMBER, _sort_key(language))).all()


def _select_undescribed() -> Select[Tag]:
    query = select(Tag).where((Tag.description_sv == "") | (Tag.description_en == ""))
    return query.where(Tag.retired_at.is_(None))


def count_weak_terms() -> int:
    """Return how many terms are unused, how many lack a description, and words mean several."""
    counts = [
        select(func.count()).select_from(query.order_by(None).subquery()).scalar_subquery()
        for query in (_select_unused(), _select_undescribed())
    ]
    unused, undescribed = db.session.execute(select(*counts)).one()
    meant: dict[tuple[str, str], set[int]] = defaultdict(set)
    for tag_id, swedish, english in db.session.execute(select(Tag.id, Tag.label_sv, Tag.label_en)):
        meant["sv", word_key(swedish)].add(tag_id)
        meant["en", word_key(english)].add(tag_id)
    words = select(TagSynonym.tag_id, TagSynonym.language, TagSynonym.text)
    for tag_id, language, word in db.session.execute(words):
        meant[language, word_key(word)].add(tag_id)
    clashes = sum(len(tag_ids) > 1 for tag_ids in meant.values())
    return int(unused) + int(undescribed) + clashes


def list_children(tag: Tag, language: str) -> Sequence[Tag]:
    """Return the topics directly below `tag`."""
    query = select(Tag).where(Tag.parent_id == tag.id)
    return db.session.scalars(query.order_by(_sort_key(language))).all()


def list_word_clashes(tag: Tag | None = None) -> list[WordClash]:
    """Return the words that mean several tags; with `tag`, only the words of that tag."""
    tags = db.session.scalars(select(Tag).options(selectinload(Tag.synonyms)).order_by(Tag.id))
    meanings: dict[tuple[str, str], dict[int, Tag]] = defaultdict(dict)
    spellings: dict[tuple[str, str], str] = {}
    for candidate in tags:
        for language, word in _words(candidate):
            key = (language, word_key(word))
            meanings[key][candidate.id] = candidate
            spellings.setdefault(key, word)
    return [
        WordClash(key[0], spellings[key], tuple(meant.values()))
        for key, meant in meanings.items()
        if len(meant) > 1 and (tag is None or tag.id in meant)
    ]


def _words(tag: Tag) -> list[tuple[str, str]]:
    labels = [("sv", tag.label_sv), ("en", tag.label_en)]
    return labels + [(synonym.language, synonym.text) for synonym in tag.synonyms]


def read_parents() -> dict[int, int | None]:
    """Return of each topic the one directly above it."""
    rows = db.session.execute(select(Tag.id, Tag.parent_id).where(Tag.kind == TagKind.TOPIC))
    return dict(rows.all())


def read_related_pairs() -> set[tuple[int, int]]:
    """Return all pairs of related topics, the lower id first."""
    rows = db.session.execute(select(TagRelation.tag_id, TagRelation.other_id))
    return {(row.tag_id, row.other_id) for row in rows}


def list_related(tag: Tag, language: str) -> Sequence[Tag]:
    """Return the topics that are related to `tag`."""
    others = union_all(
        select(TagRelation.other_id).where(TagRelation.tag_id == tag.id),
        select(TagRelation.tag_id).where(TagRelation.other_id == tag.id),
    )
    return db.session.scalars(
        select(Tag).where(Tag.id.in_(others)).order_by(_sort_key(language), Tag.id)
    ).all()


def select_tagged(slug: str) -> Select[int]:
    """Select the ids of the articles tagged with `slug`, for queries that filter further."""
    query = select(ArticleTag.article_id).join(Tag, Tag.id == ArticleTag.tag_id)
    return query.where(Tag.slug == slug)


def list_article_ids(tag_id: int, viewer: Viewer) -> tuple[int, ...]:
    """Return the ids of all articles that have the tag, drafts too: for editors and the index."""
    require(Permission.TAG, viewer)
    query = select(ArticleTag.article_id).where(ArticleTag.tag_id == tag_id)
    return tuple(db.session.scalars(query.order_by(ArticleTag.article_id)))


def list_redirect_slugs(tag_id: int) -> tuple[str, ...]:
    """Return the former slugs of the tag and of the tags merged into it."""
    query = select(TagRedirect.slug).where(TagRedirect.tag_id == tag_id)
    return tuple(db.session.scalars(query.order_by(TagRedirect.slug)))


def gained_words(source: Tag, target: Tag, language: str) -> tuple[str, ...]:
    """Return the words of `source` that `target` does not have yet."""
    words = [source.label(language), *source.words(language)]
    return distinct_words(words, [target.label(language), *target.words(language)])


def gained_near(source: Tag, target: Tag, language: str) -> tuple[str, ...]:
    """Return what is searched together with `source` and not yet with `target`, after a merge."""
    taken = [target.label(language), source.label(language)]
    for tag in (source, target):
        taken += tag.words(language)
    taken += target.words(language, WordKind.NEAR)
    return distinct_words(source.words(language, WordKind.NEAR), taken)


def preview_merge(source: Tag, target: Tag, viewer: Viewer) -> MergePreview:
    """Return what merging `source` into `target` would change, for editors."""
    require(Permission.MANAGE_TAGS, viewer)
    article_ids = list_article_ids(source.id, viewer)
    has_source = select(ArticleTag.article_id).where(ArticleTag.tag_id == source.id)
    both = select(func.count()).where(
        ArticleTag.tag_id == target.id, ArticleTag.article_id.in_(has_source)
    )
    children = list_children(source, "sv")
    return MergePreview(
        source=source,
        target=target,
        article_ids=article_ids,
        both_count=db.session.scalar(both) or 0,
        synonyms_sv=gained_words(source, target, "sv"),
        synonyms_en=gained_words(source, target, "en"),
        slugs=(source.slug, *list_redirect_slugs(source.id)),
        children=tuple(child for child in children if child.id != target.id),
    )
