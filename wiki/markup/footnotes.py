"""Number footnotes in reading order, with notes and links that screen readers understand.

Python-Markdown's own extension makes ids from the labels that authors write, and cannot name
the section; so only its block processor, which collects the notes, is used.
"""

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from wiki.markup.labels import FootnoteLabels

_REFERENCE = r"\[\^([^\]]*)\]"


class Footnotes(FootnoteExtension):
    """Collect the notes, number the references and write the section of notes."""

    def __init__(self, labels: FootnoteLabels) -> None:
        # Before the parent's constructor, which ends with a reset.
        self.labels = labels
        self.reference_counts: dict[str, int] = {}
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the steps at the priorities of the extension that this class replaces."""
        self.md = md
        self.parser = md.parser
        md.registerExtension(self)
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "footnote", 17)
        # After links (160), so that no reference is inside a link; before short references
        # (130), which would take its brackets.
        md.inlinePatterns.register(_Reference(_REFERENCE, md, self), "footnote", 155)
        # The notes are added to the tree before inline mark-up (20) is read, since they contain it.
        md.treeprocessors.register(_AppendNotes(md, self), "footnote", 50)
        # The numbers are only known after every reference has been read.
        md.treeprocessors.register(_NumberNotes(md, self), "footnote-number", 15)

    def reset(self) -> None:
        """Remove the notes of the previous text."""
        super().reset()
        self.reference_counts = {}

    def number(self, label: str) -> int:
        """Return a note's number: its place among the labels referred to so far."""
        return list(self.reference_counts).index(label) + 1


class _Reference(InlineProcessor):
    """Turn `[^label]` into a numbered link to the note."""

    # A link within a link is not HTML.
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(pattern, md)
        self.footnotes = footnotes

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own signature
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        """Build the reference; leave it as text when there is no note with the label."""
        label = m[1]
        if label not in self.footnotes.footnotes:
            return None, None, None
        counts = self.footnotes.reference_counts
        counts[label] = counts.get(label, 0) + 1
        number = self.footnotes.number(label)
        superscript = ElementTree.Element("sup", {"id": _reference_id(number, counts[label])})
        link = ElementTree.SubElement(superscript, "a", {"href": f"#fn-{number}"})
        link.set("class", "footnote-ref")
        link.set("role", "doc-noteref")
        link.set("aria-label", self.footnotes.labels.note.replace("{}", str(number)))
        link.text = AtomicString(str(number))
        return superscript, m.start(), m.end()


def _reference_id(number: int, count: int) -> str:
    """Return the id of a reference to a note: the first, second and so on."""
    return f"fnref-{number}" if count == 1 else f"fnref-{number}-{count}"


class _AppendNotes(Treeprocessor):
    """Put the notes at the end of the text, each with its label for `_NumberNotes`."""

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        self.footnotes = footnotes

    def run(self, root: ElementTree.Element) -> None:
        """Add the section, if there are notes."""
        if not self.footnotes.footnotes:
            return
        section = ElementTree.SubElement(
            root, "section", {"class": "footnotes", "role": "doc-endnotes"}
        )
        # Level 1 becomes the top of the article's outline, however many `#` its text uses.
        ElementTree.SubElement(section, "h1").text = AtomicString(self.footnotes.labels.notes)
        notes = ElementTree.SubElement(section, "ol")
        for label, text in self.footnotes.footnotes.items():
            # List processors handle an `li` differently, so the note is parsed in a div.
            parsed = ElementTree.Element("div")
            self.footnotes.parser.parseChunk(parsed, text)
            note = ElementTree.SubElement(notes, "li", {"data-label": label})
            note.extend(list(parsed))


class _NumberNotes(Treeprocessor):
    """Sort the notes by their first reference and link them back to each reference."""

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        self.footnotes = footnotes

    def run(self, root: ElementTree.Element) -> None:
        """Finish the section; notes without a reference come last."""
        notes = root.find("section/ol")
        if notes is None:
            return
        counts = self.footnotes.reference_counts
        order = {label: number for number, label in enumerate(counts, start=1)}
        items = sorted(notes, key=lambda note: order.get(note.get("data-label", ""), len(notes)))
        notes[:] = items
        for number, note in enumerate(items, start=1):
            count = counts.get(note.attrib.pop("data-label"), 0)
            note.set("id", f"fn-{number}")
            self._link_back(note, number, count)

    def _link_back(self, note: ElementTree.Element, number: int, count: int) -> None:
        """Add a link to each reference at the end of the note's last paragraph."""
        if not count:
            return
        if not len(note) or note[-1].tag != "p":
            ElementTree.SubElement(note, "p")
        label = self.footnotes.labels.back.replace("{}", str(number))
        paragraph = note[-1]
        for place in range(1, count + 1):
            link = ElementTree.SubElement(paragraph, "a", {"class": "footnote-backref"})
            link.set("href", f"#{_reference_id(number, place)}")
            link.set("role", "doc-backlink")
            link.set("aria-label", label if count == 1 else f"{label} ({place})")
            # The variation selector prevents phones from drawing an emoji.
            link.text = AtomicString("↩\ufe0e")
            # White space before and between, so that each link can be seen and touched separately.
            link.tail = " " if place < count else None
        _end_with_space(paragraph, count)


def _end_with_space(paragraph: ElementTree.Element, link_count: int) -> None:
    """Add a space between the text of a note and its first link back."""
    count = len(paragraph) - link_count
    if count:
        paragraph[count - 1].tail = (paragraph[count - 1].tail or "") + " "
    elif paragraph.text:
        paragraph.text += " "
