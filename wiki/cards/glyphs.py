"""Choose what of a text the card's typeface can draw, so that no reader sees empty boxes."""

import unicodedata
from collections.abc import Callable

_GAP = "…"
_JOINERS_AND_MARKS = {"Cf", "Cc", "Mn", "Me"}


def drawable(text: str, has_sign: Callable[[str], bool]) -> str:
    """Return `text` with an ellipsis in place of words that the typeface lacks signs for.

    An accented letter that it lacks gives way to the plain one. Without a single letter or digit
    that can be drawn, nothing is left.
    """
    words: list[str] = []
    for word in unicodedata.normalize("NFC", text).split():
        drawn = _draw(word, has_sign)
        if drawn and not (drawn == _GAP and words and words[-1] == _GAP):
            words.append(drawn)
    is_worth_it = any(sign.isalnum() for word in words for sign in word)
    return " ".join(words) if is_worth_it else ""


def _draw(word: str, has_sign: Callable[[str], bool]) -> str:
    signs = [_sign(sign, has_sign) for sign in word if not _is_unseen(sign)]
    return "".join(signs) if all(signs) else _GAP


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _JOINERS_AND_MARKS


def _sign(sign: str, has_sign: Callable[[str], bool]) -> str:
    if has_sign(sign):
        return sign
    parts = unicodedata.normalize("NFKD", sign)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and all(has_sign(part) for part in plain) else ""
