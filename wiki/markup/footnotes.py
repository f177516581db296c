"""Number footnotes in reading order, with notes and links that screen readers understand."""

from collections import Counter
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from wiki.markup.inline.build import NOTE_TAG
from wiki.markup.labels import Labels
from wiki.markup.parse import Tree


class Parsed(Protocol):
    """The step that has parsed the blocks of the text."""

    tree: Tree


class AppendNotes(Treeprocessor):
    """Put the notes at the end of the text, each with its label for `NumberNotes`."""

    def __init__(self, blocks: Parsed, labels: Labels) -> None:
        super().__init__()
        self.blocks = blocks
        self.labels = labels

    def run(self, root: Element) -> None:
        """Add the section, if there are notes."""
        if not self.blocks.tree.notes:
            return
        section = SubElement(root, "section", {"class": "footnotes", "role": "doc-endnotes"})
        # Level 1 becomes the top of the article's outline, however many `#` its text uses.
        SubElement(section, "h1").text = AtomicString(self.labels.notes)
        notes = SubElement(section, "ol")
        known: dict[str, Element] = {}
        for label, note in self.blocks.tree.notes:
            if label in known:
                # Two notes with one label are shown as one, so that neither source is lost.
                known[label].extend(list(note))
                continue
            known[label] = note
            note.set("data-label", label)
            notes.append(note)


class NumberNotes(Treeprocessor):
    """Sort the notes by their first reference, and link them with their references."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.labels = labels

    def run(self, root: Element) -> None:
        """Finish the section; notes without a reference come last."""
        notes = root.find("section/ol")
        if notes is None:
            return
        counts = self._number_references(root)
        order = {label: number for number, label in enumerate(counts, start=1)}
        items = sorted(notes, key=lambda note: order.get(note.get("data-label", ""), len(notes)))
        notes[:] = items
        for number, note in enumerate(items, start=1):
            count = counts[note.attrib.pop("data-label")]
            note.set("id", f"fn-{number}")
            self._link_back(note, number, count)

    def _number_references(self, root: Element) -> Counter[str]:
        """Turn each reference into a link; return how many a label has, in order of the first."""
        counts: Counter[str] = Counter()
        order: dict[str, int] = {}
        for reference in root.iter(NOTE_TAG):
            label = reference.attrib.pop("data-label")
            counts[label] += 1
            number = order.setdefault(label, len(order) + 1)
            reference.set("id", _reference_id(number, counts[label]))
            link = SubElement(reference, "a", {"href": f"#fn-{number}", "class": "footnote-ref"})
            link.set("role", "doc-noteref")
            link.set("aria-label", self.labels.note.replace("{}", str(number)))
            link.text = AtomicString(str(number))
        return counts

    def _link_back(self, note: Element, number: int, count: int) -> None:
        """Add a link to each reference at the end of the note's last paragraph."""
        if not count:
            return
        if not len(note) or note[-1].tag != "p":
            SubElement(note, "p")
        label = self.labels.back.replace("{}", str(number))
        paragraph = note[-1]
        for place in range(1, count + 1):
            link = SubElement(paragraph, "a", {"class": "footnote-backref"})
            link.set("href", f"#{_reference_id(number, place)}")
            link.set("role", "doc-backlink")
            link.set("aria-label", label if count == 1 else f"{label} ({place})")
            # The variation selector prevents phones from drawing an emoji.
            link.text = AtomicString("↩\ufe0e")
            # White space before and between, so that each link can be seen and touched separately.
            link.tail = " " if place < count else None
        _end_with_space(paragraph, count)


def _reference_id(number: int, count: int) -> str:
    """Return the id of a reference to a note: the first, second and so on."""
    return f"fnref-{number}" if count == 1 else f"fnref-{number}-{count}"


def _end_with_space(paragraph: Element, link_count: int) -> None:
    """Add a space between the text of a note and its first link back."""
    count = len(paragraph) - link_count
    if count:
        paragraph[count - 1].tail = (paragraph[count - 1].tail or "") + " "
    elif paragraph.text:
        paragraph.text += " "
