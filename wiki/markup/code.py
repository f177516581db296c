"""Find the code in a Markdown source in linear time, so that wiki links in code stay as written.

The renderer uses the fences of this module, so both agree about them by construction.
Code spans and indented code follow Python-Markdown's rules as closely as a scan without
a parse tree can; where they differ, the renderer restores the text as it was written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\r\n]*)")
_INDENTED = re.compile(r" {4}| {0,3}\t")
_CONTAINER = re.compile(r" {0,3}(?:[*+-][ \t]|\d+\.[ \t]|:[ \t]|\[\^[^\]]*\]:)")
# Two backticks do not pair across list items, headings, quotes or table rows.
_NEW_CONTEXT = re.compile(r"\s*(?:[*+-][ \t]|\d+\.[ \t]|:[ \t]|\[\^[^\]]*\]:|#|>|\|)")
_TICKS = re.compile(r"`+")
_LANGUAGE = re.compile(r"\.?([A-Za-z0-9#.+-]+)")

Span = tuple[int, int]


@dataclass(frozen=True)
class Fence:
    """A fenced block: its place in the source, its language and its code."""

    start: int
    end: int
    language: str
    code: str


@dataclass(frozen=True)
class _Line:
    """A line with its place in the source."""

    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Return whether the line has nothing but white space."""
        return not self.text.strip()


def find_fences(source: str) -> tuple[Fence, ...]:
    """Return the closed fenced blocks in order; a fence that is never closed is plain text."""
    return tuple(_iterate_fences(_split_lines(source)))


def find_code(source: str) -> list[Span]:
    """Return the places of fences, indented code and code spans, in order."""
    lines = _split_lines(source)
    fences = [(fence.start, fence.end) for fence in _iterate_fences(lines)]
    spans = list(fences)
    for block in _split_blocks(lines, fences):
        spans.extend(block)
    return sorted(spans)


def _split_lines(source: str) -> list[_Line]:
    """Split the source at line feeds only, as Python-Markdown does."""
    matches = _LINE.finditer(source)
    return [_Line(m.start(), m.end(), m[0]) for m in matches if m[0]]


def _iterate_fences(lines: list[_Line]) -> Iterator[Fence]:
    """Pair each opening fence with the next line that is exactly the same fence."""
    closing: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.text.startswith(("```", "~~~")):
            closing.setdefault(line.text.rstrip(), []).append(number)
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number].text)
        last = _next_after(closing.get(opening["fence"], []), number) if opening else None
        if opening and last is not None:
            yield _fence(lines, number, last, opening["info"])
            number = last
        number += 1


def _next_after(numbers: list[int], number: int) -> int | None:
    """Return the first of the sorted numbers that is greater."""
    place = bisect_right(numbers, number)
    return numbers[place] if place < len(numbers) else None


def _fence(lines: list[_Line], first: int, last: int, info: str) -> Fence:
    """Build the fence between two lines."""
    language = _LANGUAGE.match(info)
    return Fence(
        start=lines[first].start,
        end=lines[last].start + len(lines[last].text.rstrip()),
        language=language[1] if language else "",
        code="".join(line.text for line in lines[first + 1 : last]),
    )


def _split_blocks(lines: list[_Line], fences: list[Span]) -> Iterator[list[Span]]:
    """Yield the code of each block between blank lines and fences."""
    block: list[_Line] = []
    in_container = False
    ends = iter([*fences, *_end(lines)])
    fence = next(ends, (0, 0))
    for line in [*lines, _Line(-1, -1, "")]:
        while line.start >= fence[1] > 0:
            fence = next(ends, (0, 0))
        if not (line.is_blank or _is_inside(fence, line)):
            block.append(line)
            continue
        if block:
            indented = bool(_INDENTED.match(block[0].text))
            yield _block_code(block, indented and not in_container)
            in_container = (in_container and indented) or _has_container(block)
            block = []
        # A fence is a separate block, which ends a list.
        in_container = in_container and line.is_blank


def _end(lines: list[_Line]) -> list[Span]:
    """Return the end of the text as an empty fence after all lines."""
    return [(lines[-1].end, lines[-1].end)] if lines else []


def _is_inside(fence: Span, line: _Line) -> bool:
    return fence[0] <= line.start < fence[1]


def _has_container(block: list[_Line]) -> bool:
    return any(_CONTAINER.match(line.text) for line in block)


def _block_code(block: list[_Line], is_code: bool) -> list[Span]:
    """Return the code of a block: its indented beginning, then the code spans of the rest."""
    spans: list[Span] = []
    context: list[_Line] = []
    for line in block:
        is_code = is_code and bool(_INDENTED.match(line.text))
        if is_code:
            spans.append((line.start, line.end))
            continue
        if context and _NEW_CONTEXT.match(line.text):
            spans.extend(_code_spans(context))
            context = []
        context.append(line)
    spans.extend(_code_spans(context))
    return spans


def _code_spans(context: list[_Line]) -> Iterator[Span]:
    """Pair runs of backticks of the same length, from left to right."""
    text = "".join(line.text for line in context)
    if "`" not in text:
        return
    offset = context[0].start
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    places: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(number)
    number = 0
    while number < len(runs):
        start, end = runs[number]
        # An escaped backtick cannot open a code span, but it can close it.
        start += is_escaped(text, start)
        last = _next_after(places.get(end - start, []), number)
        if last is not None and end > start:
            yield offset + start, offset + runs[last][1]
            number = last
        number += 1


def is_escaped(text: str, place: int) -> bool:
    """Return whether the character at a place is escaped by a backslash."""
    first = place
    while first and text[first - 1] == "\\":
        first -= 1
    return (place - first) % 2 == 1
