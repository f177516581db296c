"""Wrap a title for a picture: whole words where they fit, balanced lines, a maximal number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Measure = Callable[[str], float]

_ELLIPSIS = "…"
_BEFORE_ELLIPSIS = ",.:;–-…"
# Balancing tries this many widths between half a line and a whole line.
_BALANCE_STEPS = 8


@dataclass(frozen=True)
class Wrapped:
    """The lines of a text; `is_whole` if no word is broken and nothing is left out."""

    lines: tuple[str, ...]
    is_whole: bool


def wrap(text: str, width: float, most_lines: int, measure: Measure) -> Wrapped:
    """Return `text` in at most `most_lines` lines; a text that is too long ends in an ellipsis."""
    widths = {word: measure(word) for word in set(text.split())}
    is_whole = all(word_width <= width for word_width in widths.values())
    pieces = [piece for word in text.split() for piece in _pieces(word, width, measure)]
    lines = _fill(pieces, width, measure)
    if len(lines) > most_lines:
        cut = [*lines[: most_lines - 1], _shorten(lines[most_lines - 1], width, measure)]
        return Wrapped(tuple(cut), is_whole=False)
    return Wrapped(tuple(_balance(pieces, lines, width, measure)), is_whole)


def _pieces(word: str, width: float, measure: Measure) -> Iterable[str]:
    """Yield a word, or its hyphenated parts if it is wider than a line."""
    while measure(word) > width and len(word) > 1:
        fits = _longest(word, width, measure, "-")
        yield word[:fits] + "-"
        word = word[fits:]
    yield word


def _longest(text: str, width: float, measure: Measure, ending: str) -> int:
    """Return how many characters of `text` fit together with `ending`: at least 1."""
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle] + ending) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _fill(pieces: Iterable[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        # A piece that ends in our hyphen is as wide as a line, so it always ends one.
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _shorten(line: str, width: float, measure: Measure) -> str:
    line = line.rstrip(_BEFORE_ELLIPSIS)
    if measure(line + _ELLIPSIS) <= width:
        return line + _ELLIPSIS
    words = line.split()
    for count in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:count]).rstrip(_BEFORE_ELLIPSIS)
        if measure(shorter + _ELLIPSIS) <= width:
            return shorter + _ELLIPSIS
    return line[: _longest(line, width, measure, _ELLIPSIS)] + _ELLIPSIS


def _balance(pieces: list[str], lines: list[str], width: float, measure: Measure) -> list[str]:
    """Return the same number of lines, as equal in length as possible: no lone last word."""
    least, most = width / 2, width
    best = lines
    for _ in range(_BALANCE_STEPS if len(lines) > 1 else 0):
        middle = (least + most) / 2
        tried = _fill(pieces, middle, measure)
        if len(tried) == len(lines) and all(measure(line) <= middle for line in tried):
            best, most = tried, middle
        else:
            least = middle
    return best
