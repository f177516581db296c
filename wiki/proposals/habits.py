"""How editors have tagged the articles that hold a word: the search index knows both.

A word whose articles have the tag tells much of it; one whose articles do not tells nothing, such
as "work" of the topic Working life. So suggestions follow the vocabulary and its use.
"""

from collections.abc import Collection

from flask import current_app

from wiki.search.engine import open_index
from wiki.search.index.documents import PUBLIC
from wiki.search.segments.schema import BODY, SUMMARY, TITLE
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import Snapshot

# What is assumed of a word, as if so many articles held it: few words say little yet.
_ASSUMED_SHARE, _ASSUMED_ARTICLES = 0.5, 3


class Habits:
    """The public articles in one language but for one, whose own tags are what is asked for."""

    def __init__(self, article_id: int, language: str) -> None:
        self._language = language
        self._snapshot: Snapshot | None = open_index()
        self._own: Collection[int] = (article_id,)

    def share(self, terms: tuple[str, ...], slug: str) -> float:
        """Return how many of the other articles that hold these terms have the tag, from 0 to 1."""
        try:
            tagged, all_holding = self._count(terms, slug)
        except Exception:
            # Reading a damaged index may raise any error, and a search will mend it.
            current_app.logger.exception("the search index failed while tags were suggested")
            self._snapshot, tagged, all_holding = None, 0, 0
        assumed = _ASSUMED_SHARE * _ASSUMED_ARTICLES
        return (tagged + assumed) / (all_holding + _ASSUMED_ARTICLES)

    def _count(self, terms: tuple[str, ...], slug: str) -> tuple[int, int]:
        snapshot = self._snapshot
        if snapshot is None:
            return 0, 0
        # Drafts tell nothing: who may not see one would learn of its words and tags.
        holding = snapshot.visible((PUBLIC,)).copy()
        holding[snapshot.documents_of(self._own)] = False
        for term in terms:
            holding &= (
                snapshot.mask(field_name(TITLE, self._language), term)
                | snapshot.mask(field_name(SUMMARY, self._language), term)
                | snapshot.mask(field_name(BODY, self._language), term)
            )
        tagged = holding & snapshot.mask("tag", slug)
        return int(tagged.sum()), int(holding.sum())
