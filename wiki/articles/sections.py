"""Cut a section out of a text, and put another one in its place."""

from collections.abc import Collection
from dataclasses import dataclass

from wiki.characters import normalise_text
from wiki.markup.parse import find_headings


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in three parts, of which the middle one is a section.

    It goes from its heading to before the next of the same or a higher level; the blank lines at
    its end are `gap`, so that nobody has to take care of them.
    """

    before: str
    section: str
    gap: str
    after: str

    def put(self, words: str) -> str:
        """Return the text with other words in place of the section; with the same, as it was."""
        words = normalise_text(words).rstrip()
        if words == normalise_text(self.section):
            return self.before + self.section + self.gap + self.after
        if not words:
            return self.before + self.after
        before, gap = self.before, self.gap
        # What was a line of its own must not go on with the paragraph before it, or the other way.
        if before and not before.endswith("\n\n") and _first_line(words) != self.first_line:
            before += "\n"
        if self.after and gap.count("\n") < len("\n\n"):
            gap = "\n\n"
        return before + words + gap + self.after

    @property
    def first_line(self) -> str:
        """Return the line of the heading."""
        return _first_line(self.section)

    def is_closed_in(self, body: str) -> bool:
        """Return whether what is after the section still begins with its heading in a new text.

        It does not when the new words open code and do not close it.
        """
        place = len(body) - len(self.after)
        return not self.after or any(found.place == place for found in find_headings(body))


def cut_section(source: str, line: int) -> Cut | None:
    """Cut a text at the section whose heading begins on a line, from 0; None if there is none."""
    headings = find_headings(source)
    heading = next((heading for heading in headings if heading.line == line), None)
    if heading is None:
        return None
    ends = (other.place for other in headings if other.line > line and other.level <= heading.level)
    end = next(ends, len(source))
    whole = source[heading.place : end]
    section = whole.rstrip()
    return Cut(source[: heading.place], section, whole[len(section) :], source[end:])


def find_section(body: str, words: str, near: int, lines: Collection[int]) -> int:
    """Return on which of the `lines` with headings a section with these words begins; else -1.

    Others may have saved more text before it meanwhile, or a section of the same name.
    """
    texts = body.split("\n")
    heading = _first_line(normalise_text(words).lstrip("\n")).rstrip()
    fits = [line for line in lines if texts[line].rstrip() == heading]
    return min(fits, key=lambda line: abs(line - near), default=-1)


def _first_line(words: str) -> str:
    return words.split("\n", 1)[0]
