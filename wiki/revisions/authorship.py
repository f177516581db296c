"""Who is an author of a text: who began it, and who wrote a share of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wiki.citations.credits import Credit, Credits

# Less than both is a correction, since one word is a large share of a short text; half a text is
# never one.
SMALLEST_SHARE = 0.1
FEWEST_WORDS = 10
HALF = 0.5

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Share:
    """How many words somebody added to a text in all their versions of it."""

    credit: Credit
    words: int


def count_words_added(before: str, after: str) -> int:
    """Return how many words of a text the text before it did not have, wherever they stand."""
    return (_words(after) - _words(before)).total()


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def choose_authors(shares: Sequence[Share]) -> Credits:
    """Tell authors from contributors; the first share is that of who began the text."""
    total = sum(share.words for share in shares)
    authors: list[Credit] = []
    contributors: list[Credit] = []
    for place, share in enumerate(shares):
        is_author = place == 0 or _is_large(share.words, total)
        (authors if is_author else contributors).append(share.credit)
    return Credits(authors, contributors)


def _is_large(words: int, total: int) -> bool:
    if words >= FEWEST_WORDS:
        return words >= SMALLEST_SHARE * total
    return words > 0 and words >= HALF * total
