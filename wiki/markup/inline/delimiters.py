"""Emphasis and strike-through: which run of `*`, `_` or `~` opens and which closes."""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

_TAGS = {1: "em", 2: "strong"}


@dataclass(eq=False)
class Delimiter:
    """A run of signs; `closes` and `opens` become the tags that end and begin at it."""

    sign: str
    length: int
    can_open: bool
    can_close: bool
    left: int = 0  # how many signs are left
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.length


def make_delimiter(text: str, start: int, end: int) -> Delimiter:
    """Return the run of signs at a place, with what it may do there."""
    sign = text[start]
    before = _kind(text[start - 1] if start else "\n")
    after = _kind(text[end] if end < len(text) else "\n")
    opens = _leans(after, before)
    closes = _leans(before, after)
    if sign == "_" and opens and closes:
        opens, closes = before == ".", after == "."  # so that a name_with_it stays whole
    elif sign == "~" and end - start > 2:
        opens = closes = False
    return Delimiter(sign, end - start, opens, closes)


def _leans(near: str, far: str) -> bool:
    """Return whether a run belongs to the word on one side of it."""
    return near != " " and (near != "." or far != "w")


@lru_cache(maxsize=1024)
def _kind(sign: str) -> str:
    """Return " " for white space, "." for punctuation and symbols, "w" for all else."""
    if sign.isspace():
        return " "
    return "." if unicodedata.category(sign)[0] in "PS" else "w"


def pair(delimiters: list[Delimiter]) -> None:
    """Match the runs that close with those that open, each in the order of the text.

    What has been looked for in vain below a place is not looked for there again, so the time is
    linear in the number of runs.
    """
    openers: list[Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in delimiters:
        if closer.can_close:
            _close(closer, openers, bottoms)
        if closer.left and closer.can_open:
            openers.append(closer)


def _close(
    closer: Delimiter, openers: list[Delimiter], bottoms: dict[tuple[str, bool, int], int]
) -> None:
    """Match a run with as many openers as it has signs for."""
    key = (closer.sign, closer.can_open, closer.length % 3)
    while closer.left:
        bottom = bottoms.get(key, 0)
        place = len(openers) - 1
        while place >= bottom and not _fits(openers[place], closer):
            place -= 1
        if place < bottom:
            bottoms[key] = len(openers)
            return
        opener = openers[place]
        _join(opener, closer)
        del openers[place + bool(opener.left) :]
        for other, known in bottoms.items():
            bottoms[other] = min(known, len(openers))


def _fits(opener: Delimiter, closer: Delimiter) -> bool:
    """Return whether two runs may be a pair."""
    if opener.sign != closer.sign:
        return False
    if opener.sign == "~":
        return opener.left == closer.left
    if not (opener.can_close or closer.can_open):
        return True
    # So that `**a*b**` is not read as `*` `*a*` and a rest.
    return (opener.length + closer.length) % 3 != 0 or (
        opener.length % 3 == 0 and closer.length % 3 == 0
    )


def _join(opener: Delimiter, closer: Delimiter) -> None:
    """Use signs of both runs for a tag."""
    if opener.sign == "~":
        count, tag = opener.left, "del"
    else:
        count = 2 if opener.left >= 2 and closer.left >= 2 else 1
        tag = _TAGS[count]
    opener.left -= count
    closer.left -= count
    opener.opens.append(tag)
    closer.closes.append(tag)
