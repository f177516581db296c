"""Count sentences, their words and how hard they are to read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from wiki.advice.outline import Prose, TextPlace

# A word may hold a hyphen, an apostrophe or a full stop (t.ex.); numbers are words, read out.
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]*_]*+(?=\s)")
_SIGN = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"[^\W_]+$")
_NEAR = 20  # characters before and after, in which a sentence ends and the next begins
# After these, and after a single letter, a full stop ends no sentence: names and numbers follow.
_SHORT = frozenset(
    "bl ca cf dr ed ex fig inkl jfr kap kl mr mrs nr pp prof resp sid st tab tel tex vol vs".split()
)
# What a list ends with ends its sentence too.
_AND_SO_ON = ("etc", "m.fl", "m.m", "osv")
# Of Björnsson: a long word has more letters than this.
_LONG_WORD = 6
# Shorter texts give a number that says nothing.
_FEWEST_WORDS = 100


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number of words, and where it stands."""

    words: int
    place: TextPlace


def iterate_sentences(prose: Iterable[Prose]) -> Iterator[Sentence]:
    """Yield the sentences of a text; each paragraph ends one."""
    for paragraph in prose:
        for start, end in _divide(paragraph.words):
            found = list(_WORD.finditer(paragraph.words, start, end))
            if found:
                place = paragraph.find(found[0].start(), end)
                yield Sentence(len(found), place)


def _divide(words: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a paragraph begins and ends."""
    start = 0
    for found in _END.finditer(words):
        if _is_end(words, found):
            yield start, found.end()
            start = found.end()
    yield start, len(words.rstrip())


def _is_end(words: str, found: re.Match[str]) -> bool:
    """Return whether a sentence ends here: what follows begins as one, and nothing is shortened."""
    following = _SIGN.search(words, found.end(), found.end() + _NEAR)
    if following is None or following[0].islower():
        return False
    if found[0].startswith(("!", "?", "…", "..")):
        return True
    before = words[max(0, found.start() - _NEAR) : found.start()].lower()
    last = _LAST_WORD.search(before)
    if last is None or before.endswith(_AND_SO_ON):
        return True
    return last[0] not in _SHORT and (len(last[0]) > 1 or last[0].isdigit())


def has_words(prose: Iterable[Prose], count: int) -> bool:
    """Return whether a text has at least so many words."""
    words = (word for each in prose for word in _WORD.finditer(each.words))
    return sum(1 for _ in islice(words, count)) == count


def measure_lix(prose: Iterable[Prose], sentences: int) -> int | None:
    """Return the LIX of a text: words per sentence, and the share of long words in per cent.

    C. H. Björnsson (1968), "Läsbarhet", Liber. None for a text that is too short for it.
    """
    words = [word for each in prose for word in _WORD.findall(each.words)]
    if len(words) < _FEWEST_WORDS:
        return None
    long = sum(1 for word in words if len(word) > _LONG_WORD)
    return round(len(words) / sentences + 100 * long / len(words))
