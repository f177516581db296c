"""Turn texts and questions into the same terms: words, stop words, stems."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import local
from typing import NamedTuple

import snowballstemmer

from wiki.search.language.stopwords import (
    ENGLISH,
    MEANINGFUL_IN_ENGLISH,
    MEANINGFUL_IN_SWEDISH,
    SWEDISH,
)

LANGUAGES = ("sv", "en")

# Letters and digits of any script. Combining marks belong to the word, so that a decomposed "ö"
# (an o and a mark) stays one letter.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
# Nobody looks for anything longer, and each longer word would take up room in the index.
LONGEST_WORD = 64

# A definite ending, the length from which a word is taken to have it, and what replaces it.
_DEFINITE = (
    ("an", 5, "a"),  # skolan, hälsan
    ("et", 6, "e"),  # samhället, projektet (Snowball manages "huset")
    ("ena", 6, "e"),  # lärosätena, mötena
    ("én", 4, "é"),  # idén
    ("ön", 6, "ö"),  # miljön
)
# Words that only look like definite forms.
_INDEFINITE = frozenset(
    "alfabet budget internet kabaret komet magnet nästan organ planet racket roman sedan tablet"
    " utan".split()
)

_ALGORITHMS = {"sv": "swedish", "en": "english"}
_STOP_WORDS = {
    "sv": SWEDISH | (ENGLISH - MEANINGFUL_IN_SWEDISH),
    "en": ENGLISH | (SWEDISH - MEANINGFUL_IN_ENGLISH),
}
_OWN_STOP_WORDS = {"sv": SWEDISH, "en": ENGLISH}
_stemmers = local()


class Token(NamedTuple):
    """One word in the form in which words are compared, and its place in the text."""

    word: str
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of `text` in order, in lower case and composed (NFC), with å ä ö kept."""
    is_composed = unicodedata.is_normalized("NFC", text)
    for found in WORD.finditer(text):
        word = found[0] if is_composed else unicodedata.normalize("NFC", found[0])
        if len(word) <= LONGEST_WORD:
            yield Token(word.lower(), found.start(), found.end())


def words(text: str) -> list[str]:
    """Return the words of `text` in order, in the form in which words are compared."""
    found: list[str] = WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [word for word in found if len(word) <= LONGEST_WORD]


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether to ignore a word of a question when `language` is searched.

    Stop words of the other language are ignored too: "och" must not list the English articles
    that happen to quote a Swedish name.
    """
    return word in _STOP_WORDS[language]


def is_own_stop_word(word: str, language: str) -> bool:
    """Tell whether texts in `language` are indexed without this word."""
    return word in _OWN_STOP_WORDS[language]


def terms(text: str, language: str) -> list[str]:
    """Return the stems of `text` in order, without the stop words of its language."""
    return stems(words(text), language)


def stems(compared: Iterable[str], language: str) -> list[str]:
    """Return the stems of words that are already in the form in which words are compared."""
    stop = _OWN_STOP_WORDS[language]
    return [stem(word, language) for word in compared if word not in stop]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a word in the form in which words are compared."""
    return str(_stemmer(language).stemWord(indefinite(word) if language == "sv" else word))


def indefinite(word: str) -> str:
    """Return a Swedish noun without those definite endings that Snowball does not remove.

    Snowball stems "skola", "skolor" and "skolorna" alike, but not "skolan"; "samhälle", but not
    "samhället".
    """
    bare = word.removesuffix("s")
    if bare in _INDEFINITE or bare.endswith("itet"):
        return word
    for ending, shortest, instead in _DEFINITE:
        if bare.endswith(ending) and len(bare) >= shortest:
            return bare[: -len(ending)] + instead
    return word


def _stemmer(language: str) -> snowballstemmer.stemmer:
    """Return this thread's stemmer: a stemmer holds the word it works on, so threads share none."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(_ALGORITHMS[language])
        setattr(_stemmers, language, stemmer)
    return stemmer


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` without accents and marks: "malmö" and "malmo" become the same."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
