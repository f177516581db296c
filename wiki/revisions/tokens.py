"""Cut a line into what is compared as one, and show what is unseen in a change."""

import re
import unicodedata

from wiki.characters import show_invisible

# The blocks of Unicode that have combining marks, without those of musical notes.
_BLOCKS = [(0x300, 0xAC00), (0xFE00, 0xFE30), (0x10A00, 0x12000), (0x1E000, 0x1E900)]
_MARKS = "".join(
    chr(code)
    for start, end in _BLOCKS
    for code in range(start, end)
    if unicodedata.category(chr(code)).startswith("M")
)
# What belongs to the sign before it: marks, colours of skin, the letters of a flag's tag.
_MORE = f"[{_MARKS}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"

# A word, a run of blanks, or one sign as it is seen: å is a single letter in any encoding, a family
# or a flag a single picture. Underscores are no part of words, because Markdown uses them for
# emphasis.
TOKEN = re.compile(
    r"\r?\n"
    rf"|(?:[^\W_]{_MORE}*(?:[\u200c\u200d](?=[^\W_]))?)+"
    r"|[^\S\r\n]+"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|\S{_MORE}*(?:\u200d\S{_MORE}*)*"
    r"|.",
    re.DOTALL,
)

_BLANKS = {" ": "·", "\t": "→", "\r": "␍", "\n": "↵", "\N{NO-BREAK SPACE}": "⍽"}


def show_unseen(text: str) -> str:
    """Name the invisible characters of a text, and show its blanks if nothing else is in it."""
    named = show_invisible(text)
    if named.isspace():
        return "".join(_BLANKS.get(blank, f"‹U+{ord(blank):04X}›") for blank in named)
    return named
