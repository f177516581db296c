"""How editors have tagged the articles that hold a word: the search index knows both.

A word whose articles have the tag tells much of it; one whose articles do not tells nothing, such
as "work" of the topic Working life. So suggestions follow the vocabulary and its use.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from flask import current_app

from wiki.search.engine import open_index
from wiki.search.index.documents import PUBLIC
from wiki.search.segments.schema import BODY, SUMMARY, TITLE
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import Snapshot

# What is assumed of a word, as if so many articles held it: few words say little yet.
_ASSUMED_SHARE, _ASSUMED_ARTICLES = 0.5, 3


class Habits:
    """The public articles in one language; what a word holds is read once, for all who ask."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._snapshot: Snapshot | None = open_index()
        self._holding: dict[tuple[str, ...], np.ndarray] = {}

    def of(self, article_id: int) -> Callable[[tuple[str, ...], str], float]:
        """Return `share` for an article, whose own tags are what is asked for."""
        return partial(self._share, article_id)

    def _share(self, article_id: int, terms: tuple[str, ...], slug: str) -> float:
        """Return how many of the other articles that hold these terms have the tag, from 0 to 1."""
        try:
            tagged, all_holding = self._count(article_id, terms, slug)
        except Exception:
            # Reading a damaged index may raise any error, and a search will mend it.
            current_app.logger.exception("the search index failed while tags were suggested")
            self._snapshot, tagged, all_holding = None, 0, 0
        assumed = _ASSUMED_SHARE * _ASSUMED_ARTICLES
        return (tagged + assumed) / (all_holding + _ASSUMED_ARTICLES)

    def _count(self, article_id: int, terms: tuple[str, ...], slug: str) -> tuple[int, int]:
        snapshot = self._snapshot
        if snapshot is None:
            return 0, 0
        if terms not in self._holding:
            self._holding[terms] = self._find_holding(snapshot, terms)
        holding = self._holding[terms].copy()
        holding[snapshot.documents_of((article_id,))] = False
        tagged = holding & snapshot.mask("tag", slug)
        return int(tagged.sum()), int(holding.sum())

    def _find_holding(self, snapshot: Snapshot, terms: tuple[str, ...]) -> np.ndarray:
        """Return which documents hold all the terms, of those that editors have tagged.

        A list of untagged articles says nothing of what a word means, however many hold it.
        """
        _tags, documents, _places = snapshot.group_values("tag")
        holding = np.zeros_like(snapshot.alive)
        holding[documents] = True
        # Drafts tell nothing: who may not see one would learn of its words and tags.
        holding &= snapshot.visible((PUBLIC,))
        for term in terms:
            holding &= (
                snapshot.mask(field_name(TITLE, self._language), term)
                | snapshot.mask(field_name(SUMMARY, self._language), term)
                | snapshot.mask(field_name(BODY, self._language), term)
            )
        return holding
