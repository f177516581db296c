"""Cut words into grams: four letters side by side, which words that are written alike share."""

import zlib
from functools import lru_cache

from wiki.search.language.analysis import fold

_LETTERS = 4
# Stands before and after each word, so that the begin of one is not the middle of another.
_EDGE = "|"


def written_form(word: str) -> str:
    """Return a word as it is cut: without accents and hyphens."""
    return fold(word).replace("-", "")


@lru_cache(maxsize=20_000)
def grams(word: str) -> tuple[int, ...]:
    """Return the 32-bit hashes of the grams of a word; a word of one letter is a gram itself."""
    marked = f"{_EDGE}{written_form(word)}{_EDGE}"
    last = max(1, len(marked) - _LETTERS + 1)
    return tuple(
        zlib.crc32(marked[begin : begin + _LETTERS].encode("utf-8", "surrogatepass"))
        for begin in range(last)
    )
