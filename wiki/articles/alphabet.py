"""Divide titles into the letters of the A-Ö index."""

from collections.abc import Mapping

from wiki.characters import normalise_line

DIGITS = "0–9"
OTHERS = "#"

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# `wiki.markup.collation` writes the last three letters as characters that follow "z" in ASCII.
_SWEDISH = {"{": "Å", "|": "Ä", "}": "Ö"}
_LETTERS = {"sv": _LATIN + "ÅÄÖ", "en": _LATIN}
# A shorter list needs no choice of letters.
_FEWEST_ARTICLES = 20


def index_letters(language: str) -> tuple[str, ...]:
    """Return the headings of the index in order."""
    return (DIGITS, *_LETTERS[language], OTHERS)


def read_letter(given: str, language: str) -> str:
    """Return the heading that an address names, in capitals or not, or "" if there is no such."""
    letter = normalise_line(given).upper()
    return letter if letter in index_letters(language) else ""


def letter_of(key: str, language: str) -> str:
    """Return the heading of a title, from its sort key or the first character of the key."""
    first = key[:1]
    if first.isascii() and first.isdigit():
        return DIGITS
    letter = _SWEDISH.get(first, first.upper())
    return letter if letter and letter in _LETTERS[language] else OTHERS


def count_letters(characters: Mapping[str, int], language: str) -> dict[str, int]:
    """Return the number of articles per heading, from that per first character of a sort key."""
    letters = dict.fromkeys(index_letters(language), 0)
    for character, count in characters.items():
        letters[letter_of(character, language)] += count
    return letters


def letters_to_choose(letters: Mapping[str, int]) -> dict[str, int]:
    """Return the headings to offer: none for a short list, "0–9" and "#" only when not empty."""
    if sum(letters.values()) < _FEWEST_ARTICLES:
        return {}
    return {
        letter: count
        for letter, count in letters.items()
        if count or letter not in (DIGITS, OTHERS)
    }
