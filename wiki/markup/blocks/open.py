"""The blocks of a text that are open while its lines are read."""

from wiki.markup.blocks.callouts import take_callout
from wiki.markup.blocks.definitions import Definitions
from wiki.markup.blocks.leaves import Paragraph
from wiki.markup.blocks.line import Line
from wiki.markup.blocks.nodes import Block, Fit, Item, Note, Quote, Root
from wiki.markup.blocks.tasks import take_task

# Deeper than anybody reads; whatever would be deeper is text.
_MOST_DEPTH = 40


class OpenBlocks:
    """The blocks from the root to the innermost open one, the tip."""

    def __init__(self) -> None:
        self.root = Root(Line("", 0, 0))
        self.tip: Block = self.root
        self.matched: Block = self.root  # the innermost block with which the line goes on
        self.notes: list[Note] = []
        self.definitions = Definitions()

    def match(self, line: Line) -> bool:
        """Find the open blocks with which a line goes on; return whether it is read already."""
        block: Block = self.root
        while block.children and block.children[-1].is_open:
            child = block.children[-1]
            fit = child.fit(line)
            if fit is Fit.LAST:
                self.matched = child
                self.close_unmatched()
                self.close(child)
                return True
            if fit is Fit.ENDS:
                break
            block = child
        self.matched = block
        return False

    def close_unmatched(self) -> None:
        """Close the blocks with which the line does not go on."""
        while self.tip is not self.matched:
            self.close(self.tip)

    def close(self, block: Block) -> None:
        """Close the tip."""
        if isinstance(block, Paragraph):
            self.take_references(block)
        elif isinstance(block, Quote):
            block.callout = take_callout(block)
        elif isinstance(block, Item):
            block.task = take_task(block)
        block.finish()
        if block.parent is not None:
            self.tip = block.parent

    def close_all(self) -> None:
        """Close everything at the end of the text."""
        self.matched = self.root
        self.close_unmatched()
        self.close(self.root)

    def add(self, block: Block) -> None:
        """Open a block in the innermost block that may hold it."""
        self.close_unmatched()
        while not self.tip.holds(block):
            self.close(self.tip)
        block.parent = self.tip
        block.depth = self.tip.depth + 1
        self.tip.children.append(block)
        self.tip = self.matched = block

    def is_deep(self) -> bool:
        """Return whether no more blocks may be opened inside those that the line goes on with."""
        return self.matched.depth >= _MOST_DEPTH

    def take_references(self, paragraph: Paragraph) -> None:
        """Take the definitions of links from the beginning of a paragraph."""
        if not paragraph.pieces or not paragraph.pieces[0][1].startswith("["):
            return
        text = "\n".join(piece for _, piece in paragraph.pieces)
        end = self.definitions.take_references(text)
        while end > 0 and paragraph.pieces:
            end -= len(paragraph.pieces.pop(0)[1]) + 1
