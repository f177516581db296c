"""The characters that a text may contain, and the normalisation of texts."""

import re
import unicodedata

# Control characters other than tab, line feed and carriage return, and the code points that are
# not characters: U+FFFE, U+FFFF, lone surrogates.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# The ends of lines of Windows, old Macs, PowerPoint (U+000B), pages (U+000C) and Unicode.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# White space without the control characters that Python counts as such: those are refused.
_BLANKS = re.compile(r"[^\S\x1c-\x1f]+")
_BYTE_ORDER_MARK = "\ufeff"

# What nobody sees on a line, and what turns the rest of it round; but not the tags of a flag.
_DECEPTIVE = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\x80-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|[\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Joiners and selectors of variants have a use in other alphabets and emoji, and after "1" and "©".
_MISPLACED = re.compile(
    "(?<![0-9#*\xa9\xae\u0590-\U0010ffff])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
    "|[\u200c\u200d]+(?![\u0590-\U0010ffff])"
)

_INVISIBLE = re.compile(f"{_DECEPTIVE.pattern}|({_MISPLACED.pattern}|\xad)")

# Long enough to hold more marks than any language puts on a letter. No mark is a word character.
_MAYBE_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_MOST_MARKS = 30
# COMBINING GRAPHEME JOINER, which nobody sees.
_JOINER = "\u034f"


def normalise_line(text: str) -> str:
    """Return a line of text in NFC, with runs of white space replaced by single spaces.

    Characters that deceive are taken out: invisible ones, and those that turn the line round.
    """
    return compose(_BLANKS.sub(" ", _remove_deceptive(text)).strip(" "))


def _remove_deceptive(text: str) -> str:
    visible = _DECEPTIVE.sub(lambda found: found[1] or "", text)
    return _MISPLACED.sub("", visible)


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters, the last of them "…" if there were more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def show_invisible(text: str) -> str:
    """Return the text with the names of what nobody sees in it, such as ‹U+200B›."""
    return _INVISIBLE.sub(
        lambda found: found[1] or "".join(f"‹U+{ord(sign):04X}›" for sign in found[0]), text
    )


def normalise_text(text: str) -> str:
    """Return a text of several lines in NFC with line feeds, otherwise as it was typed."""
    return compose(LINE_ENDS.sub("\n", text.lstrip(_BYTE_ORDER_MARK)))


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


def find_forbidden(text: str) -> tuple[int, str] | None:
    """Return the line of the first character that a text may not contain, and its code point."""
    found = FORBIDDEN.search(text)
    if found is None:
        return None
    return text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}"
