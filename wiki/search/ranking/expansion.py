"""Widen a question by the vocabulary: a topic's other names, in both languages.

"Medborgardialog" then finds an English text on "citizen dialogue", whether an editor has tagged
it or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.search.language.analysis import LANGUAGES, fold, is_stop_word, stem, terms, words

# Names of more words are descriptions, which nobody types whole.
_MOST_WORDS_IN_A_NAME = 5
# Each costs time, and takes the question further from what was asked.
_MOST_EXPANSIONS = 6

TagName = tuple[int, str, str]
"""A tag's id, a language, and a name that the tag has in it."""


class Expansion(NamedTuple):
    """Hold the terms of another name for what begins with `word` in the question."""

    word: str
    language: str
    terms: tuple[str, ...]


def find_expansions(said: Sequence[str], names: tuple[TagName, ...]) -> list[Expansion]:
    """Return the other names of every tag that is named in a question, its own words left out."""
    called, owned = _arrange(names)
    asked = {(language, stem(word, language)) for word in said for language in LANGUAGES}
    found: dict[Expansion, None] = {}
    for word, tag_id in _named(said, called):
        for language, other in owned[tag_id]:
            fresh = tuple(term for term in other if (language, term) not in asked)
            # A name that is only partly new would repeat what was asked: "social" in them all.
            if fresh:
                found[Expansion(word, language, fresh)] = None
    return list(found)[:_MOST_EXPANSIONS]


_Called = dict[tuple[str, ...], list[int]]
_Owned = dict[int, list[tuple[str, tuple[str, ...]]]]


def _named(said: Sequence[str], called: _Called) -> Iterator[tuple[str, int]]:
    """Yield the first word of each stretch of the question that is a tag's name, and the tag."""
    for language in LANGUAGES:
        content = [word for word in said if not is_stop_word(word, language)]
        stems = [stem(fold(word), language) for word in content]
        for begin, word in enumerate(content):
            for end in range(begin + 1, min(len(content), begin + _MOST_WORDS_IN_A_NAME) + 1):
                for tag_id in called.get((language, *stems[begin:end]), ()):
                    yield word, tag_id


@lru_cache(maxsize=2)
def _arrange(names: tuple[TagName, ...]) -> tuple[_Called, _Owned]:
    """Return which tags are called so, accents or not, and the terms of each tag's names."""
    called: _Called = {}
    owned: _Owned = {}
    for tag_id, language, name in names:
        found = tuple(terms(name, language))
        if 0 < len(found) <= _MOST_WORDS_IN_A_NAME:
            called.setdefault((language, *_folded_stems(words(name), language)), []).append(tag_id)
            owned.setdefault(tag_id, []).append((language, found))
    return called, owned


def _folded_stems(said: Iterable[str], language: str) -> list[str]:
    return [stem(fold(word), language) for word in said if not is_stop_word(word, language)]
