"""Parse a text into elements: first its blocks, then the words in them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element

from wiki.errors import TooComplex
from wiki.markup.blocks.definitions import Definitions
from wiki.markup.blocks.leaves import Code, Heading, Prompt
from wiki.markup.blocks.nodes import Block
from wiki.markup.blocks.reader import Structure, read_blocks
from wiki.markup.blocks.tree import TreeBuilder, makes_element
from wiki.markup.inline.build import build
from wiki.markup.inline.citations import Citations, Cluster
from wiki.markup.inline.scan import read_tokens
from wiki.markup.inline.targets import normalise_label
from wiki.markup.inline.wiki import Context, Targets
from wiki.markup.labels import labels_for
from wiki.markup.limits import check_limits
from wiki.markup.source import LeafText, Trace, normalise

_MAY_CITE = re.compile(r"\[[^\[\]]{0,1000}@")
_PROMPT_SIGN = "%%"
_NOT_A_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Tree:
    """The elements of a text and of its notes, whose words are not parsed yet."""

    root: Element
    notes: list[tuple[str, Element]]
    definitions: Definitions

    def context(
        self, language: str, existing: Targets, citations: Citations | None = None
    ) -> Context:
        """Return what the words need to know."""
        labels = {label for label, _ in self.notes}
        slugs = {(known, title): slug for known, title, slug in existing}
        references = self.definitions.references
        return Context(language, slugs, references, labels, citations=citations)

    def leaf_texts(self) -> Iterator[LeafText]:
        """Yield the texts whose words are not parsed yet."""
        for root in (self.root, *(note for _, note in self.notes)):
            for element in root.iter():
                for text in (element.text, element.tail):
                    if isinstance(text, LeafText):
                        yield text


def parse_blocks(lines: list[str], language: str, tag: str = "div") -> Tree:
    """Return the elements of a text."""
    return _build(_read_lines(lines), language, tag)


def _read_lines(lines: list[str]) -> Structure:
    # The line feed at the end of the last line begins no other.
    return read_blocks(lines if lines and lines[-1] else lines[:-1])


def _build(structure: Structure, language: str, tag: str = "div") -> Tree:
    builder = TreeBuilder(labels_for(language))
    root = Element(tag)
    builder.build(root, structure.root)
    notes = []
    for note in structure.notes:
        element = Element("li")
        builder.build(element, note)
        notes.append((note.label, element))
    return Tree(root, notes, structure.definitions)


# A preview and a save ask several times about the same text, and two may be in the making.
@lru_cache(maxsize=2)
def read_structure(source: str) -> Structure:
    """Return the structure of a text as it was typed; others read it too, so change nothing.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    check_limits(source)
    return _read_lines(normalise(source).split("\n"))


@lru_cache(maxsize=2)
def read_tree(source: str, language: str) -> Tree:
    """Return the elements of a text as it was typed; others read them too, so change nothing.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    return _build(read_structure(source), language)


def find_doubled_labels(source: str) -> list[str]:
    """Return the labels that a text defines more than once, as written: `[^1]`, `*[SI]`, `[x]`.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    labels = read_structure(source).definitions.labels
    counts = Counter(normalise_label(label) for label in labels)
    written = {normalise_label(label): label for label in reversed(labels)}
    return [written[label] for label, count in counts.items() if count > 1]


def find_prompts(source: str) -> list[int]:
    """Return the numbers of the lines, from 0, that only tell their author what to write.

    A text beyond the limits has none: it is refused wherever it is saved.
    """
    if _PROMPT_SIGN not in source:
        return []  # as in nearly all texts
    try:
        structure = read_structure(source)
    except TooComplex:
        return []
    blocks = _walk([structure.root, *structure.notes])
    return sorted(block.start for block in blocks if isinstance(block, Prompt))


def drop_prompts(source: str) -> str:
    """Return a text without the lines that only tell its author what to write."""
    prompts = set(find_prompts(source))
    if not prompts:
        return source
    lines = enumerate(normalise(source).split("\n"))
    return "\n".join(line for number, line in lines if number not in prompts)


# A save asks several times about the same text.
@lru_cache(maxsize=4)
def find_citations(source: str, language: str) -> tuple[Cluster, ...]:
    """Return the citations of a text in its order, whether their sources are known or not.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    check_limits(source)
    # A text without citations, as many are, need not be parsed.
    if not _MAY_CITE.search(source):
        return ()
    tree = read_tree(source, language)
    found: list[tuple[int, Cluster]] = []
    for text in tree.leaf_texts():
        if "@" in text and "[" in text:
            context = tree.context(language, frozenset())
            read_tokens(text, context)
            found += [(text.find_source(place), cluster) for place, cluster in context.clusters]
    return tuple(cluster for _, cluster in sorted(found, key=lambda place: place[0]))


def find_block_lines(source: str) -> list[int]:
    """Return the number of the line that each block begins on which is shown, from 0.

    The blocks are those directly in the text, without its notes; a text beyond the limits has none.
    """
    try:
        root = read_structure(source).root
    except TooComplex:
        return []
    return [block.start for block in root.children if makes_element(block)]


class SourceHeading(NamedTuple):
    """Where a heading stands in a text: its line, from 0, its place in the source, its level."""

    line: int
    place: int
    level: int


def find_headings(source: str) -> list[SourceHeading]:
    """Return the headings directly in a text, not those in lists, quotations and notes.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    root = read_structure(source).root
    lines = normalise(source).split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    trace = Trace(source)
    return [
        SourceHeading(block.start, trace.find(starts[block.start]), block.level)
        for block in root.children
        if isinstance(block, Heading)
    ]


def blank_code(source: str) -> str:
    """Return the source with a blank for each character of code, so that places stay the same.

    A text beyond the limits stays as it is: it is refused wherever it is saved.
    """
    try:
        check_limits(source)
        places = sorted(_iterate_code(normalise(source).split("\n")))
    except TooComplex:
        return source
    trace = Trace(source)
    parts, done = [], 0
    for first, last in places:
        start, end = trace.find(first), trace.find(last - 1) + 1
        if start >= done and last > first:
            parts += [source[done:start], _NOT_A_LINE_END.sub(" ", source[start:end])]
            done = end
    return "".join([*parts, source[done:]])


def _iterate_code(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of code: the lines of blocks, and spans."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    structure = read_blocks(lines)
    for block in _walk([structure.root, *structure.notes]):
        if isinstance(block, Code):
            yield starts[block.start], starts[block.end + 1] - 1
    tree = _build(structure, "en")
    for text in tree.leaf_texts():
        if "`" in text:
            context = tree.context("en", frozenset())
            read_tokens(text, context)
            for start, end in context.codes:
                yield text.find_source(start), text.find_source(end - 1) + 1


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        waiting += block.children


def parse_words(root: Element, context: Context) -> None:
    """Replace the texts of an element and of all that is in it by what they mean."""
    for element in list(root.iter()):
        for place, child in reversed(list(enumerate(element))):
            if isinstance(child.tail, LeafText):
                holder = _parse(child.tail, context)
                child.tail = holder.text
                element[place + 1 : place + 1] = list(holder)
        if isinstance(element.text, LeafText):
            holder = _parse(element.text, context)
            element.text = holder.text
            element[:0] = list(holder)


def find_links(tree: Tree, context: Context) -> None:
    """Parse only the texts that may have wiki links, which the context then has."""
    for text in tree.leaf_texts():
        if "[[" in text:
            _parse(text, context)


def _parse(text: LeafText, context: Context) -> Element:
    """Return an element with what a text means."""
    holder = Element("span")
    known = len(context.links)
    build(read_tokens(text, context), holder, context, is_link=False)
    context.places.extend(
        (text.find_source(link.start), text.find_source(link.end - 1) + 1)
        for link in context.links[known:]
    )
    return holder
