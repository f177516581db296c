"""What an action on articles did, for the page that tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wiki.articles.models import Article
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class FollowedSections:
    """What became of links to the sections of an article, when its headings changed.

    `count` is in how many other texts they were mended; `lost` are the names of sections that are
    gone, each with the titles of the texts that still link to it.
    """

    count: int = 0
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)


NO_SECTIONS = FollowedSections()


@dataclass(frozen=True)
class Saved:
    """The result of a save; `revision` is the newest one, `is_new` whether the save made it.

    `with_own` is whether it was merged only with what the viewer had saved in another window,
    `was_paired` is whether a new article was paired with the article that it translates,
    `is_repeat` whether the viewer has saved the same with this form before, `was_published` whether
    the newest revision was published without a new one, `missing` what the article lacks, so that
    it was saved but not published as requested.
    """

    article: Article
    revision: Revision
    is_new: bool
    was_merged: bool = False
    with_own: bool = False
    was_paired: bool = False
    is_repeat: bool = False
    was_published: bool = False
    missing: Sequence[str] = ()
    sections: FollowedSections = NO_SECTIONS
