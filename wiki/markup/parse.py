"""Parse a text into elements: first its blocks, then the words in them."""

from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wiki.markup.blocks.definitions import Definitions
from wiki.markup.blocks.reader import read_blocks
from wiki.markup.blocks.tree import TreeBuilder
from wiki.markup.inline.build import build
from wiki.markup.inline.scan import read_tokens
from wiki.markup.inline.targets import normalise_label
from wiki.markup.inline.wiki import Context, Targets
from wiki.markup.labels import labels_for
from wiki.markup.limits import check_limits
from wiki.markup.source import LeafText, normalise


@dataclass(frozen=True)
class Tree:
    """The elements of a text and of its notes, whose words are not parsed yet."""

    root: Element
    notes: list[tuple[str, Element]]
    definitions: Definitions

    def context(self, language: str, existing: Targets) -> Context:
        """Return what the words need to know."""
        labels = {label for label, _ in self.notes}
        slugs = {(known, title): slug for known, title, slug in existing}
        return Context(language, slugs, self.definitions.references, labels)


def parse_blocks(lines: list[str], language: str, tag: str = "div") -> Tree:
    """Return the elements of a text."""
    # The line feed at the end of the last line begins no other.
    structure = read_blocks(lines if lines and lines[-1] else lines[:-1])
    builder = TreeBuilder(labels_for(language))
    root = Element(tag)
    builder.build(root, structure.root)
    notes = []
    for note in structure.notes:
        element = Element("li")
        builder.build(element, note)
        notes.append((note.label, element))
    return Tree(root, notes, structure.definitions)


def find_doubled_labels(source: str) -> list[str]:
    """Return the labels that a text defines more than once, as written: `[^1]`, `*[SI]`, `[x]`.

    Raises TooComplex for a text beyond the limits, before anything else is done with it.
    """
    check_limits(source)
    labels = read_blocks(normalise(source).split("\n")).definitions.labels
    counts = Counter(normalise_label(label) for label in labels)
    written = {normalise_label(label): label for label in reversed(labels)}
    return [written[label] for label, count in counts.items() if count > 1]


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
    for root in (tree.root, *(note for _, note in tree.notes)):
        for element in root.iter():
            for text in (element.text, element.tail):
                if isinstance(text, LeafText) and "[[" in text:
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
