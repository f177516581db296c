"""Find again in a text the words that somebody has said something about."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

# How many lines before and after the line of old are looked at for words that have changed.
_NEAR = 60
# How alike two passages are that are taken for the same, in per cent.
_ALIKE = 65
# How many characters are compared, of a quote with its line, and of the lines near it: the time
# that it takes grows with both, and a line may be as long as a text.
_LONGEST, _MOST = 300, 20_000
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
    start = _find_nearest(quote, line, text)
    if start >= 0:
        return _spot_at(text, start, len(quote))
    return _find_alike(_cut_out(quote, whole) or quote, line, text.split("\n"))


def _find_nearest(quote: str, line: int, text: str) -> int:
    """Return where a quote stands nearest to a line, of two the earlier; -1 if it is nowhere."""
    here = _begin_of(line, text)
    after = text.find(quote, here)
    before = text.rfind(quote, 0, max(here + len(quote) - 1, 0))
    if before < 0 or (
        after >= 0 and text.count("\n", here, after) < text.count("\n", before, here)
    ):
        return after
    return text.find(quote, text.rfind("\n", 0, before) + 1)


def _begin_of(line: int, text: str) -> int:
    before = text.split("\n")[: max(line - 1, 0)]
    return min(sum(len(words) + 1 for words in before), len(text))


def _cut_out(quote: str, whole: str) -> str:
    """Return a quote with as much of its line around it as is compared."""
    start = max(whole.find(quote) - (_LONGEST - len(quote)) // 2, 0)
    return whole[start : start + _LONGEST]


def _spot_at(text: str, start: int, length: int) -> Spot:
    return Spot(text.count("\n", 0, start) + 1, start, start + length)


def _find_alike(quote: str, line: int, lines: list[str]) -> Spot | None:
    near = _near(line, lines)
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


def _near(line: int, lines: list[str]) -> dict[int, str]:
    """Return the lines around a line that are not empty, the nearest first, as many as fit."""
    first, last = max(line - 1 - _NEAR, 0), min(line + _NEAR, len(lines))
    near: dict[int, str] = {}
    count = 0
    for at in sorted(range(first, last), key=lambda at: abs(at + 1 - line)):
        if count < _MOST and lines[at]:
            near[at] = lines[at]
            count += len(lines[at])
    return near
