"""Tell the running text of an article from its tables, lists of links and references."""

import re
from bisect import bisect_right
from itertools import accumulate, pairwise

# Longer texts hold their answer early enough; reading all of a book for a line costs too much.
MOST_CHARACTERS = 40_000
# Cells of tables, headings and names of articles in a list are shorter than most sentences.
_SHORTEST_RUNNING = 50
_SOURCES = re.compile(
    r"(?:käll(?:or|förteckning)|referens(?:er|lista)|litteratur(?:lista)?|noter|sources"
    r"|references|bibliography|literature|notes)(?: (?:och|and) \w+)?:?",
    re.IGNORECASE,
)
# What ends a sentence, or the cell of a table, so that the next may stand beside it.
_ENDS = (".", "!", "?", "…", ":", ";", ",", "”", '"')
# Between one that does not and a capital: names in a list read as one otherwise.
_BESIDE = " · "
_SENTENCE = re.compile(r"[.!?…][\"”’»)]* (?=[\"“”«(]*[A-ZÅÄÖÉ\d])| · ")
_ADDRESSES = ("http://", "https://")
_DOI = re.compile(r"\bdoi:")
# A year as lists of references write it, behind the name of a person.
_REFERENCE = re.compile(r"[^.]{0,80},? [A-ZÅÄÖ]\..{0,150}\(\d{4}[a-z]?\)", re.IGNORECASE)


class Passages:
    """Hold a text as it is shown, in one line, and where in it sentences stand.

    `text` comes with a line for each block, as articles keep their plain text; shown, a dot stands
    between those that do not end as a sentence does.
    """

    def __init__(self, text: str) -> None:
        lines = map(str.split, _first(text).split("\n"))
        self._lines = [" ".join(line) for line in lines if line]
        shown = [_with_end(*pair) for pair in pairwise([*self._lines, ""])]
        self._starts = list(accumulate(map(len, shown), initial=0))
        self.text = "".join(shown).removesuffix(" ")
        self._running: dict[int, bool] = {}  # asked for with each word that is found
        self._sources_from = next(
            (place for place, line in enumerate(self._lines) if _SOURCES.fullmatch(line)),
            len(self._lines),
        )

    def is_running(self, spot: int) -> bool:
        """Tell whether a place of the text stands in sentences, before any list of sources."""
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
    """Tell whether a line names a source. Looking for plain letters costs next to nothing."""
    lower = line.lower()
    if any(one in lower for one in _ADDRESSES) or _REFERENCE.match(line):
        return True
    return "doi:" in lower and _DOI.search(lower) is not None


def _with_end(line: str, following: str) -> str:
    is_apart = following[:1].isupper() and not line.endswith(_ENDS)
    return line + (_BESIDE if is_apart else " ")


def sentence_start(text: str, spot: int, at_most: int) -> int | None:
    """Return where the sentence around `spot` begins; None when that is farther away."""
    begin = max(0, spot - at_most)
    starts = [found.end() for found in _SENTENCE.finditer(text, begin, spot)]
    return starts[-1] if starts else None if begin else 0


def _first(text: str) -> str:
    """Return as much of a text as is looked at, cut between words."""
    if len(text) <= MOST_CHARACTERS:
        return text
    kept = text[:MOST_CHARACTERS]
    return kept if text[MOST_CHARACTERS].isspace() else kept.rpartition(" ")[0] or kept
