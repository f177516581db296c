"""Count the editors' work for the menu of the desk."""

from dataclasses import dataclass

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.queries.drafts import count_waiting
from wiki.articles.queries.links import count_orphans, list_wanted
from wiki.articles.queries.lists import list_archived
from wiki.articles.queries.requests import list_requests
from wiki.articles.queries.tags import count_without_tag
from wiki.search_log.queries import SearchFilter, list_searches
from wiki.tags.models import TagKind
from wiki.tags.queries import list_undescribed_tags, list_unused_topics, list_word_clashes


@dataclass(frozen=True)
class Work:
    """The number of items on each page of the desk."""

    drafts: int
    without_topic: int
    without_university: int
    wanted: int
    orphans: int
    searches: int
    archived: int
    vocabulary: int


def count_work(viewer: Viewer, language: str) -> Work:
    """Return the number of items on each page of the desk."""
    require(viewer, Permission.USE_DESK)
    weak_terms = len(list_unused_topics(viewer, language))
    weak_terms += len(list_undescribed_tags(viewer, language)) + len(list_word_clashes(viewer))
    return Work(
        drafts=count_waiting(viewer),
        without_topic=count_without_tag(viewer, TagKind.TOPIC),
        without_university=count_without_tag(viewer, TagKind.UNIVERSITY),
        wanted=len(list_wanted(viewer)) + len(list_requests(viewer)),
        orphans=count_orphans(viewer),
        searches=len(list_searches(viewer, SearchFilter.LOST)),
        archived=list_archived(viewer).total,
        vocabulary=weak_terms,
    )
