"""Split Swedish compounds: "äldreomsorg" is "äldre" and "omsorg"."""

from collections.abc import Callable

from wiki.search.language.analysis import stem
from wiki.search.language.common_parts import COMMON_PARTS

# For parts known from the corpus alone: shorter ones split words at random ("be", "mer", "tal").
SHORTEST_LEARNT_PART = 4
SHORTEST_PART = 2
SHORTEST_COMPOUND = 6
# "Arbetsmarknadsutbildning" has three parts. Finding more parts is guesswork.
MOST_PARTS = 4
# The letters that link parts in Swedish: "arbets-", "kvinno-", "gatu-".
_LINKING_LETTERS = ("", "s", "o", "u", "e", "a")
_MEMORY = 50_000
# Endings that look like words: "landskap" and "utanförskap" have nothing to do with "skap".
_ENDINGS = frozenset({"ande", "bar", "dom", "else", "ende", "het", "isk", "lig", "ning", "skap"})

_COMMON_STEMS = frozenset(stem(part, "sv") for part in COMMON_PARTS)


def is_common(word: str) -> bool:
    """Tell whether a Swedish word is in the shipped list, in any inflection."""
    return stem(word, "sv") in _COMMON_STEMS


# Returns the stems of the parts of a compound, or nothing for other words.
Split = Callable[[str], tuple[str, ...]]


class Splitter:
    """Split words into parts that are known from a shipped list or as whole words of the corpus."""

    def __init__(self, is_known_stem: Callable[[str], bool]) -> None:
        self._is_known_stem = is_known_stem
        self._memory: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing for other words."""
        found = self._memory.get(word)
        if found is None:
            found = self._split_whole(word)
            if len(self._memory) < _MEMORY:
                self._memory[word] = found
        return found

    def _split_whole(self, word: str) -> tuple[str, ...]:
        _letter, hyphen, rest = word.partition("-")
        if hyphen and rest:  # "e-hälsa"
            return (stem(rest, "sv"), *self._split_whole(rest))
        found = self._split(word, MOST_PARTS) if len(word) >= SHORTEST_COMPOUND else ()
        return found if len(found) > 1 else ()

    def _split(self, word: str, room: int) -> tuple[str, ...]:
        """Return the fewest parts; of equals, those with the longest last part, the head."""
        best: tuple[str, ...] = ()
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head = self._head(word[cut:])
            if not head:
                continue
            front = self._front(word[:cut], room - 1)
            if front and (not best or len(front) + 1 < len(best)):
                best = (*front, head)
        return best

    def _head(self, word: str) -> str:
        """Return the stem of a last part, which may be inflected, or "" when it is no word."""
        if word in COMMON_PARTS:
            return stem(word, "sv")
        if len(word) < SHORTEST_LEARNT_PART or word in _ENDINGS:
            return ""
        found = stem(word, "sv")
        if found in _COMMON_STEMS:
            return found
        return found if self._is_learnt(found) else ""

    def _front(self, word: str, room: int) -> tuple[str, ...]:
        """Return the parts of all that comes before the head."""
        for link in _LINKING_LETTERS:
            if word.endswith(link):
                bare = word.removesuffix(link) if link else word
                found = self._modifier(bare)
                if found:
                    return (found,)
        return self._split_front(word, room) if room > 1 else ()

    def _split_front(self, word: str, room: int) -> tuple[str, ...]:
        for link in ("", "s"):
            if word.endswith(link) and len(word) >= SHORTEST_COMPOUND:
                found = self._split(word.removesuffix(link) if link else word, room)
                if found:
                    return found
        return ()

    def _modifier(self, word: str) -> str:
        """Return the stem of a part before the last: a base form, or cut to its stem ("skol")."""
        if len(word) < SHORTEST_PART:
            return ""
        if word in COMMON_PARTS or (len(word) > 2 and word in _COMMON_STEMS):
            return stem(word, "sv")
        found = stem(word, "sv")
        return found if self._is_learnt(found) else ""

    def _is_learnt(self, word_stem: str) -> bool:
        return len(word_stem) >= SHORTEST_LEARNT_PART and self._is_known_stem(word_stem)
