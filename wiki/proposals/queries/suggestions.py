"""Read which tags could be proposed for an article, and what speaks for each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import undefer

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link, RelatedArticle, Translation
from wiki.articles.queries.articles import is_visible
from wiki.db import db
from wiki.proposals.evidence import Evidence, NamedTag, Nearby, Text, name_tag, suggest
from wiki.proposals.queries.habits import Habits
from wiki.revisions.models import Revision
from wiki.search.queries.tags import KnownTag, list_offered_tags
from wiki.tags.models import ArticleTag, TagProposal

# Suggestions for several articles: as many as keys choose among, from as many as a page lists.
MOST_TOGETHER = 9
MOST_READ_TOGETHER = 50


@dataclass(frozen=True)
class TagSuggestion:
    """A tag that an article does not have, and what speaks for it."""

    tag: KnownTag
    evidence: Evidence


@dataclass(frozen=True)
class Together:
    """How many articles were read, and for how many of them each tag is suggested."""

    articles: int
    tags: Sequence[tuple[KnownTag, int]]


def list_suggestions(article: Article, viewer: Viewer) -> list[TagSuggestion]:
    """Return the tags that the newest text and the articles nearby speak for, the best first.

    What the article has, what waits and what was refused are left out.
    """
    require(Permission.PROPOSE_TAGS, viewer, article)
    return _suggest([article], viewer)[article.id]


def suggest_together(article_ids: Iterable[int], viewer: Viewer) -> Together:
    """Return the tags that most of these articles speak for, read from as many as a page shows."""
    require(Permission.TAG, viewer)
    wanted = select(Article).where(Article.id.in_(set(article_ids)), is_visible(viewer))
    articles = db.session.scalars(wanted.order_by(Article.id).limit(MOST_READ_TOGETHER)).all()
    scores: dict[KnownTag, list[float]] = defaultdict(list)
    for found in _suggest(articles, viewer).values():
        for suggestion in found:
            scores[suggestion.tag].append(suggestion.evidence.score)
    best = sorted(scores, key=lambda tag: (-len(scores[tag]), -sum(scores[tag]), tag.id))
    return Together(len(articles), [(tag, len(scores[tag])) for tag in best[:MOST_TOGETHER]])


def _suggest(articles: Sequence[Article], viewer: Viewer) -> dict[int, list[TagSuggestion]]:
    """Return the suggestions for each article, in as many statements for one as for fifty."""
    known = {tag.id: tag for tag in list_offered_tags()}
    named = cache(lambda language: [_named(tag, language) for tag in known.values()])
    habits = cache(Habits)
    ids = [article.id for article in articles]
    settled, texts, nearby = _find_settled(ids), _find_texts(articles), _find_nearby(ids, viewer)
    suggestions = {}
    for article in articles:
        free = [tag for tag in named(article.language) if tag.id not in settled[article.id]]
        share = habits(article.language).of(article.id)
        found = suggest(texts[article.id], free, nearby.get(article.id, Nearby()), share)
        suggestions[article.id] = [
            TagSuggestion(known[evidence.tag_id], evidence) for evidence in found
        ]
    return suggestions


def _find_settled(article_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return the tags that each article has, or about which something was said."""
    rows = db.session.execute(
        select(ArticleTag.article_id, ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(article_ids))
        .union_all(
            select(TagProposal.article_id, TagProposal.tag_id).where(
                TagProposal.article_id.in_(article_ids)
            )
        )
    )
    settled: dict[int, set[int]] = defaultdict(set)
    for article_id, tag_id in rows:
        settled[article_id].add(tag_id)
    return settled


def _named(tag: KnownTag, language: str) -> NamedTag:
    synonyms = [synonym.text for synonym in tag.synonyms if synonym.language == language]
    is_university = tag.kind == "university"
    names = name_tag(tag.label(language), synonyms, language, whole_names=is_university)
    return NamedTag(tag.id, tag.kind, tag.slug, tag.number, tuple(names))


def _find_texts(articles: Sequence[Article]) -> dict[int, Text]:
    """Return the newest text of each article, an empty one where it is hidden."""
    heads = {article.head_id for article in articles}
    revisions = db.session.scalars(
        select(Revision)
        .where(Revision.id.in_(heads), Revision.hidden_at.is_(None))
        .options(undefer(Revision.body_text), undefer(Revision.headings))
    )
    found = {revision.id: revision for revision in revisions}
    return {
        article.id: _text_of(article.language, found.get(article.head_id or 0))
        for article in articles
    }


def _text_of(language: str, text: Revision | None) -> Text:
    if text is None:
        return Text(language, "", "", "", "")
    goals = text.facts.get("goals") or ()
    return Text(
        language,
        text.title,
        text.summary,
        " | ".join(str(heading["text"]) for heading in text.headings),
        text.body_text,
        frozenset(int(goal) for goal in goals if str(goal).isdecimal()),
    )


def _find_nearby(article_ids: Sequence[int], viewer: Viewer) -> dict[int, Nearby]:
    """Return the tags of the translations, of related articles and of those that are linked to."""
    sv, en, own = Translation.sv_id, Translation.en_id, Link.source_id
    near = union_all(
        select(sv.label("of"), en.label("id"), literal(1).label("pair")).where(sv.in_(article_ids)),
        select(en, sv, literal(1)).where(en.in_(article_ids)),
        select(RelatedArticle.article_id, RelatedArticle.related_id, literal(0)).where(
            RelatedArticle.article_id.in_(article_ids)
        ),
        select(own, Link.target_id, literal(0)).where(
            own.in_(article_ids), Link.in_head, Link.target_id != own
        ),
    ).subquery()
    count = func.count(Article.id.distinct())
    rows = db.session.execute(
        select(near.c.of, near.c.pair, ArticleTag.tag_id, count)
        .join(Article, Article.id == near.c.id)
        .join(ArticleTag, ArticleTag.article_id == Article.id)
        .where(is_visible(viewer), Article.archived_at.is_(None))
        .group_by(near.c.of, near.c.pair, ArticleTag.tag_id)
    )
    translated: dict[int, set[int]] = defaultdict(set)
    linked: dict[int, dict[int, int]] = defaultdict(dict)
    for article_id, is_translation, tag_id, number in rows:
        if is_translation:
            translated[article_id].add(tag_id)
        else:
            linked[article_id][tag_id] = number
    both = translated.keys() | linked.keys()
    return {each: Nearby(frozenset(translated[each]), linked[each]) for each in both}
