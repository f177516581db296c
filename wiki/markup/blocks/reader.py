"""Read a text line by line into blocks."""

from dataclasses import dataclass

from wiki.markup.blocks.definitions import Definitions
from wiki.markup.blocks.leaves import Leaf, Paragraph
from wiki.markup.blocks.line import Line
from wiki.markup.blocks.nodes import Note, Root
from wiki.markup.blocks.open import OpenBlocks
from wiki.markup.blocks.starts import start_block


@dataclass(frozen=True)
class Structure:
    """The blocks of a text, its notes in their order, and what it defines."""

    root: Root
    notes: list[Note]
    definitions: Definitions


def read_blocks(lines: list[str]) -> Structure:
    """Return the structure of a text."""
    blocks = OpenBlocks()
    start = 0
    for number, text in enumerate(lines):
        _read_line(blocks, Line(text, start, number))
        start += len(text) + 1
    blocks.close_all()
    return Structure(blocks.root, blocks.notes, blocks.definitions)


def _read_line(blocks: OpenBlocks, line: Line) -> None:
    """Go on with open blocks, begin new ones, and add the text to the innermost."""
    innermost = blocks.tip
    if blocks.match(line):
        return
    is_unmatched = blocks.matched is not innermost
    while _may_start(blocks, line) and start_block(blocks, line):
        is_unmatched = False
    if line.is_read:
        return
    if is_unmatched and isinstance(innermost, Paragraph) and not line.is_blank:
        innermost.add(line)  # although it lacks the signs of the blocks around it
        return
    blocks.close_unmatched()
    _add_text(blocks, line)


def _may_start(blocks: OpenBlocks, line: Line) -> bool:
    """Return whether a block may begin here, which it may not in code."""
    block = blocks.matched
    if isinstance(block, Leaf) and not block.may_end_early:
        return False
    return not (line.is_read or line.is_blank or blocks.is_deep())


def _add_text(blocks: OpenBlocks, line: Line) -> None:
    """Add what is left of a line to the innermost block, or begin a paragraph with it."""
    if not isinstance(blocks.tip, Leaf):
        if line.is_blank:
            return
        blocks.add(Paragraph(line))
    if isinstance(blocks.tip, Leaf):
        blocks.tip.add(line)
