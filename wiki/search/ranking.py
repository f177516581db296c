"""Score documents: BM25F over the fields of both languages, any word enough (OR).

Each word counts by its best form: as it stands, or weaker as a part of a compound. The weights
were measured on 2,600 Swedish questions (docs/search.md).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from whoosh.query import Phrase, Query, Term

from wiki.search.analysis import LANGUAGES, is_stop_word, stem, terms
from wiki.search.index import Opened
from wiki.search.parse import Question
from wiki.search.schema import BODY, HEADINGS, PARTS, SUMMARY, TAGS, TITLE
from wiki.search.schema import field as field_name

WHOLE = {TITLE: 2.0, SUMMARY: 0.8, HEADINGS: 0.6, BODY: 1.0, TAGS: 0.6}
# A word found as a part of a compound, or a compound's part found as a word, says less.
AS_PART = 0.4
AS_ENDING = 0.3
PART_AS_WORD = 0.35
PART_AS_PART = 0.1
# An ending is looked for only in words that are clearly longer ("berätta" is no "rätt"), and in
# so many of them that a common one stays cheap.
SHORTEST_ENDING = 4
LONGER_BY = 3
MOST_ENDINGS = 6
# More than any sum of scores: who types a title wants that article.
EXACT_TITLE = 1000.0
# "Social innovation" asks for "Vad är social innovation?", though other texts say it more often.
SAME_GIST = 500.0
# Names are the same in both languages: the reader's own comes first unless the other is better.
OWN_LANGUAGE = 1.25

_READ_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY)
Scores = dict[int, float]


class Ranking:
    """Score and select documents of one generation; numbers are Whoosh's document numbers."""

    def __init__(self, opened: Opened) -> None:
        self._searcher = opened.searcher
        self._snapshot = opened.snapshot

    def score(self, question: Question) -> Scores:
        """Return the score of each document that holds any word of the question."""
        scores: Scores = {}
        for word in question.all_words:
            whole = self._whole(word)
            if not is_stop_word(word, "sv"):
                _raise_to(whole, self._as_part(word))
                _add(whole, self._by_its_parts(word))
            _add(scores, whole)
        return scores

    def with_title(self, key: str) -> set[int]:
        """Return the documents whose whole title this is."""
        return set(self._scores("title_key", key, 1.0)) if key else set()

    def with_gist(self, gists: Iterable[str]) -> set[int]:
        """Return the documents whose title says one of these, in other forms of the words."""
        return {number for gist in gists for number in self._scores("title_gist", gist, 1.0)}

    def in_language(self, language: str) -> Collection[int]:
        """Return the documents in a language."""
        return self._snapshot.documents("language", language)

    def with_phrase(self, phrase: tuple[str, ...]) -> set[int]:
        """Return the documents that hold these words side by side, stop words left out."""
        return self._with(phrase, _READ_FIELDS)

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

    def _whole(self, word: str) -> Scores:
        scores: Scores = {}
        for language in LANGUAGES:
            if is_stop_word(word, language):
                continue
            for name, weight in WHOLE.items():
                _add(scores, self._scores(field_name(name, language), stem(word, language), weight))
        return scores

    def _as_part(self, word: str) -> Scores:
        """Find "omsorg" in "äldreomsorg": by the parts of the index, and by ends of words."""
        root = stem(word, "sv")
        scores = self._scores(field_name(PARTS, "sv"), root, AS_PART)
        if len(root) >= SHORTEST_ENDING:
            for longer in self._snapshot.stems_ending_with(root, LONGER_BY)[:MOST_ENDINGS]:
                for name in _READ_FIELDS:
                    _raise_to(scores, self._scores(field_name(name, "sv"), longer, AS_ENDING))
        return scores

    def _by_its_parts(self, word: str) -> Scores:
        """Find "omsorg om äldre" by "äldreomsorg"."""
        scores: Scores = {}
        for part in self._snapshot.splitter.split(word):
            for name in _READ_FIELDS:
                weight = PART_AS_WORD * WHOLE[name]
                _add(scores, self._scores(field_name(name, "sv"), part, weight))
            _add(scores, self._scores(field_name(PARTS, "sv"), part, PART_AS_PART))
        return scores

    def _scores(self, name: str, term: str, weight: float) -> Scores:
        return {number: weight * score for number, score in self._matches(Term(name, term))}

    def _matches(self, query: Query) -> Iterator[tuple[int, float]]:
        for searcher, offset in self._searcher.leaf_searchers():
            matcher: Any = query.matcher(searcher)
            while matcher.is_active():
                yield offset + matcher.id(), matcher.score()
                matcher.next()


def is_searchable(word: str) -> bool:
    """Tell whether a word says anything in at least one language."""
    return not all(is_stop_word(word, language) for language in LANGUAGES)


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
