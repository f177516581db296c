"""Count the editors' work for the menu of the desk, and read what its lists show of articles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.queries.drafts import count_waiting
from wiki.articles.queries.links import count_orphans, list_wanted
from wiki.articles.queries.lists import count_archived, count_without_tag, find_beginnings
from wiki.articles.queries.requests import count_requests
from wiki.db import db
from wiki.memory.queries import remember
from wiki.pairs.queries.lists import count_behind
from wiki.proposals.queries.proposals import count_waiting_proposals
from wiki.proposals.queries.suggestions import Together, suggest_together
from wiki.search_log.queries.searches import SearchFilter, list_searches
from wiki.tags.models import ArticleTag, Tag, TagKind, TagSynonym
from wiki.tags.queries import count_weak_terms
from wiki.tags.steps.wishes import count_wishes
from wiki.tags.terms import word_key
from wiki.tags.tree import iterate_above
from wiki.tips.queries import count_open_tips
from wiki.upkeep.queries import count_due


@dataclass(frozen=True)
class Work:
    """The number of items on each page of the desk."""

    drafts: int
    proposals: int
    tips: int
    without_topic: int
    without_university: int
    due: int
    translations: int
    wanted: int
    orphans: int
    searches: int
    archived: int
    vocabulary: int
    wishes: int


@dataclass(frozen=True)
class Queue:
    """What the form that tags the articles of a list needs.

    `beginnings` says how the texts of the list begin, by article.
    """

    beginnings: Mapping[int, str]
    suggested: Together


def read_queue(listed: Sequence[int], chosen: Sequence[int], viewer: Viewer) -> Queue:
    """Read what a list shows of its articles; terms are suggested for the chosen ones alone."""
    require(Permission.USE_DESK, viewer)
    together = suggest_together(chosen, viewer) if chosen else Together(0, ())
    return Queue(find_beginnings(listed, viewer), together)


def count_work(viewer: Viewer) -> Work:
    """Return the number of items on each page of the desk."""
    require(Permission.USE_DESK, viewer)
    return Work(
        drafts=count_waiting(viewer),
        proposals=count_waiting_proposals(viewer),
        tips=count_open_tips(viewer),
        without_topic=count_without_tag(TagKind.TOPIC, viewer),
        without_university=count_without_tag(TagKind.UNIVERSITY, viewer),
        due=count_due(viewer),
        translations=count_behind(viewer),
        wanted=len(list_wanted(viewer)) + count_requests(viewer),
        orphans=count_orphans(viewer),
        searches=len(list_searches(SearchFilter.LOST, viewer)),
        archived=count_archived(viewer),
        vocabulary=remember("weak terms", (Tag, TagSynonym, ArticleTag), count_weak_terms),
        wishes=count_wishes(viewer),
    )


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A topic in the outline of the tree; `is_match` tells it from those shown for its place."""

    id: int
    slug: str
    label: str
    other_label: str
    depth: int
    is_retired: bool
    is_match: bool


def list_outline(language: str, words: str = "") -> list[OutlineLine]:
    """Return all topics, retired ones too, each below the one above it, with its depth.

    With words, only those that have them in a label or another word, and those above these.
    Plain rows: a thousand topics are one page.
    """
    own, other = (Tag.label_sv, Tag.label_en) if language == "sv" else (Tag.label_en, Tag.label_sv)
    sort_key = Tag.sort_key_sv if language == "sv" else Tag.sort_key_en
    columns = (Tag.id, Tag.slug, own, other, Tag.parent_id, Tag.retired_at)
    query = select(*columns).where(Tag.kind == TagKind.TOPIC)
    rows = db.session.execute(query.order_by(sort_key, Tag.id)).all()
    parents = {row.id: row.parent_id for row in rows}
    matching = _find_matching(words) & parents.keys() if words else set(parents)
    shown = _with_above(matching, parents) if words else matching
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        if row.id in shown:
            below[row.parent_id].append(row)
    return [
        OutlineLine(row.id, row.slug, row[2], row[3], depth, bool(row[5]), row.id in matching)
        for row, depth in _walk(below)
    ]


def _with_above(matching: set[int], parents: Mapping[int, int | None]) -> set[int]:
    above = (step for tag_id in matching for step in iterate_above(parents, tag_id))
    return {*matching, *above}


def _walk(below: Mapping[int | None, Sequence[Any]]) -> Iterator[tuple[Any, int]]:
    """Yield each topic with its depth, what is below it after it."""
    waiting = [(row, 0) for row in reversed(below.get(None, ()))]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(row.id, ()))]


def _find_matching(words: str) -> set[int]:
    """Return the topics of which a label or another word, of either kind, holds the words."""
    key = word_key(words)
    labels = db.session.execute(select(Tag.id, Tag.label_sv, Tag.label_en))
    found = {row.id for row in labels if any(key in word_key(label) for label in row[1:])}
    others = select(TagSynonym.tag_id).where(TagSynonym.key.contains(key, autoescape=True))
    return found | set(db.session.scalars(others))
