"""Know the letters of the A-Ö index, and under which each title stands."""

from collections.abc import Mapping

DIGITS = "0–9"
OTHERS = "#"

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How `wiki.markup.collation` writes the three last letters: they follow "z" in ASCII.
_SWEDISH = {"{": "Å", "|": "Ä", "}": "Ö"}
_LETTERS = {"sv": _LATIN + "ÅÄÖ", "en": _LATIN}
# A shorter list is seen at one look.
_FEWEST_ARTICLES = 20


def index_letters(language: str) -> tuple[str, ...]:
    """Return the headings of the index in its order."""
    return (DIGITS, *_LETTERS[language], OTHERS)


def letter_of(key: str, language: str) -> str:
    """Return the heading under which a title stands, from its sort key or the key's first sign."""
    first = key[:1]
    if first.isascii() and first.isdigit():
        return DIGITS
    letter = _SWEDISH.get(first, first.upper())
    return letter if letter and letter in _LETTERS[language] else OTHERS


def count_letters(signs: Mapping[str, int], language: str) -> dict[str, int]:
    """Return each heading of the index with its number of articles, from that of first signs."""
    letters = dict.fromkeys(index_letters(language), 0)
    for sign, count in signs.items():
        letters[letter_of(sign, language)] += count
    return letters


def letters_to_choose(letters: Mapping[str, int]) -> dict[str, int]:
    """Return the headings to choose from: none for a short list, and no empty digits and signs."""
    if sum(letters.values()) < _FEWEST_ARTICLES:
        return {}
    return {one: count for one, count in letters.items() if count or one not in (DIGITS, OTHERS)}
