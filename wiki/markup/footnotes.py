"""The notes and sources at the end of a text, with links that screen readers understand."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from wiki.markup.inline.build import NOTE_TAG, SOURCE_TAG, add_runs
from wiki.markup.inline.citations import Citations, Run
from wiki.markup.labels import Labels
from wiki.markup.parse import Tree

_SPACE = (Run(" "),)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What authors call the notes; below a last heading with other words, the sources come first.
_NAMES = {"noter", "fotnoter", "slutnoter", "notes", "footnotes", "endnotes"}


class Parsed(Protocol):
    """The step that has parsed the blocks of the text."""

    tree: Tree


class AppendNotes(Treeprocessor):
    """Put the notes at the end of the text, each with its label for `NumberNotes`."""

    def __init__(self, blocks: Parsed, citations: Citations, labels: Labels) -> None:
        super().__init__()
        self.blocks = blocks
        self.citations = citations
        self.labels = labels

    def run(self, root: Element) -> None:
        """Add the section, if there are notes."""
        if not self.blocks.tree.notes:
            return
        section = Element("section", {"class": "footnotes", "role": "doc-endnotes"})
        _put(root, section, self._find_heading(root), self.labels.notes)
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

    def _find_heading(self, root: Element) -> Element | None:
        """Return the heading that the author has written for the notes."""
        empty = list(_iterate_empty(root))
        named = [each for each in empty if _words(each).rstrip(":").casefold() in _NAMES]
        if named:
            return named[-1]
        # The sources come below the last one.
        is_last = bool(empty) and empty[-1] is root[-1] and not self.citations.entries
        return empty[-1] if is_last else None


def _iterate_empty(root: Element) -> Iterator[Element]:
    """Yield the headings without a text, and without sections within theirs."""
    for heading, following in zip_longest(root, root[1:]):
        is_left = following is None or (following.tag in _HEADINGS and following.tag <= heading.tag)
        if is_left and heading.tag in _HEADINGS and _words(heading):
            yield heading


def _words(heading: Element) -> str:
    return "".join(heading.itertext()).strip()


def _put(root: Element, section: Element, heading: Element | None, title: str) -> None:
    """Put a section below a heading of the text, or at the end with a heading of its own."""
    if heading is not None:
        root.insert(list(root).index(heading) + 1, section)
        return
    root.append(section)
    # Level 1 becomes the top of the article's outline, however many `#` its text uses.
    SubElement(section, "h1").text = AtomicString(title)


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


class ListSources(Treeprocessor):
    """Add the list, and lead from each citation to its sources and back."""

    def __init__(self, citations: Citations, labels: Labels) -> None:
        super().__init__()
        self.citations = citations
        self.labels = labels

    def run(self, root: Element) -> None:
        """Add what the text cites; a text without citations stays as it is."""
        numbers = {
            entry.key: number for number, entry in enumerate(self.citations.entries, start=1)
        }
        places: dict[str, list[int]] = defaultdict(list)
        for count, citation in enumerate(_iterate_citations(root), start=1):
            citation.set("id", f"cite-{count}")
            for link in citation.iter(SOURCE_TAG):
                if (key := link.attrib.pop("data-key", None)) is not None:
                    link.set("href", f"#ref-{numbers[key]}")
                    link.set("role", "doc-biblioref")
                    places[key].append(count)
        if self.citations.entries:
            self._list(self._make_section(root), places)

    def _make_section(self, root: Element) -> Element:
        """Return the section for the list: below a last heading without a text, or with its own."""
        section = Element("section", {"class": "sources", "role": "doc-bibliography"})
        _put(root, section, _find_last_heading(root), self.labels.sources)
        return section

    def _list(self, section: Element, places: dict[str, list[int]]) -> None:
        tag = "ol" if self.citations.is_numbered else "ul"
        items = SubElement(section, tag, {"class": f"sources-{self.citations.style}"})
        for number, entry in enumerate(self.citations.entries, start=1):
            item = SubElement(items, "li", {"id": f"ref-{number}"})
            add_runs(item, entry.runs)
            self._link_back(item, places[entry.key])

    def _link_back(self, item: Element, places: list[int]) -> None:
        """Add a link to each citation of a source."""
        for place in places:
            add_runs(item, _SPACE)
            link = SubElement(item, "a", {"class": "footnote-backref", "href": f"#cite-{place}"})
            link.set("role", "doc-backlink")
            link.set("aria-label", self.labels.source_back.replace("{}", str(place)))
            # The variation selector prevents phones from drawing an emoji.
            link.text = AtomicString("↩\ufe0e")


def _find_last_heading(root: Element) -> Element | None:
    """Return the last heading below which is nothing; that of the notes is none."""
    following: Element | None = None
    for element in reversed(root):
        if element.tag == "section":
            following = element if element[0].tag == "ol" else None  # the notes have its heading
        elif element.tag not in _HEADINGS or not _words(element):
            break
        elif following is None:
            return element
        else:
            following = None
    return None


def _iterate_citations(root: Element) -> Iterator[Element]:
    for element in root.iter("span"):
        if element.get("class", "").startswith("cites"):
            yield element
