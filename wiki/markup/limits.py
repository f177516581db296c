"""Refuse texts that could not be rendered in time, before they are parsed.

To parse takes time linear in the length of a text, as these counts do; what takes long is to clean
the HTML, element by element. The longest articles of the Swedish and English Wikipedia are well
below each limit. Texts that pass nevertheless are stopped by the timeout of `wiki.markup.sandbox`.
"""

import re
from functools import lru_cache

from wiki.errors import N_, TooComplex

MAX_BODY_BYTES = 256 * 1024

TOO_LONG = N_("The text is too long. Divide it into several articles.")
TOO_COMPLEX = N_(
    "The text is too complex to be shown. Simplify it, or divide it into several articles."
)
NOT_SHOWN = N_(
    "The text could not be shown just now, and so it was not saved. The fault is not in the text, "
    "and nothing is lost: try again in a while."
)
TOO_MANY_SOURCES = N_("The text cites too many sources. Divide it into several articles.")

# To clean takes longer the deeper an element stands; nobody reads deeper than this.
MAX_QUOTE_DEPTH = 12
MAX_INDENT = 48

# How many a text may have. Wikipedia's largest have about 1,000 notes and 5,000 links.
_SIGNS: tuple[tuple[str, int], ...] = (
    ("[", 20_000),  # links, notes, wiki links
    ("<", 10_000),
    ("![", 2_000),
    ("[^", 5_000),  # notes and references to them
    ("|", 30_000),  # table cells
    ("&", 20_000),
    ("\\", 20_000),
)
_WIKI_LINK = re.compile(r"\[\[[^\[\]\n]")
_MOST_WIKI_LINKS = 8_000
_EMPHASIS = re.compile(r"[*_]+")
_MOST_EMPHASIS = 30_000
# At most one a line, so that a text of few lines need not be searched.
_LINES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"^[ ]{0,3}\[\^[^\]\n]*\]:", re.MULTILINE), 2_000),
    (re.compile(r"^[ ]{0,3}\[[^\]\n]*\]:", re.MULTILINE), 4_000),
    (re.compile(r"^[*]\[[^\]\n]*\][ ]?:", re.MULTILINE), 200),  # all tried at each word
    (re.compile(r"^[ \t>]*(?:[*+-]|\d+[.])[ \t]", re.MULTILINE), 8_000),  # list items
    # Headings of both kinds; each costs its permalink too.
    (re.compile(r"^[ \t>]*(?:#|=+[ \t]*$|--+[ \t]*$)", re.MULTILINE), 2_000),
    (re.compile(r"^(?:`{3}|~{3})", re.MULTILINE), 1_000),
    (re.compile(r"^.*\|", re.MULTILINE), 5_000),  # table rows
    (re.compile(r"\n(?:[ \t]*\n)"), 20_000),  # blocks
)
_ABBREVIATION = re.compile(r"^[*]\[[^\]\n]*\][ ]?:[ ]*\n?(.*)$", re.MULTILINE)
# An abbreviation's meaning is repeated at each of its places.
MAX_ABBREVIATION_LENGTH = 300
_QUOTES = re.compile(r"^(?:[ \t]*>)+", re.MULTILINE)
_INDENTED_ITEM = re.compile(r"^([ \t>]*)(?:[*+-]|\d+[.]|:|\[\^)", re.MULTILINE)


# Each that does something with a text asks for itself: a preview does so five times.
@lru_cache(maxsize=2)
def check_limits(source: str) -> None:
    """Raise TooComplex if a text is too long, or too intricate to be parsed in time."""
    # Surrogates are not valid characters, but they must not cause a crash.
    if (
        len(source) > MAX_BODY_BYTES
        or len(source.encode("utf-8", "surrogatepass")) > MAX_BODY_BYTES
    ):
        raise TooComplex(TOO_LONG)
    checks = (_has_too_many, _is_too_deep, _repeats_too_much)
    if any(check(source) for check in checks):
        raise TooComplex(TOO_COMPLEX)


def _count_bytes(source: str) -> int:
    # Surrogates are not valid characters, but they must not cause a crash.
    return len(source.encode("utf-8", "surrogatepass"))


def _has_too_many(source: str) -> bool:
    """Return whether a text has too many of anything that costs time per occurrence."""
    lines = source.count("\n") + 1
    return (
        any(source.count(sign) > most for sign, most in _SIGNS)
        or _exceeds(source, source.count("[["), _WIKI_LINK, _MOST_WIKI_LINKS)
        or _exceeds(source, source.count("*") + source.count("_"), _EMPHASIS, _MOST_EMPHASIS)
        or any(_exceeds(source, lines, pattern, most) for pattern, most in _LINES)
    )


def _exceeds(source: str, bound: int, pattern: re.Pattern[str], most: int) -> bool:
    """Return whether a pattern, which matches `bound` times at the most, matches too often."""
    return bound > most and sum(1 for _ in pattern.finditer(source)) > most


def _is_too_deep(source: str) -> bool:
    """Return whether quotes or lists are nested too deeply."""
    return any(found[0].count(">") > MAX_QUOTE_DEPTH for found in _QUOTES.finditer(source)) or any(
        len(found[1].expandtabs(4)) > MAX_INDENT for found in _INDENTED_ITEM.finditer(source)
    )


def _repeats_too_much(source: str) -> bool:
    """Return whether the meaning of an abbreviation is too long to be repeated."""
    return any(len(found[1]) > MAX_ABBREVIATION_LENGTH for found in _ABBREVIATION.finditer(source))
