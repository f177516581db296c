"""Score and select the documents of one generation: BM25F, any word enough (OR)."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from whoosh.query import Phrase, Query, Term

from wiki.search.analysis import LANGUAGES, terms
from wiki.search.index import Opened
from wiki.search.plan import READ_FIELDS, Look, Plan, PlannedWord, is_searchable
from wiki.search.schema import TITLE
from wiki.search.schema import field as field_name

Scores = dict[int, float]


class Scoring:
    """Score and select documents of one generation; numbers are Whoosh's document numbers."""

    def __init__(self, opened: Opened) -> None:
        self._searcher = opened.searcher
        self._snapshot = opened.snapshot

    def score(self, plan: Plan) -> Scores:
        """Return the score of each document that anything in the plan finds."""
        scores: Scores = {}
        for word in plan.words:
            _add(scores, self._score_word(word))
        return scores

    def _score_word(self, word: PlannedWord) -> Scores:
        best: Scores = {}
        for form in word.forms:
            _raise_to(best, self._sum(form.looks))
        _add(best, self._sum(word.extra))
        return best

    def _sum(self, looks: Iterable[Look]) -> Scores:
        scores: Scores = {}
        for look in looks:
            _add(scores, self._scores(look))
        return scores

    def with_title(self, key: str) -> set[int]:
        """Return the documents whose whole title this is."""
        return set(self._scores(Look("title_key", key, 1.0))) if key else set()

    def with_gist(self, gists: Iterable[str]) -> set[int]:
        """Return the documents whose title says one of these, in other forms of the words."""
        return {number for gist in gists for number in self._scores(Look("title_gist", gist, 1.0))}

    def in_language(self, language: str) -> Collection[int]:
        """Return the documents in a language."""
        return self._snapshot.documents("language", language)

    def with_phrase(self, phrase: tuple[str, ...]) -> set[int]:
        """Return the documents that hold these words side by side, stop words left out."""
        return self._with(phrase, READ_FIELDS)

    def with_title_words(self, wanted: tuple[str, ...]) -> set[int]:
        """Return the documents whose title holds every one of these words."""
        found = [self._with((word,), (TITLE,)) for word in wanted if is_searchable(word)]
        return set.intersection(*found) if found else set()

    def _with(self, phrase: tuple[str, ...], fields: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for language in LANGUAGES:
            stems = terms(" ".join(phrase), language)
            for name in fields:
                query = _phrase_query(field_name(name, language), stems)
                if query is not None:
                    found.update(number for number, _ in self._matches(query))
        return found

    def _scores(self, look: Look) -> Scores:
        found = self._matches(Term(look.field, look.term))
        return {number: look.weight * score for number, score in found}

    def _matches(self, query: Query) -> Iterator[tuple[int, float]]:
        for searcher, offset in self._searcher.leaf_searchers():
            matcher: Any = query.matcher(searcher)
            while matcher.is_active():
                yield offset + matcher.id(), matcher.score()
                matcher.next()


def _phrase_query(name: str, stems: list[str]) -> Query | None:
    if not stems:
        return None
    return Term(name, stems[0]) if len(stems) == 1 else Phrase(name, stems)


def _add(scores: Scores, more: Scores) -> None:
    for number, score in more.items():
        scores[number] = scores.get(number, 0.0) + score


def _raise_to(scores: Scores, other: Scores) -> None:
    for number, score in other.items():
        if score > scores.get(number, 0.0):
            scores[number] = score
