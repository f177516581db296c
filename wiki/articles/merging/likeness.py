"""Tell whether a note that was changed is still the same note, or another one."""

import re
from collections.abc import Mapping

from rapidfuzz.fuzz import ratio

# An address is one word, however it begins and whatever sign follows it.
_WORD = re.compile(r"https?://(?:www\.)?([^\s<>]*[^\s<>.,;/)])|([^\W_]+)")
# Which source it is shows in the first words, and each is compared with each.
_MOST_WORDS = 50
# Which share of the words of the shorter note (of 1) the longer one has if both are the same.
_SAME_NOTE = 0.8
# How much two words are alike (of 100) of which one has a slip of the pen.
_SAME_WORD = 85
# How much a word counts: long ones say more than "och", but an address no more than an author. Of
# two sources, the years and pages can be equal by chance.
_MOST_LETTERS, _NUMBER = 10, 3


def is_another_note(before: str, after: str) -> bool:
    """Return whether a note says something else, rather than the same in other words.

    What is added to a note, or taken out of it, leaves it the same, and so do slips that are put
    right. In doubt it is another one: a source that is named twice does less harm than a wrong one.
    """
    both = sorted((_weigh(before), _weigh(after)), key=lambda words: sum(words.values()))
    shorter, longer = both
    kept = sum(
        weight
        for word, weight in shorter.items()
        if word in longer or any(_are_alike(word, other) for other in longer)
    )
    return kept < _SAME_NOTE * sum(shorter.values())


def _weigh(note: str) -> Mapping[str, int]:
    """Return the first words of a note with how much each counts."""
    words = [address or word for address, word in _WORD.findall(note.casefold())]
    return {
        word: _NUMBER if word.isdigit() else min(len(word), _MOST_LETTERS)
        for word in words[:_MOST_WORDS]
    }


def _are_alike(word: str, other: str) -> bool:
    """Return whether two words are one with a slip; numbers, keys and addresses are others."""
    return word.isalpha() and other.isalpha() and ratio(word, other) >= _SAME_WORD
