"""Find what a text is made of, each part with its place in the source: for advice to its writer."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from wiki.markup.blocks.leaves import DefinitionTerm, Heading, Leaf, Paragraph, Table
from wiki.markup.blocks.nodes import Block, Note, Quote
from wiki.markup.blocks.reader import Structure
from wiki.markup.blocks.rows import read_cells
from wiki.markup.inline.marks import Mark, MarkKind
from wiki.markup.inline.scan import read_tokens
from wiki.markup.inline.targets import normalise_label
from wiki.markup.inline.wiki import Context, WikiMatch
from wiki.markup.parse import read_structure
from wiki.markup.source import LeafText, Trace, normalise

# Each is looked for in the whole text.
_MOST_DOUBLED = 20
_NOT_A_LINE_END = re.compile(r"[^\n]")

TextPlace = tuple[int, int]
"""Where a part begins and ends in the source as it was typed."""


@dataclass(frozen=True)
class TextPart:
    """A part of a text, such as a link: its words, and of a link or picture where it leads.

    The words are those of a heading or link, none of a bare address; the description of a picture;
    the label of a note, of a reference to one, or of what is defined twice; the key of a source.
    `level` is the number of signs before a heading.
    """

    words: str
    place: TextPlace
    target: str = ""
    level: int = 0


@dataclass(frozen=True)
class WikiPart:
    """A wiki link: the language and title that it names, or may name where the first leads nowhere.

    A title with a `#` may be that of an article, or name a section of another.
    """

    names: tuple[tuple[str, str], ...]
    place: TextPlace


class Prose:
    """The words of a paragraph, with blanks for all that is not read out.

    A note or a quotation is none: its words are those of a list of sources, or of somebody else.
    """

    def __init__(self, words: str, leaf: LeafText, trace: Trace) -> None:
        self.words = words
        self._leaf = leaf
        self._trace = trace

    def find(self, start: int, end: int) -> TextPlace:
        """Return where some of the words stand in the source."""
        return _find(self._leaf, self._trace, start, end)


@dataclass
class Outline:
    """The parts of a text, each kind in the order of the source."""

    headings: list[TextPart] = field(default_factory=list)
    links: list[TextPart] = field(default_factory=list)
    wikilinks: list[WikiPart] = field(default_factory=list)
    pictures: list[TextPart] = field(default_factory=list)
    notes: list[TextPart] = field(default_factory=list)
    references: list[TextPart] = field(default_factory=list)
    keys: list[TextPart] = field(default_factory=list)
    doubled: list[TextPart] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)


def read_outline(source: str, language: str) -> Outline:
    """Return the parts of a text.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    structure = read_structure(source)
    text = normalise(source)
    reader = _Reader(structure, text.split("\n"), Trace(source), language)
    reader.read(structure.root)
    reader.find_doubled(text)
    return reader.outline


def _find(leaf: LeafText, trace: Trace, start: int, end: int) -> TextPlace:
    first = trace.find(leaf.find_source(start))
    return first, max(first, trace.find(leaf.find_source(max(start, end - 1))) + (end > start))


class _Reader:
    """Fills an outline, block by block."""

    def __init__(self, structure: Structure, lines: list[str], trace: Trace, language: str) -> None:
        self.outline = Outline()
        self._lines = lines
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._trace = trace
        self._language = language
        self._definitions = structure.definitions
        self._labels = {note.label for note in structure.notes}

    def read(self, block: Block, *, is_prose: bool = True) -> None:
        """Read all that is in a block; the parser allows no depth that would matter here."""
        for child in block.children:
            if isinstance(child, Leaf):
                self._read_leaf(child, is_prose)
            elif isinstance(child, Note):
                self._add_note(child)
                self.read(child, is_prose=False)
            elif isinstance(child, Quote):
                if child.callout and child.callout.title:
                    self._read_words(child.callout.title)
                self.read(child, is_prose=is_prose and child.callout is not None)
            else:
                self.read(child, is_prose=is_prose)

    def find_doubled(self, text: str) -> None:
        """Find the labels that the text defines more than once, at the last of their places."""
        written = {normalise_label(label): label for label in self._definitions.labels}
        counts = Counter(map(normalise_label, self._definitions.labels))
        doubled = [label for name, label in written.items() if counts[name] > 1]
        for label in doubled[:_MOST_DOUBLED]:
            start = self._trace.find(max(0, text.rfind(f"{label}:")))
            self.outline.doubled.append(TextPart(label, (start, start + len(label))))

    def _add_note(self, note: Note) -> None:
        line, start = self._lines[note.start], self._starts[note.start]
        first = line.find("[^")
        label = line[first + 2 : line.find("]:", first)]
        place = self._trace.find(start + first), self._trace.find(start + first) + len(label) + 3
        self.outline.notes.append(TextPart(label, place))

    def _read_leaf(self, leaf: Leaf, is_prose: bool) -> None:
        if isinstance(leaf, Table):
            for row in leaf.pieces:
                for cell in read_cells(row):
                    self._read_words(cell)
        elif isinstance(leaf, Heading | Paragraph | DefinitionTerm) and leaf.pieces:
            text = leaf.text()
            words = self._read_words(text)
            if not words.strip():
                return
            if isinstance(leaf, Heading):
                place = _find(text, self._trace, 0, len(text))
                self.outline.headings.append(
                    TextPart(" ".join(words.split()), place, level=leaf.level)
                )
            elif is_prose and isinstance(leaf, Paragraph):
                self.outline.prose.append(Prose(words, text, self._trace))

    def _read_words(self, text: LeafText) -> str:
        """Note what stands between the words of a block; return these, blank where it stood."""
        marks: list[Mark] = []
        context = Context(
            self._language, {}, self._definitions.references, self._labels, marks=marks
        )
        tokens = read_tokens(text, context)
        # One without an article leads to a section of the same text.
        links = [token for token in tokens if isinstance(token, WikiMatch) and token.link]
        for mark in marks:
            self._add_mark(mark, _find(text, self._trace, mark.start, mark.end))
        for start, cluster in context.clusters:
            for cite in cluster:
                first = max(start, text.find(f"@{cite.key}", start))
                place = _find(text, self._trace, first, first + len(cite.key) + 1)
                self.outline.keys.append(TextPart(cite.key, place))
        for link in links:
            names = tuple((each.language, each.title) for each in link.possible)
            place = _find(text, self._trace, link.start, link.end)
            self.outline.wikilinks.append(WikiPart(names, place))
        return _blank(text, [*context.codes, *_unread(marks), *(_before_text(text, links))])

    def _add_mark(self, mark: Mark, place: TextPlace) -> None:
        lists = {
            MarkKind.LINK: self.outline.links,
            MarkKind.ADDRESS: self.outline.links,
            MarkKind.PICTURE: self.outline.pictures,
            MarkKind.NOTE: self.outline.references,
        }
        if mark.kind in lists:
            lists[mark.kind].append(TextPart(mark.words, place, mark.target))


def _unread(marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """Yield what is not read out of marks: all of them, but of links only where they lead."""
    for mark in marks:
        is_link = mark.kind is MarkKind.LINK
        yield mark.start + (len(mark.words) + 1 if is_link else 0), mark.end


def _before_text(text: str, links: list[WikiMatch]) -> Iterator[tuple[int, int]]:
    """Yield the titles of wiki links that show another text."""
    for link in links:
        if link.text is not None:
            yield link.start, text.index("|", link.start)


def _blank(text: str, places: list[tuple[int, int]]) -> str:
    """Return a text with blanks at some places, which may overlap, and its lines as they were."""
    parts, done = [], 0
    for first, end in sorted(places):
        start = max(first, done)
        if end > start:
            parts += [text[done:start], _NOT_A_LINE_END.sub(" ", text[start:end])]
            done = end
    return "".join([*parts, text[done:]])
