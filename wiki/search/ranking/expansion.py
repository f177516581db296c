"""Expand a question by the other names of the tags that it names, in both languages.

"Medborgardialog" then finds an English text on "citizen dialogue", whether an editor has tagged
it or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.search.language.analysis import LANGUAGES, fold, is_stop_word, stem, terms, words

# Longer names are descriptions, which nobody types in full.
_MOST_WORDS_IN_A_NAME = 5
# Each expansion costs time, and leads further away from the question.
_MOST_EXPANSIONS = 6

TagName = tuple[int, str, str]
"""A tag's id, a language, and a name of the tag in that language."""


class Expansion(NamedTuple):
    """The terms of another name for the tag whose name begins with `word` in the question."""

    word: str
    language: str
    terms: tuple[str, ...]


def find_expansions(question_words: Sequence[str], names: tuple[TagName, ...]) -> list[Expansion]:
    """Return the other names of every tag that a question names, without the question's words."""
    tags_named, names_of = _arrange(names)
    asked = {(language, stem(word, language)) for word in question_words for language in LANGUAGES}
    found: dict[Expansion, None] = {}
    for word, tag_id in _find_tags(question_words, tags_named):
        for language, name in names_of[tag_id]:
            # Terms that both names share, such as "social", would only repeat the question.
            new_terms = tuple(term for term in name if (language, term) not in asked)
            if new_terms:
                found[Expansion(word, language, new_terms)] = None
    return list(found)[:_MOST_EXPANSIONS]


_TagsNamed = dict[tuple[str, ...], list[int]]
_NamesOf = dict[int, list[tuple[str, tuple[str, ...]]]]


def _find_tags(question_words: Sequence[str], tags_named: _TagsNamed) -> Iterator[tuple[str, int]]:
    """Yield (first word, tag id) for each sequence of words that is a tag's name."""
    for language in LANGUAGES:
        content = [word for word in question_words if not is_stop_word(word, language)]
        stems = [stem(fold(word), language) for word in content]
        for begin, word in enumerate(content):
            for end in range(begin + 1, min(len(content), begin + _MOST_WORDS_IN_A_NAME) + 1):
                for tag_id in tags_named.get((language, *stems[begin:end]), ()):
                    yield word, tag_id


@lru_cache(maxsize=2)
def _arrange(names: tuple[TagName, ...]) -> tuple[_TagsNamed, _NamesOf]:
    """Return the tags by their names without accents, and the terms of each tag's names."""
    tags_named: _TagsNamed = {}
    names_of: _NamesOf = {}
    for tag_id, language, name in names:
        name_terms = tuple(terms(name, language))
        if 0 < len(name_terms) <= _MOST_WORDS_IN_A_NAME:
            key = (language, *_folded_stems(words(name), language))
            tags_named.setdefault(key, []).append(tag_id)
            names_of.setdefault(tag_id, []).append((language, name_terms))
    return tags_named, names_of


def _folded_stems(name_words: Iterable[str], language: str) -> list[str]:
    return [stem(fold(word), language) for word in name_words if not is_stop_word(word, language)]
