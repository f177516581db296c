"""The kinds of block that hold lines of text, and for each whether a line goes on with it."""

import re

from wiki.markup.blocks.line import CODE_INDENT, Line
from wiki.markup.blocks.nodes import Block, Fit
from wiki.markup.source import LeafText, join


class Leaf(Block):
    """A block of lines that holds no other block."""

    may_end_early = False  # whether another block may begin without a blank line

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.pieces: list[tuple[int, str]] = []

    def fit(self, line: Line) -> Fit:
        """Go on with no other line."""
        return Fit.ENDS

    def holds(self, block: Block) -> bool:
        """Hold no block."""
        return False

    def add(self, line: Line) -> None:
        """Add what is left of a line."""
        self.pieces.append(line.piece())
        self.end = line.number

    def text(self) -> LeafText:
        """Return the text, whose last line has no white space at its end."""
        pieces = self.pieces
        if pieces:
            pieces = [*pieces[:-1], (pieces[-1][0], pieces[-1][1].rstrip(" \t"))]
        return join(pieces)


class Paragraph(Leaf):
    """Lines of text."""

    may_end_early = True

    def fit(self, line: Line) -> Fit:
        """Go on until a blank line."""
        return Fit.ENDS if line.is_blank else Fit.GOES_ON


class Heading(Leaf):
    """A heading of a level from 1 to 6."""

    def __init__(self, line: Line, level: int) -> None:
        super().__init__(line)
        self.level = level


class DefinitionTerm(Leaf):
    """A term that descriptions follow."""

    is_term = True


class Rule(Leaf):
    """A line across the text."""


class Hidden(Leaf):
    """A line that defines something and is not shown."""


class Prompt(Leaf):
    """A line that tells its author what to write, and is not shown to readers."""


class Code(Leaf):
    """Code: text that is shown as it is."""

    language = ""

    def add(self, line: Line) -> None:
        """Add what is left of a line, with its white space."""
        self.pieces.append((line.start, line.rest()))
        self.end = line.number

    def code(self) -> str:
        """Return the code, with a line feed after each line."""
        return "".join(f"{text}\n" for _, text in self.pieces)


class IndentedCode(Code):
    """Code that is indented."""

    def fit(self, line: Line) -> Fit:
        """Read the indentation."""
        if line.indent >= CODE_INDENT:
            line.read_columns(CODE_INDENT)
        elif line.is_blank:
            line.read_blanks()
        else:
            return Fit.ENDS
        return Fit.GOES_ON

    def add(self, line: Line) -> None:
        """Add a line; blank lines at the end do not count."""
        end = self.end
        super().add(line)
        self.end = end if line.is_blank else line.number

    def finish(self) -> None:
        """Drop blank lines at the end."""
        super().finish()
        while self.pieces and not self.pieces[-1][1].strip(" \t"):
            self.pieces.pop()


class Fence(Code):
    """Code between two lines of backticks or tildes."""

    def __init__(self, line: Line, fence: str, language: str) -> None:
        super().__init__(line)
        self.indent = line.indent
        self.language = language
        self._closing = re.compile(rf"{fence[0]}{{{len(fence)},}}[ \t]*")

    def fit(self, line: Line) -> Fit:
        """Read the indentation of the opening fence; see whether the line is the closing fence."""
        is_closing = line.indent < CODE_INDENT and self._closing.fullmatch(line.text, line.content)
        if is_closing:
            self.end = line.number
            return Fit.LAST
        line.read_columns(min(self.indent, line.indent))
        return Fit.GOES_ON


class Table(Leaf):
    """A table: a row of headings, the row of dashes that says how columns are aligned, and rows."""

    may_end_early = True

    def __init__(self, line: Line, head: tuple[int, str], aligns: list[str]) -> None:
        super().__init__(line)
        self.start -= 1
        self.pieces.append(head)
        self.aligns = aligns

    def fit(self, line: Line) -> Fit:
        """Go on until a blank line."""
        return Fit.ENDS if line.is_blank else Fit.GOES_ON
