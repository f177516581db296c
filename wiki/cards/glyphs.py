"""Leave out of a text what the card's typeface cannot draw, so that no reader sees empty boxes."""

import unicodedata
from collections.abc import Callable

_GAP = "…"
_JOINERS_AND_MARKS = {"Cf", "Cc", "Mn", "Me"}


def drawable(text: str, has_glyph: Callable[[str], bool]) -> str:
    """Return `text` with an ellipsis for words that have characters without a glyph.

    An accented letter without a glyph becomes the plain letter. If no letter or digit can be
    drawn, the result is empty.
    """
    words: list[str] = []
    for word in unicodedata.normalize("NFC", text).split():
        drawn = _draw(word, has_glyph)
        if drawn and not (drawn == _GAP and words and words[-1] == _GAP):
            words.append(drawn)
    is_readable = any(character.isalnum() for word in words for character in word)
    return " ".join(words) if is_readable else ""


def _draw(word: str, has_glyph: Callable[[str], bool]) -> str:
    drawn = [_replace(character, has_glyph) for character in word if _is_visible(character)]
    return "".join(drawn) if all(drawn) else _GAP


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _JOINERS_AND_MARKS


def _replace(character: str, has_glyph: Callable[[str], bool]) -> str:
    """Return a character, or the plain one that it is based on; empty if neither has a glyph."""
    if has_glyph(character):
        return character
    parts = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and all(has_glyph(part) for part in plain) else ""
