"""The kinds of block that hold blocks, and for each whether a line goes on with it."""

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from wiki.markup.blocks.line import CODE_INDENT, Line
from wiki.markup.source import LeafText

_QUOTE_INDENT = 3


class Fit(Enum):
    """What a line is to an open block."""

    GOES_ON = "goes on"
    ENDS = "ends"  # the line is not part of the block
    LAST = "last"  # the line is the end of the block, and read


class Block:
    """A part of a text, from its first line to its last; blank lines at its end do not count."""

    is_term = False

    def __init__(self, line: Line) -> None:
        self.start = self.end = line.number
        self.is_open = True
        self.depth = 0
        self.parent: Block | None = None
        self.children: list[Block] = []

    def fit(self, line: Line) -> Fit:
        """Read what a line has of this block, and return whether the line goes on with it."""
        return Fit.GOES_ON

    def holds(self, block: "Block") -> bool:
        """Return whether a block may stand directly in this block."""
        return not isinstance(block, Item | Description) and not block.is_term

    def finish(self) -> None:
        """Close the block, all of whose lines have been read."""
        self.is_open = False
        if self.parent is not None:
            self.parent.end = max(self.parent.end, self.end)

    @property
    def has_gaps(self) -> bool:
        """Return whether there are blank lines between the blocks in it."""
        return any(after.start > block.end + 1 for block, after in pairwise(self.children))


class Root(Block):
    """The whole text."""


@dataclass(frozen=True)
class Callout:
    """The kind of a callout, and the title that its author gave it."""

    kind: str
    title: LeafText | None


class Quote(Block):
    """A quotation: lines that begin with `>`; a callout if it begins with the sign of one."""

    callout: Callout | None = None

    def fit(self, line: Line) -> Fit:
        """Read the sign."""
        if line.indent > _QUOTE_INDENT or line.peek() != ">":
            return Fit.ENDS
        line.read_marker(1)
        line.read_blank()
        self.end = line.number
        return Fit.GOES_ON


@dataclass(frozen=True)
class Marker:
    """The sign of a list item: `sign` tells lists apart, `level` the bullets that Word nests."""

    sign: str
    number: int | None = None
    level: int = 0
    width: int = field(default=0, compare=False)  # in columns, with the white space around it


class List(Block):
    """A list; its items stand apart if there is a blank line between or in them."""

    def __init__(self, line: Line, marker: Marker) -> None:
        super().__init__(line)
        self.marker = marker
        self.is_loose = False

    def holds(self, block: Block) -> bool:
        """Return whether this is an item."""
        return isinstance(block, Item)

    def finish(self) -> None:
        """See whether the list is loose."""
        super().finish()
        self.is_loose = self.has_gaps or any(item.has_gaps for item in self.children)


class Item(Block):
    """An item of a list: lines that are indented as far as its text.

    `task` is what stands in its box, a blank or an x; an item without a box has an empty text.
    """

    task = ""

    def __init__(self, line: Line, marker: Marker) -> None:
        super().__init__(line)
        self.marker = marker

    def fit(self, line: Line) -> Fit:
        """Read the indentation."""
        if line.is_blank and not self.children:
            return Fit.ENDS  # an item may begin with one blank line at most
        if line.indent >= self.marker.width:
            line.read_columns(self.marker.width)
            return Fit.GOES_ON
        if line.is_blank:
            line.read_blanks()
            return Fit.GOES_ON
        return Fit.GOES_ON if self._is_deeper(line) else Fit.ENDS

    def _is_deeper(self, line: Line) -> bool:
        """Return whether a line has a bullet that Word writes one level deeper."""
        bullet = WORD_BULLET.match(line.text, line.content) if self.marker.level else None
        return bullet is not None and word_level(bullet["sign"]) > self.marker.level


# The bullets of Word and PowerPoint; a letter or a dash is one only before a tab, or the row of
# blanks of Outlook. Letters are what Word leaves of the arrows, ticks and squares of its fonts.
WORD_BULLET = re.compile(
    "(?P<sign>[•·‣⁃◦▪▫●○■□➢✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf071]|[oØüvq§–—](?=\t|[ \xa0]{3}))"
    "(?P<hard>[ \t\xa0]*\xa0)?(?:[ \t]+|(?=\\S)(?(hard)|(?=\\w))|$)"
)
# As Apple's programs write lists: each bullet and number stands between tabs.
TABBED_MARKER = re.compile("(?P<sign>[•‣⁃◦▪▫●○■□✓✔–—])\t|(?P<number>\\d{1,3}[.)])\t", re.ASCII)
_DEEPER = {"o": 2, "○": 2, "◦": 2, "§": 3, "▪": 3, "■": 3, "\uf0a7": 3}


def word_level(sign: str) -> int:
    """Return how deep Word nests a list with this bullet."""
    return _DEEPER.get(sign, 1)


class Note(Block):
    """A footnote: `[^label]:` and lines that are indented."""

    def __init__(self, line: Line, label: str) -> None:
        super().__init__(line)
        self.label = label

    def fit(self, line: Line) -> Fit:
        """Read the indentation."""
        if line.is_blank:
            return Fit.GOES_ON
        if line.indent >= CODE_INDENT:
            line.read_columns(CODE_INDENT)
            return Fit.GOES_ON
        is_next = line.number == self.start + 1 and not self.children
        return Fit.GOES_ON if is_next else Fit.ENDS


class Descriptions(Block):
    """Terms with their descriptions."""

    def holds(self, block: Block) -> bool:
        """Return whether this is a term or a description."""
        return isinstance(block, Description) or block.is_term


class Description(Block):
    """What a term means: `:` and lines that are indented as far as its text."""

    def __init__(self, line: Line, width: int, is_apart: bool) -> None:
        super().__init__(line)
        self.width = width
        self.is_apart = is_apart

    def fit(self, line: Line) -> Fit:
        """Read the indentation."""
        if line.is_blank:
            return Fit.GOES_ON
        if line.indent < self.width:
            return Fit.ENDS
        line.read_columns(self.width)
        return Fit.GOES_ON
