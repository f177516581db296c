"""A line that is read from left to right, in columns, of which a tab may be several."""

import re

TAB_WIDTH = 4
# Text that is indented this far is code.
CODE_INDENT = 4

_BLANKS = re.compile(r"[ \t]*")


class Line:
    """A line, how far it has been read, and where its text begins after that."""

    __slots__ = (
        "column",
        "content",
        "content_column",
        "in_tab",
        "indent",
        "is_read",
        "number",
        "offset",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, number: int) -> None:
        self.text = text
        self.start = start
        self.number = number
        self.offset = self.column = 0
        self.is_read = False  # whether nothing of it is left for the blocks inside the last one
        self.in_tab = False  # whether only some columns of the tab at `offset` have been read
        self._look()

    def _look(self) -> None:
        """Find the first character that is not blank."""
        found = _BLANKS.match(self.text, self.offset)
        self.content = found.end() if found else self.offset
        column = self.column + self.content - self.offset
        if self.text.find("\t", self.offset, self.content) >= 0:
            column = _column_after(self.text[self.offset : self.content], self.column)
        self.content_column = column
        self.indent = column - self.column

    @property
    def is_blank(self) -> bool:
        """Return whether nothing but white space is left."""
        return self.content == len(self.text)

    def peek(self) -> str:
        """Return the first character that is not blank, or an empty text."""
        return self.text[self.content : self.content + 1]

    def read_columns(self, count: int) -> None:
        """Read a number of columns of white space."""
        while count > 0 and self.offset < len(self.text):
            width = 1
            if self.text[self.offset] == "\t":
                width = TAB_WIDTH - self.column % TAB_WIDTH
            step = min(count, width)
            self.in_tab = step < width
            self.column += step
            self.offset += not self.in_tab
            count -= step
        self._look()

    def read_blanks(self) -> None:
        """Read all white space before the text."""
        self.offset, self.column, self.in_tab = self.content, self.content_column, False
        self.indent = 0

    def read_marker(self, length: int) -> None:
        """Read the white space before a marker, and the marker."""
        self.read_blanks()
        self.offset += length
        self.column += length
        self._look()

    def read_blank(self) -> None:
        """Read a single blank that may follow a marker."""
        if self.text[self.offset : self.offset + 1] in (" ", "\t"):
            self.read_columns(1)

    def rest(self) -> str:
        """Return what is left, with the columns of a tab that was read in part as spaces."""
        if not self.in_tab:
            return self.text[self.offset :]
        spaces = TAB_WIDTH - self.column % TAB_WIDTH
        return " " * spaces + self.text[self.offset + 1 :]

    def piece(self) -> tuple[int, str]:
        """Return the text after white space, with its place in the source."""
        return self.start + self.content, self.text[self.content :]


def _column_after(blanks: str, column: int) -> int:
    """Return the column after white space that begins at a column."""
    for blank in blanks:
        column += TAB_WIDTH - column % TAB_WIDTH if blank == "\t" else 1
    return column
