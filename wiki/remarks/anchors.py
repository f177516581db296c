"""Find again in a text the words that somebody has said something about."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

# How many lines before and after the line of old are looked at for words that have changed.
_NEAR = 60
# How alike two passages are that are taken for the same, in per cent.
_ALIKE = 65
# How much less alike a passage is taken to be for each line that it is away from where it was.
_FAR = 0.25


@dataclass(frozen=True)
class Spot:
    """Where quoted words stand in a text: the line from 1, and the offsets of the passage.

    `has_changed` is whether the words are only alike; then the passage is the whole line.
    """

    line: int
    start: int
    end: int
    has_changed: bool = False


def find_spot(quote: str, line: int, text: str, whole: str = "") -> Spot | None:
    """Return where a quote from `line` of an earlier text is now; None if its words are gone.

    `whole` is all that the line said then: a quote of two words says little of where it was.
    """
    exact = [_spot_at(text, start, len(quote)) for start in _occurrences(quote, text)]
    if exact:
        return min(exact, key=lambda spot: abs(spot.line - line))
    return _find_alike(whole or quote, line, text.split("\n"))


def _occurrences(quote: str, text: str) -> list[int]:
    found, start = [], text.find(quote)
    while start >= 0:
        found.append(start)
        start = text.find(quote, start + 1)
    return found


def _spot_at(text: str, start: int, length: int) -> Spot:
    return Spot(text.count("\n", 0, start) + 1, start, start + length)


def _find_alike(quote: str, line: int, lines: list[str]) -> Spot | None:
    first = max(line - 1 - _NEAR, 0)
    near = {at: lines[at] for at in range(first, min(line + _NEAR, len(lines))) if lines[at]}
    # In a longer line the quote may be a passage; of a shorter one, all of it counts.
    longer = {at: words for at, words in near.items() if len(words) >= len(quote)}
    scored = [
        (score - _FAR * abs(at + 1 - line), at)
        for lines_of, scorer in ((longer, fuzz.partial_ratio), (near, fuzz.ratio))
        for _words, score, at in process.extract(
            quote, lines_of, scorer=scorer, score_cutoff=_ALIKE, limit=None
        )
    ]
    if not scored:
        return None
    at = max(scored)[1]
    start = sum(len(words) + 1 for words in lines[:at])
    return Spot(at + 1, start, start + len(lines[at]), has_changed=True)
