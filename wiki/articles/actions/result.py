"""What an action on articles did, for the page that tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.articles.models import Article
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Saved:
    """The result of a save; `revision` is the newest one, `is_new` whether the save made it.

    `with_own` is whether it was merged only with what the viewer had saved in another window,
    `was_paired` is whether a new article was paired with the article that it translates,
    `is_repeat` whether the viewer has saved the same with this form before, `missing` what the
    article lacks, so that it was saved but not published as requested.
    """

    article: Article
    revision: Revision
    is_new: bool
    was_merged: bool = False
    with_own: bool = False
    was_paired: bool = False
    is_repeat: bool = False
    missing: Sequence[str] = ()
