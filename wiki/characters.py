"""The characters that a text may contain, and the normalisation of texts."""

import re
import unicodedata

# Control characters other than tab, line feed and carriage return, and the code points that are
# not characters: U+FFFE, U+FFFF, lone surrogates.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# White space without the control characters that Python counts as such: those are refused.
_BLANKS = re.compile(r"[^\S\x0b\x0c\x1c-\x1f]+")

# Long enough to hold more marks than any language puts on a letter. No mark is a word character.
_MAYBE_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_MOST_MARKS = 30
# COMBINING GRAPHEME JOINER, which nobody sees.
_JOINER = "\u034f"


def normalise_line(text: str) -> str:
    """Return a line of text in NFC, with runs of white space replaced by single spaces."""
    return compose(_BLANKS.sub(" ", text).strip(" "))


def normalise_text(text: str) -> str:
    """Return a text of several lines in NFC with line feeds, otherwise as it was typed."""
    return compose(text.replace("\r\n", "\n").replace("\r", "\n"))


def compose(text: str) -> str:
    """Return a text in NFC, in time that grows with its length and not with its square.

    Python sorts the marks on a letter by insertion, which takes minutes for 256 kB of them. After
    each thirtieth mark comes a joiner, as the Stream-Safe Text Format of Unicode asks for.
    """
    return unicodedata.normalize("NFC", _MAYBE_MARKS.sub(_separate_marks, text))


def _separate_marks(found: re.Match[str]) -> str:
    parts: list[str] = []
    count = 0
    for character in found[0]:
        count = count + 1 if unicodedata.combining(character) else 0
        if count > _MOST_MARKS:
            parts.append(_JOINER)
            count = 1
        parts.append(character)
    return "".join(parts)
