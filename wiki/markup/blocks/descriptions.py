"""Lists of descriptions: a term on a line of its own, and below it `: what it means`."""

import re

from wiki.markup.blocks.leaves import DefinitionTerm, Paragraph
from wiki.markup.blocks.line import Line
from wiki.markup.blocks.nodes import Block, Description, Descriptions
from wiki.markup.blocks.open import OpenBlocks

_SIGN = re.compile(r":[ \t]+\S")
_WIDEST_SPACE = 4


def start_description(blocks: OpenBlocks, line: Line) -> bool:
    """Begin a description, if there is a term for it."""
    if _SIGN.match(line.text, line.content) is None:
        return False
    found = _find_list(blocks, line)
    if found is None:
        return False
    is_apart = line.number > found.children[-1].end + 1
    indent = line.indent
    description = Description(line, 0, is_apart)
    line.read_marker(1)
    space = line.indent if line.indent <= _WIDEST_SPACE else 1
    line.read_columns(space)
    description.width = indent + 1 + space
    found.is_open = True
    blocks.tip = blocks.matched = found
    blocks.add(description)
    return True


def _find_list(blocks: OpenBlocks, line: Line) -> Descriptions | None:
    """Return the list that a description belongs to; make it if it is the first."""
    block = blocks.matched
    if isinstance(block, Descriptions):
        blocks.close_unmatched()
        return block
    if isinstance(block, Paragraph):
        blocks.close(block)
        blocks.matched = blocks.tip  # a paragraph of definitions alone is no term, and done with
        return _make_list(blocks, block, line)
    last = block.children[-1] if block.children else None
    if isinstance(last, Paragraph) and not last.is_open and line.number == last.end + 2:
        return _make_list(blocks, last, line)
    return None


def _make_list(blocks: OpenBlocks, paragraph: Paragraph, line: Line) -> Descriptions | None:
    """Turn the lines of a paragraph into terms, of the list before it if there is one."""
    parent = paragraph.parent
    if parent is None or not paragraph.pieces:
        return None
    parent.children.pop()
    blocks.tip = blocks.matched = parent
    found = _reopen(blocks, parent)
    if found is None:
        found = Descriptions(line)
        found.start = paragraph.start
        blocks.add(found)
    for piece in paragraph.pieces:
        term = DefinitionTerm(line)
        term.end = paragraph.end
        term.pieces = [piece]
        blocks.add(term)
    blocks.close(blocks.tip)
    return found


def _reopen(blocks: OpenBlocks, parent: Block) -> Descriptions | None:
    """Open the last block of a block again, if it is a list of descriptions."""
    last = parent.children[-1] if parent.children else None
    if not isinstance(last, Descriptions):
        return None
    last.is_open = True
    blocks.tip = blocks.matched = last
    return last
