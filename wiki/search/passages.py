"""Divide a text into passages, and tell running text from tables, lists and references."""

import re
from bisect import bisect_right
from itertools import accumulate, pairwise

# The answer is early enough in longer texts; reading a whole book for a snippet costs too much.
MOST_CHARACTERS = 40_000
# Table cells, headings and listed titles are shorter than most sentences.
_SHORTEST_RUNNING = 50
_SOURCES = re.compile(
    r"(?:käll(?:or|förteckning)|referens(?:er|lista)|litteratur(?:lista)?|noter|sources"
    r"|references|bibliography|literature|notes)(?: (?:och|and) \w+)?:?",
    re.IGNORECASE,
)
# A line that ends with one of these needs no separator before the next line.
_ENDS = (".", "!", "?", "…", ":", ";", ",", "”", '"')
# Put between other lines and a capital letter, since listed names would run together.
_SEPARATOR = " · "
_SENTENCE = re.compile(r"[.!?…][\"”’»)]* (?=[\"“”«(]*[A-ZÅÄÖÉ\d])| · ")
_SCHEMES = ("http://", "https://")
_DOI = re.compile(r"\bdoi:")
# A name and a year, as lists of references write them.
_REFERENCE = re.compile(r"[^.]{0,80},? [A-ZÅÄÖ]\..{0,150}\(\d{4}[a-z]?\)", re.IGNORECASE)


class Passages:
    """A text as one line to show, and which places of it are in running text.

    The text comes with a line for each block, as articles store it. Lines that do not end like
    sentences are followed by a dot in the middle of the line.
    """

    def __init__(self, text: str) -> None:
        lines = map(str.split, _first(text).split("\n"))
        self._lines = [" ".join(line) for line in lines if line]
        shown = [_with_end(*pair) for pair in pairwise([*self._lines, ""])]
        self._starts = list(accumulate(map(len, shown), initial=0))
        self.text = "".join(shown).removesuffix(" ")
        self._running: dict[int, bool] = {}  # cached, since every word that is found asks for it
        self._sources_from = next(
            (place for place, line in enumerate(self._lines) if _SOURCES.fullmatch(line)),
            len(self._lines),
        )

    def is_running(self, spot: int) -> bool:
        """Tell whether a place of the text is in sentences, and before any list of sources."""
        place = bisect_right(self._starts, spot) - 1
        known = self._running.get(place)
        if known is None:
            known = self._running[place] = self._is_running(place)
        return known

    def _is_running(self, place: int) -> bool:
        line = self._lines[place]
        is_long = len(line) >= _SHORTEST_RUNNING
        return is_long and place < self._sources_from and not _is_reference(line)


def _is_reference(line: str) -> bool:
    """Tell whether a line is a reference; cheap tests for plain letters come first."""
    lower = line.lower()
    if any(scheme in lower for scheme in _SCHEMES) or _REFERENCE.match(line):
        return True
    return "doi:" in lower and _DOI.search(lower) is not None


def _with_end(line: str, following: str) -> str:
    is_apart = following[:1].isupper() and not line.endswith(_ENDS)
    return line + (_SEPARATOR if is_apart else " ")


def sentence_start(text: str, spot: int, at_most: int) -> int | None:
    """Return where the sentence around `spot` begins, or None when that is farther away."""
    begin = max(0, spot - at_most)
    starts = [found.end() for found in _SENTENCE.finditer(text, begin, spot)]
    return starts[-1] if starts else None if begin else 0


def _first(text: str) -> str:
    """Return the first MOST_CHARACTERS of a text, cut between words."""
    if len(text) <= MOST_CHARACTERS:
        return text
    beginning = text[:MOST_CHARACTERS]
    if text[MOST_CHARACTERS].isspace():
        return beginning
    return beginning.rpartition(" ")[0] or beginning
