"""The characters that a text may contain, and the normalisation of texts."""

import re
import unicodedata

# Control characters other than tab, line feed and carriage return, and the code points that are
# not characters: U+FFFE, U+FFFF, lone surrogates.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# White space without the control characters that Python counts as such: those are refused.
_BLANKS = re.compile(r"[^\S\x0b\x0c\x1c-\x1f]+")


def normalise_line(text: str) -> str:
    """Return a line of text in NFC, with runs of white space replaced by single spaces."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip(" "))


def normalise_text(text: str) -> str:
    """Return a text of several lines in NFC with line feeds, otherwise as it was typed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
