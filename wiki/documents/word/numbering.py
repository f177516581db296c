"""The numbers of items in a Word document, which go on over the paragraphs between them."""

from collections import defaultdict
from xml.etree.ElementTree import Element

from wiki.documents.word.names import Names

# Word allows no blank in the name of a bookmark, so none of its own begins like this.
_MARK = "item "


class Numbering:
    """Counts items as Word does: by the list that several runs of items belong to, and level."""

    def __init__(self, root: Element) -> None:
        """Read the lists and levels of the part that says how items are numbered."""
        w = Names(root)
        self._lists: dict[str, str] = {}  # by the number that paragraphs name
        self._starts: dict[tuple[str, str], int] = {}  # by list, or such a number, and level
        self._bullets: set[tuple[str, str]] = set()
        self._styles: dict[str, tuple[str, str]] = {}
        for described in root.iter(w("abstractNum")):
            name = described.get(w("abstractNumId"), "")
            for level in described.iter(w("lvl")):
                key = (name, level.get(w("ilvl"), "0"))
                self._starts[key] = _number(w.value(level, "start"))
                if w.value(level, "numFmt") == "bullet":
                    self._bullets.add(key)
                if style := w.value(level, "pStyle"):
                    self._styles[style] = key
        for used in root.iter(w("num")):
            number = used.get(w("numId"), "")
            self._lists[number] = w.value(used, "abstractNumId") or ""
            for change in used.iter(w("lvlOverride")):
                if start := w.value(change, "startOverride"):
                    self._starts[f"num {number}", change.get(w("ilvl"), "0")] = _number(start)
        self._counts: dict[str, dict[str, int]] = defaultdict(dict)
        self._met: set[tuple[str, str]] = set()

    def mark(self, root: Element) -> None:
        """Begin each numbered item that has words with a bookmark of its number."""
        w = Names(root)
        for paragraph in root.iter(w("p")):
            is_deleted = w.find(paragraph, "pPr", "rPr", "del") is not None
            if is_deleted or w.is_on(paragraph, "pPr", "rPr", "vanish"):
                continue  # it is a part of the next one
            found = self._find(w, paragraph)
            number = self._count(*found) if found else 0
            if number and any(text.text for text in paragraph.iter(w("t"))):
                bookmark = w.make("bookmarkStart")
                bookmark.set(w("name"), f"{_MARK}{number}")
                paragraph.insert(1, bookmark)  # behind its properties

    def _find(self, w: Names, paragraph: Element) -> tuple[str, str, str] | None:
        """Return list, level and number of a paragraph that the library makes an item of."""
        number = w.value(paragraph, "pPr", "numPr", "numId") or ""
        level = w.value(paragraph, "pPr", "numPr", "ilvl")
        style = w.value(paragraph, "pPr", "pStyle") or ""
        if not (number and level) and style in self._styles:
            return (*self._styles[style], "")
        name = self._lists.get(number)
        return None if name is None else (name, level or "0", f"num {number}")

    def _count(self, name: str, level: str, number: str) -> int:
        """Return the number of the next item; 0 for one with a bullet."""
        counts = self._counts[name]
        if (number, level) not in self._met and (number, level) in self._starts:
            counts.pop(level, None)
        self._met.add((number, level))
        start = self._starts.get((number, level), self._starts.get((name, level), 1))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return 0 if (name, level) in self._bullets else counts[level]


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() else 1


def start_lists(root: Element) -> None:
    """Give lists the numbers with which they begin, and take the bookmarks out."""
    for items in root.iter("ol"):
        first = items[0] if len(items) else items
        marks = (link.get("id", "") for link in first.iter("a"))
        if mark := next((mark for mark in marks if mark.startswith(_MARK)), ""):
            items.set("start", mark.removeprefix(_MARK))
    for link in root.iter("a"):
        if link.get("id", "").startswith(_MARK):
            link.tag = "span"
