"""Blank the code in a Markdown source, so that what looks like mark-up in it is not taken for any.

The scan needs no parse tree and takes linear time. It decides only what a merge may touch and what
a form says of it; the renderer has a parser of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

_BEGIN = r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
_OPENING = re.compile(rf"{_BEGIN}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})")
_CLOSING = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*$")
_INDENTED = re.compile(r" {4}| {0,3}\t")
# What is indented after these belongs to a list, a description or a note.
_CONTAINER = re.compile(r" {0,3}(?:[-*+:][ \t]|\d{1,9}[.)][ \t]|\[\^[^\]\n]*\]:)")
_TICKS = re.compile(r"`+")
_NOT_A_LINE_END = re.compile(r"[^\n]")


def blank_code(source: str) -> str:
    """Return the source with a blank for each character of code, so that places stay the same."""
    lines = source.split("\n")
    is_code = _mark_fences(lines)
    _mark_indented(lines, is_code)
    kept = [_blank(line) if code else line for line, code in zip(lines, is_code, strict=True)]
    return "\n\n".join(_blank_spans(block) for block in "\n".join(kept).split("\n\n"))


def _blank(text: str) -> str:
    return _NOT_A_LINE_END.sub(" ", text)


def _mark_fences(lines: list[str]) -> list[bool]:
    """Return which lines are in a fenced block; a fence that is never closed is text."""
    is_code = [False] * len(lines)
    closings = [
        (number, found["fence"])
        for number, line in enumerate(lines)
        if (found := _CLOSING.match(line.rstrip("\r")))
    ]
    longest = _longest_after(closings)
    number = at = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number].rstrip("\r"))
        while at < len(closings) and closings[at][0] <= number:
            at += 1
        if opening and longest[at].get(opening["fence"][0], 0) >= len(opening["fence"]):
            while not closings[at][1].startswith(opening["fence"]):
                at += 1
            last = closings[at][0]
            is_code[number : last + 1] = [True] * (last + 1 - number)
            number = last
        number += 1
    return is_code


def _longest_after(closings: list[tuple[int, str]]) -> list[dict[str, int]]:
    """Return the longest fence of each sign from each closing line on, so no search is in vain."""
    longest: list[dict[str, int]] = [{}]
    for _number, fence in reversed(closings):
        last = longest[-1]
        longest.append({**last, fence[0]: max(len(fence), last.get(fence[0], 0))})
    return longest[::-1]


def _mark_indented(lines: list[str], is_code: list[bool]) -> None:
    """Mark the lines of indented code: after a blank line, outside of lists and notes."""
    in_container, after_blank = False, True
    for number, line in enumerate(lines):
        is_indented = _INDENTED.match(line) is not None
        if not line.strip():
            after_blank = True
            continue
        if is_code[number]:
            continue
        if is_indented and after_blank and not in_container:
            is_code[number] = True
            continue
        if not is_indented:
            in_container = _CONTAINER.match(line) is not None or (in_container and not after_blank)
        after_blank = False


def _blank_spans(block: str) -> str:
    """Blank the code spans of a block: from one run of backticks to the next of its length."""
    if "`" not in block:
        return block
    parts, place = [], 0
    for start, end in _find_spans(block):
        parts += [block[place:start], _blank(block[start:end])]
        place = end
    return "".join([*parts, block[place:]])


def _find_spans(block: str) -> Iterator[tuple[int, int]]:
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(block)]
    places: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(number)
    number = 0
    while number < len(runs):
        start, end = runs[number]
        start += start > 0 and block[start - 1] == "\\"  # an escaped sign opens nothing
        same = places.get(end - start, [])
        place = bisect_right(same, number)
        if end > start and place < len(same):
            number = same[place]
            yield start, runs[number][1]
        number += 1
