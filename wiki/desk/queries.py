"""Count the editors' work for the menu of the desk, and read what its lists show of articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.queries.drafts import count_waiting
from wiki.articles.queries.links import count_orphans, list_wanted
from wiki.articles.queries.lists import find_beginnings, list_archived
from wiki.articles.queries.requests import list_requests
from wiki.articles.queries.tags import count_without_tag
from wiki.proposals.queries.proposals import count_waiting_proposals
from wiki.proposals.queries.suggestions import Together, suggest_together
from wiki.search.queries.tags import KnownTag, list_offered_tags
from wiki.search_log.queries import SearchFilter, list_searches
from wiki.tags.models import TagKind
from wiki.tags.queries import list_undescribed_tags, list_unused_topics, list_word_clashes
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
    wanted: int
    orphans: int
    searches: int
    archived: int
    vocabulary: int


@dataclass(frozen=True)
class Queue:
    """What the form that tags the articles of a list needs.

    `beginnings` says how the texts of the list begin, by article.
    """

    vocabulary: Sequence[KnownTag]
    beginnings: Mapping[int, str]
    suggested: Together


def read_queue(listed: Sequence[int], chosen: Sequence[int], viewer: Viewer) -> Queue:
    """Read what a list shows of its articles; terms are suggested for the chosen ones alone."""
    require(Permission.USE_DESK, viewer)
    together = suggest_together(chosen, viewer) if chosen else Together(0, ())
    return Queue(list_offered_tags(), find_beginnings(listed, viewer), together)


def count_work(language: str, viewer: Viewer) -> Work:
    """Return the number of items on each page of the desk."""
    require(Permission.USE_DESK, viewer)
    weak_terms = len(list_unused_topics(language))
    weak_terms += len(list_undescribed_tags(language)) + len(list_word_clashes())
    return Work(
        drafts=count_waiting(viewer),
        proposals=count_waiting_proposals(viewer),
        tips=count_open_tips(viewer),
        without_topic=count_without_tag(TagKind.TOPIC, viewer),
        without_university=count_without_tag(TagKind.UNIVERSITY, viewer),
        due=count_due(viewer),
        wanted=len(list_wanted(viewer)) + len(list_requests(viewer)),
        orphans=count_orphans(viewer),
        searches=len(list_searches(SearchFilter.LOST, viewer)),
        archived=list_archived(viewer).total,
        vocabulary=weak_terms,
    )
