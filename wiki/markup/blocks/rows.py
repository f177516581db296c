"""Tables: their rows and cells."""

import re
from collections.abc import Iterator

from wiki.markup.blocks.leaves import Paragraph, Table
from wiki.markup.blocks.line import Line
from wiki.markup.blocks.open import OpenBlocks
from wiki.markup.inline.wiki import WIKI_LINK
from wiki.markup.source import LeafText, join

_DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CUT = re.compile(r"\\.|\||\[\[")
_ALIGNS = {(True, True): "center", (True, False): "left", (False, True): "right"}

Piece = tuple[int, str]


def start_table(blocks: OpenBlocks, line: Line) -> bool:
    """Begin a table with the row of dashes, below a line with as many cells."""
    paragraph = blocks.matched
    if not isinstance(paragraph, Paragraph) or not paragraph.pieces:
        return False
    head = paragraph.pieces[-1]
    if "|" not in head[1] + line.text or not _DASHES.match(line.text, line.content):
        return False
    dashes = read_cells(line.piece())
    if len(dashes) != len(read_cells(head)):
        return False
    table = Table(line, head, [_read_align(cell) for cell in dashes])
    paragraph.pieces.pop()
    paragraph.end -= 1
    if not paragraph.pieces and paragraph.parent is not None:
        paragraph.parent.children.pop()
        blocks.tip = blocks.matched = paragraph.parent
    blocks.add(table)
    line.is_read = True
    return True


def _read_align(dashes: str) -> str:
    """Return how a column is aligned, or an empty text."""
    return _ALIGNS.get((dashes.startswith(":"), dashes.endswith(":")), "")


def read_cells(row: Piece) -> list[LeafText]:
    """Return the cells of a row; a pipe in a wiki link or after a backslash ends no cell."""
    start, text = row
    text = text.rstrip(" \t")
    first = 1 if text.startswith("|") else 0
    cells = [_read_cell(start, text, cell) for cell in _iterate_cells(text, first)]
    return cells


def _iterate_cells(text: str, place: int) -> Iterator[tuple[int, int, list[int]]]:
    """Yield where each cell begins and ends, and where its escaped pipes are."""
    start = place
    escaped: list[int] = []
    while found := _CUT.search(text, place):
        place = found.end()
        if found[0] == "|":
            yield start, found.start(), escaped
            start, escaped = place, []
        elif found[0] == "\\|":
            escaped.append(found.start())
        elif found[0] == "[[" and (link := WIKI_LINK.match(text, found.start())):
            # Written as elsewhere, or with the backslash that Obsidian adds.
            escaped += [
                place for place in range(link.start(), link.end()) if text.startswith("\\|", place)
            ]
            place = link.end()
    if start < len(text) or start == 0:
        yield start, len(text), escaped


def _read_cell(offset: int, text: str, cell: tuple[int, int, list[int]]) -> LeafText:
    """Return the text of a cell, without the backslashes before its pipes."""
    start, end, escaped = cell
    pieces: list[Piece] = []
    for place in escaped:
        pieces.append((offset + start, text[start:place]))
        start = place + 1
    pieces.append((offset + start, text[start:end]))
    place, first = pieces[0]
    pieces[0] = (place + len(first) - len(first.lstrip(" \t")), first.lstrip(" \t"))
    place, last = pieces[-1]
    pieces[-1] = (place, last.rstrip(" \t"))
    return join(pieces, between="")
