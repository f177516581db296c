"""Expand a question by the other names of the tags that it names, in both languages.

"Medborgardialog" then finds an English text on "citizen dialogue", whether an editor has tagged
it or not.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.search.language.analysis import LANGUAGES, fold, is_stop_word, stem, terms
from wiki.search.language.titles import name_term

# Longer names are descriptions, which nobody types in full.
_MOST_WORDS_IN_A_NAME = 5
# Each expansion costs time, and leads further away from the question.
_MOST_EXPANSIONS = 6

TagName = tuple[int, str, str]
"""A tag's id, a language, and a name of the tag in that language."""


class Expansion(NamedTuple):
    """A name of the tag whose name in the question is `word` and those after it, as a term.

    A name of several words is looked for as a whole: "offentlig service" says nothing of other
    kinds of service. `is_asked`: it is the name in the question itself, to find what is tagged.
    """

    word: str
    language: str
    term: str
    is_asked: bool = False
    after: tuple[str, ...] = ()


def find_expansions(question_words: Sequence[str], names: tuple[TagName, ...]) -> list[Expansion]:
    """Return the names of every tag that a question names, apart from those that it repeats."""
    tags_named, names_of = _arrange(names)
    asked = {(language, stem(word, language)) for word in question_words for language in LANGUAGES}
    found: dict[Expansion, None] = {}
    for named in _find_tags(question_words, tags_named):
        if " " in named.term:
            asked_name = Expansion(named.word, named.language, named.term, True, named.after)
            found[asked_name] = None
        for language, name in names_of[named.tag_id]:
            if any((language, term) not in asked for term in name):
                term = " ".join(name)
                found[Expansion(named.word, language, term, after=named.after)] = None
    return list(found)[:_MOST_EXPANSIONS]


_TagsNamed = dict[tuple[str, str], list[int]]
_NamesOf = dict[int, list[tuple[str, tuple[str, ...]]]]


class _Named(NamedTuple):
    """A tag that a question names: the words, the language, and the name as a term."""

    word: str
    after: tuple[str, ...]
    language: str
    term: str
    tag_id: int


def _find_tags(question_words: Sequence[str], tags_named: _TagsNamed) -> Iterator[_Named]:
    """Yield the tags for each sequence of words that is a tag's name."""
    for language in LANGUAGES:
        content = [word for word in question_words if not is_stop_word(word, language)]
        stems = [stem(fold(word), language) for word in content]
        for begin, word in enumerate(content):
            for end in range(begin + 1, min(len(content), begin + _MOST_WORDS_IN_A_NAME) + 1):
                term = " ".join(stems[begin:end])
                for tag_id in tags_named.get((language, term), ()):
                    yield _Named(word, tuple(content[begin + 1 : end]), language, term, tag_id)


@lru_cache(maxsize=2)
def _arrange(names: tuple[TagName, ...]) -> tuple[_TagsNamed, _NamesOf]:
    """Return the tags by their names without accents, and the terms of each tag's names."""
    tags_named: _TagsNamed = {}
    names_of: _NamesOf = {}
    for tag_id, language, name in names:
        name_terms = tuple(terms(name, language))
        if 0 < len(name_terms) <= _MOST_WORDS_IN_A_NAME:
            tags_named.setdefault((language, name_term(name, language)), []).append(tag_id)
            names_of.setdefault(tag_id, []).append((language, name_terms))
    return tags_named, names_of
