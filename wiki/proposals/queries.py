"""Read what could be proposed for an article, what waits for editors, and what they decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased, undefer

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link, RelatedArticle, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_visible,
    shown_id,
    summary_of,
)
from wiki.db import db
from wiki.proposals.evidence import Evidence, NamedTag, Nearby, Text, name_tag, suggest
from wiki.proposals.habits import Habits
from wiki.revisions.models import Revision
from wiki.search.queries.tags import KnownTag, list_known_tags
from wiki.tags.models import ArticleTag, ProposalState, Tag, TagProposal
from wiki.web.pagination import Page, paginate

# Suggestions for several articles: as many as keys choose among, from as many as a page lists.
MOST_TOGETHER = 9
MOST_READ_TOGETHER = 50

_PROPOSER, _DECIDER = aliased(User), aliased(User)


@dataclass(frozen=True)
class Suggestion:
    """A tag that an article does not have, and what speaks for it."""

    tag: KnownTag
    evidence: Evidence


@dataclass(frozen=True)
class Together:
    """How many articles were read, and for how many of them each tag is suggested."""

    articles: int
    tags: Sequence[tuple[KnownTag, int]]


@dataclass(frozen=True)
class Proposal:
    """A proposed tag in words: who asked for it and why, and what an editor said.

    `proposed_by` is "" for what the program suggested; `decided_at` of one that waits is when it
    was refused before.
    """

    id: int
    article_id: int
    tag: Tag
    state: ProposalState
    reason: str
    words: str
    proposed_by: str
    is_own: bool
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str

    @property
    def is_waiting(self) -> bool:
        """Return whether an editor has to decide."""
        return self.state == ProposalState.WAITING

    @property
    def is_refused(self) -> bool:
        """Return whether an editor said no."""
        return self.state == ProposalState.REFUSED


def list_suggestions(article: Article, viewer: Viewer) -> list[Suggestion]:
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


def _suggest(articles: Sequence[Article], viewer: Viewer) -> dict[int, list[Suggestion]]:
    """Return the suggestions for each article, in as many statements for one as for fifty."""
    known = {tag.id: tag for tag in list_known_tags()}
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
            Suggestion(known[evidence.tag_id], evidence) for evidence in found
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


def list_proposals(articles: Iterable[int], viewer: Viewer) -> dict[int, list[Proposal]]:
    """Return what was proposed for each of these articles, and what was refused, the newest last.

    `viewer` sees what others have proposed too.
    """
    require(Permission.PROPOSE_TAGS, viewer)
    query = (
        _select_proposals()
        .where(TagProposal.article_id.in_(set(articles)), is_visible(viewer))
        .order_by(TagProposal.created_at, TagProposal.id)
    )
    found: dict[int, list[Proposal]] = {}
    for row in db.session.execute(query):
        proposal = _read_proposal(row, viewer)
        found.setdefault(proposal.article_id, []).append(proposal)
    return found


def list_waiting_proposals(viewer: Viewer, page: int = 1) -> Page[tuple[ArticleSummary, Proposal]]:
    """List the proposals that wait, those of one article together, the oldest first."""
    require(Permission.TAG, viewer)
    oldest = (
        select(TagProposal.article_id, func.min(TagProposal.created_at).label("at"))
        .where(_waits())
        .group_by(TagProposal.article_id)
        .subquery()
    )
    query = (
        _select_proposals()
        .add_columns(Revision)
        .join(Revision, Revision.id == shown_id())
        .join(oldest, oldest.c.article_id == TagProposal.article_id)
        .where(_waits(), Article.archived_at.is_(None), is_visible(viewer))
        .order_by(oldest.c.at, TagProposal.article_id, TagProposal.created_at, TagProposal.id)
    )

    def read(*row: Any) -> tuple[ArticleSummary, Proposal]:
        return summary_of(row[1], row[-1]), _read_proposal(row, viewer)

    return paginate(query, read, page, total=count_waiting_proposals(viewer))


def count_waiting_proposals(viewer: Viewer) -> int:
    """Count the proposals that wait for an editor, but for those of archived articles."""
    require(Permission.TAG, viewer)
    query = (
        select(func.count(TagProposal.id))
        .join(Article, Article.id == TagProposal.article_id)
        .where(_waits(), Article.archived_at.is_(None))
    )
    return db.session.scalar(query) or 0


def _select_proposals() -> Select[Any, Any, Any, Any, Any, Any]:
    return (
        select(TagProposal, Article, Tag, _PROPOSER.name, _DECIDER.name, _has_tag())
        .join(Article, Article.id == TagProposal.article_id)
        .join(Tag, Tag.id == TagProposal.tag_id)
        .outerjoin(_PROPOSER, _PROPOSER.id == TagProposal.proposed_by_id)
        .outerjoin(_DECIDER, _DECIDER.id == TagProposal.decided_by_id)
    )


def _has_tag() -> ColumnElement[bool]:
    """Return the condition that the article has the tag, whoever put it there."""
    return exists().where(
        ArticleTag.article_id == TagProposal.article_id, ArticleTag.tag_id == TagProposal.tag_id
    )


def _waits() -> ColumnElement[bool]:
    return (TagProposal.state == ProposalState.WAITING) & ~_has_tag()


def _read_proposal(row: Sequence[Any], viewer: Viewer) -> Proposal:
    stored, _article, tag, proposer, decider, has_tag = row[:6]
    return Proposal(
        id=stored.id,
        article_id=stored.article_id,
        tag=tag,
        state=ProposalState.ACCEPTED if has_tag else ProposalState(stored.state),
        reason=stored.reason,
        words=stored.words,
        proposed_by=proposer or "",
        is_own=stored.proposed_by_id == viewer.user_id,
        created_at=stored.created_at,
        decided_by=decider or "",
        decided_at=stored.decided_at,
        answer=stored.answer,
    )
