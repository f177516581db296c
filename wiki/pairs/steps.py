"""Keep count of what has changed in originals, inside the transaction of each change."""

from typing import Any

from wiki.articles.models import Article, Translation
from wiki.db import db
from wiki.pairs.align import find_changes
from wiki.pairs.queries.standing import (
    find_pair,
    find_shown_text,
    read_base,
    split_revision,
)
from wiki.signals import content_changed


def init_pairs() -> None:
    """Listen to changes of articles; connecting twice has no further effect."""
    content_changed.connect(_follow)


def _follow(article: Article, **_: Any) -> None:
    """Count what has changed in an original, whenever it changes."""
    pair = find_pair(article)
    if pair is not None and pair.original_id == article.id:
        count_changes(pair, article)


def count_changes(pair: Translation, original: Article) -> None:
    """Store how many parts of an original have changed since its translation was up to date."""
    if pair.base_id is None:
        pair.behind = 0
        return
    base = [part for part, _revision in read_base(pair)]
    pair.behind = len(find_changes(base, split_revision(find_shown_text(original))))
    db.session.flush()
