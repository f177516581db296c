"""Turn texts and questions into the same terms: words, stop words, stems."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from threading import local
from typing import NamedTuple

import snowballstemmer

from wiki.search.language.bases import VOWELS, Bases, indefinite, swedish_bases
from wiki.search.language.stopwords import (
    ENGLISH,
    MEANINGFUL_IN_ENGLISH,
    MEANINGFUL_IN_SWEDISH,
    OPERATORS,
    SWEDISH,
)

LANGUAGES = ("sv", "en")

# Signs that nobody sees: soft hyphens, zero-width signs, marks of direction, byte order marks.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Letters and digits of any script. Combining marks and signs that nobody sees belong to the word,
# so that a decomposed "ö" (an o and a mark) stays one letter.
WORD = re.compile(rf"[^\W_]+(?:[\u0300-\u036f{INVISIBLE}]+[^\W_]*)*")
# A number whose digits are in groups.
_NUMBER = r"(?<![\w.,])[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f.,'’][0-9]{3})+(?!\w)"
# Words that are more than letters and digits side by side.
_WORD = re.compile(
    _NUMBER
    + r"""  # 12 500, 4.200
        |(?<![\w-])[^\W\d_][-\u2010\u2011][^\W\d_]{2}[^\W_]*  # e-hälsa, t-shirt
        |(?<![\w.])\.[Nn][Ee][Tt](?!\w)  # .NET
        |[^\W\d_]\#(?!\w)  # C#
        |"""
    + WORD.pattern
    + r"(?:\+\+)?",  # C++
    re.VERBOSE,
)
_NATIVE = re.compile("[åäö]")
# Letters whose strokes and joints Unicode counts as parts of them, in lower case.
_WITHOUT_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ß": "ss"}
    | {"æ": "ae", "œ": "oe"}
)
_SEPARATOR = re.compile(r"\D")
_WHOLE_NUMBER = re.compile(_NUMBER)
_HYPHEN = re.compile("[\u2010\u2011]")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
# The shortest abbreviation that is told from a word by its capitals.
_CAPITALS = re.compile(r"(?<![^\W_])[A-ZÅÄÖ]{2,}(?![^\W_])")
# Capitals side by side shout when two of them are small words, or one is longer than this.
_LONGEST_ABBREVIATION = 6
# Nobody looks for anything longer, and each longer word would take up room in the index.
LONGEST_WORD = 64

_ALGORITHMS = {"sv": "swedish", "en": "english"}
_STOP_WORDS = {
    "sv": SWEDISH | (ENGLISH - MEANINGFUL_IN_SWEDISH) | OPERATORS,
    "en": ENGLISH | (SWEDISH - MEANINGFUL_IN_ENGLISH) | OPERATORS,
}
_OWN_STOP_WORDS = {"sv": SWEDISH, "en": ENGLISH}
_ALL_STOP_WORDS = SWEDISH | ENGLISH
_TELLING = {
    "sv": SWEDISH - ENGLISH - MEANINGFUL_IN_ENGLISH,
    "en": ENGLISH - SWEDISH - MEANINGFUL_IN_SWEDISH,
}
_stemmers = local()


class Token(NamedTuple):
    """One word in the form in which words are compared, and its place in the text."""

    word: str
    start: int
    end: int


def tokenize(text: str, begin: int = 0) -> Iterator[Token]:
    """Yield the words of `text` in order, in the form in which words are compared.

    `begin` is a place between two words.
    """
    for found in _WORD.finditer(text, begin):
        word = _compared(unicodedata.normalize("NFC", found[0]))
        if 0 < len(word) <= LONGEST_WORD:
            yield Token(word, found.start(), found.end())


def words(text: str) -> list[str]:
    """Return the words of `text` in order, in the form in which words are compared.

    That is lower case, composed (NFC), with å ä ö kept and without signs that nobody sees. Digits
    in groups are one number. A hyphen after a single letter stays, as in "e-hälsa". Abbreviations
    that are also small words stay in capitals: "IT", "WHO".
    """
    found = _WORD.findall(without_unseen(unicodedata.normalize("NFC", text)))
    if not _CAPITALS.search(text):
        plain = [each.lower() if each.isalnum() else _plain(each) for each in found]
        return [word for word in plain if len(word) <= LONGEST_WORD]
    calm = _without_shouting(found)
    return [word for each in calm if len(word := _compared(each)) <= LONGEST_WORD]


def plain_words(text: str) -> list[str]:
    """Return the words of `text` in lower case, each run of letters and digits by itself."""
    found: list[str] = WORD.findall(without_unseen(unicodedata.normalize("NFC", text)).lower())
    return found


def join_digits(text: str) -> str:
    """Return `text` with the digits of each number side by side: "12 500" becomes "12500"."""
    return _WHOLE_NUMBER.sub(lambda number: _SEPARATOR.sub("", number[0]), text)


def without_unseen(text: str) -> str:
    """Return `text` without signs that nobody sees, such as soft hyphens."""
    return _UNSEEN.sub("", text)


def _compared(word: str) -> str:
    """Return the form of a word in which words are compared."""
    if word.isupper() and len(word) > 1 and word.lower() in _ALL_STOP_WORDS:
        return word
    return _plain(without_unseen(word))


def _plain(word: str) -> str:
    if word.isalnum():  # the most, for which `words` saves the call
        return word.lower()
    if word[0].isdigit() and word[-1].isdigit():
        return _SEPARATOR.sub("", word)
    return _HYPHEN.sub("-", word).lower()


def _without_shouting(found: list[str]) -> list[str]:
    """Return words with those in lower case that are in capitals only for emphasis."""
    calm: list[str] = []
    for is_capital, run in groupby(found, key=_is_capital):
        side_by_side = list(run)
        small = sum(word.lower() in _ALL_STOP_WORDS for word in side_by_side)
        longest = max(map(len, side_by_side))
        is_shouted = is_capital and (small > 1 or longest > _LONGEST_ABBREVIATION)
        calm += [word.lower() for word in side_by_side] if is_shouted else side_by_side
    return calm


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether to ignore a word of a question when `language` is searched.

    Stop words of the other language are ignored too: "och" must not list the English articles
    that happen to quote a Swedish name.
    """
    return word in _STOP_WORDS[language]


def is_searchable(word: str, asked_in: str = "") -> bool:
    """Tell whether a word is more than a stop word in at least one language."""
    return any(is_searchable_in(word, language, asked_in) for language in LANGUAGES)


def is_searchable_in(word: str, language: str, asked_in: str) -> bool:
    """Tell whether to look for a word of a question in `language`.

    The stop words of the language that the question is `asked_in` say nothing in the other either:
    "by" is a Swedish word, but not in "designed by the city".
    """
    return word not in _STOP_WORDS[language] and word not in _OWN_STOP_WORDS.get(asked_in, ())


def count_small_words(asked: Collection[str]) -> dict[str, int]:
    """Return for each language how many words are small words of it and of no other."""
    return {language: sum(word in _TELLING[language] for word in asked) for language in LANGUAGES}


def language_of(question_words: Collection[str]) -> str:
    """Return the language of which a question holds small words, or "" when that is not clear."""
    known = [language for language, count in count_small_words(question_words).items() if count]
    return known[0] if len(known) == 1 else ""


def is_own_stop_word(word: str, language: str) -> bool:
    """Tell whether texts in `language` are indexed without this word."""
    return word in _OWN_STOP_WORDS[language]


def terms(text: str, language: str) -> list[str]:
    """Return the stems of `text` in order, without the stop words of its language."""
    return stems(words(text), language)


def written_terms(word: str, language: str) -> tuple[str, ...]:
    """Return the terms by which texts hold a word of a question, best first.

    "IT" stands in Swedish texts as "it" too; in English texts that is another word.
    """
    if word in _ALL_STOP_WORDS:
        return (stem(word, language), word.upper())
    if not word.isupper():
        return (stem(word, language),)
    small = word.lower()
    return (word,) if small in _OWN_STOP_WORDS[language] else (word, stem(small, language))


def is_plain(word: str) -> bool:
    """Tell whether a word is lower-case letters only."""
    return word.isalpha() and not word.isupper()


def stems(compared: Iterable[str], language: str) -> list[str]:
    """Return the stems of words that are already in the form in which words are compared."""
    stop = _OWN_STOP_WORDS[language]
    return [stem(word, language) for word in compared if word not in stop]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a word in the form in which words are compared.

    Abbreviations have none. "E-hälsa" and "ehälsa" are the same. Of Swedish words that the
    dictionary knows it is the stem of their base form, and the same for all their forms.
    """
    if word.isupper():
        return word
    word = word.replace("-", "")
    if language != "sv":
        return str(_stemmer(language).stemWord(word))
    return _swedish_stem(word, swedish_bases())


def stems_without_accents(word: str) -> set[str]:
    """Return the stems that a Swedish word typed without accents may have, of known words too."""
    return {
        _swedish_stem(word, bases) for bases in (swedish_bases(_without_accents), Bases((), {}))
    }


def _swedish_stem(word: str, bases: Bases) -> str:
    found = bases.find(word)
    if found is None:
        return str(_stemmer("sv").stemWord(indefinite(word)))
    return found[0] + _stem_of_base(found[1])


def _stem_of_base(base: str) -> str:
    """Return the stem of a base form: "resurs" and "klimat" only seem to have an ending.

    "Ensamhet" is more than "ensam", and "stadig" is not of "stad".
    """
    if base.endswith("ig"):
        return base
    snowball = _stemmer("sv").stemWord
    if base.endswith("het") or base[-1] in VOWELS:
        return str(snowball(indefinite(base) if base.endswith("het") else base))
    found = str(snowball(f"{base}er"))
    return base if found == f"{base}er" else found  # too short to be cut: "år"


def _stemmer(language: str) -> snowballstemmer.stemmer:
    """Return this thread's stemmer: a stemmer holds the word it works on, so threads share none."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(_ALGORITHMS[language])
        stemmer.maxCacheSize = 0  # `stem` remembers for all threads
        setattr(_stemmers, language, stemmer)
    return stemmer


def folded_terms(word: str, language: str) -> set[str]:
    """Return the forms without accents of a word with accents other than å, ä and ö.

    Stems do not do: "café" stays as it is, but of "cafe" the stem is "caf".
    """
    if word.isascii() or not _has_foreign_accent(word):
        return set()
    return {fold(word), fold(stem(word, language))}


@lru_cache(maxsize=20_000)
def _has_foreign_accent(word: str) -> bool:
    return fold(_NATIVE.sub("", word)) != _NATIVE.sub("", word)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` without accents and marks: "malmö" and "malmo" become the same."""
    return _without_accents(word)


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.lower())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return letters if letters.isascii() else letters.translate(_WITHOUT_STROKES)
