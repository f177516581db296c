"""Say which characters a text may hold, and bring texts into one form."""

import re
import unicodedata

# Control characters but for tab, line feed and carriage return, and the code points that no text
# holds: U+FFFE, U+FFFF, lone surrogates.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# White space but for the control characters that Python counts among it: those are refused.
_BLANKS = re.compile(r"[^\S\x0b\x0c\x1c-\x1f]+")


def normalise_line(text: str) -> str:
    """Return one line of text in NFC, its runs of white space made single spaces."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip(" "))


def normalise_text(text: str) -> str:
    """Return a text of many lines in NFC with line feeds, else as it was typed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
