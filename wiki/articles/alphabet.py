"""Know the letters of the A-Ö index, and under which each title stands."""

DIGITS = "0–9"
OTHERS = "#"

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How `wiki.markup.collation` writes the three last letters: they follow "z" in ASCII.
_SWEDISH = {"{": "Å", "|": "Ä", "}": "Ö"}
_LETTERS = {"sv": _LATIN + "ÅÄÖ", "en": _LATIN}


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
