"""Know the letters of the A-Ö index, and which sort keys stand under each."""

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


def keys_of(letter: str, language: str) -> tuple[str, ...]:
    """Return the first signs of the sort keys under a heading; none for the heading of others."""
    if letter == DIGITS:
        return tuple("0123456789")
    if letter not in _LETTERS[language]:
        return ()
    return (next((sign for sign, name in _SWEDISH.items() if name == letter), letter.lower()),)
