"""Translate single words between Swedish and English, by Folkets lexikon (CC BY-SA 2.5).

`tools/compile_dictionary.py` makes the files in `folkets/`; `folkets/LICENSE.txt` says whose they
are.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from wiki.search.language.analysis import stem

FOLDER = Path(__file__).parent / "folkets"
# No inflection is so much longer than its stem: what begins like a word is mostly another word.
_LONGEST_ENDING = 5


class DictionaryEntry(NamedTuple):
    """A word, and what it means in the other language, the best first."""

    word: str
    translations: tuple[str, ...]


@lru_cache(maxsize=5_000)
def translate(word: str, language: str) -> tuple[str, ...]:
    """Return what a word of `language`, in any inflection, means in the other language.

    The translations of this very form come first.
    """
    root = stem(word, language)
    near = _beginning_with(root, language)
    # Of "resultatet" the stem is "resultat", of "resultat" it is "result".
    entries = [entry for entry in near if root in (entry.word, stem(entry.word, language))]
    entries.sort(key=lambda entry: entry.word != word)
    return tuple(dict.fromkeys(each for entry in entries for each in entry.translations))


def _beginning_with(root: str, language: str) -> Iterator[DictionaryEntry]:
    """Yield the entries of the words that may have this stem."""
    lines = _lines(language)
    beginning = root.removesuffix("i" if language == "en" else "").encode()  # "happi", "happy"
    for place in range(bisect_left(lines, beginning), len(lines)):
        line = lines[place]
        if not line.startswith(beginning):
            return
        if line.index(b"\t") <= len(beginning) + _LONGEST_ENDING:
            word, _, translations = line.decode().partition("\t")
            yield DictionaryEntry(word, tuple(translations.split("|")))


@cache
def _lines(language: str) -> list[bytes]:
    """Return the sorted lines of a file, kept as bytes because most are never read."""
    return (FOLDER / f"{language}.txt").read_bytes().splitlines()
