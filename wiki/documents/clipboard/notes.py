"""Notes of a copied text: a mark that leads to a place below, where what it says is taken from."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from wiki.documents.clipboard.cleaning import ancestors, find_parents
from wiki.documents.markdown.notes import refer
from wiki.documents.markdown.runs import style_of

_MARK = re.compile(r"\[[^\]]{1,10}\]|\(?\d{1,3}\)?|[*†‡]|[a-z]|[ivxlc]+", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(
    r"#(?:_(?:ft|ed)n\d|ftnt\d|cite_note|fn[:-]?\d|sd(?:foot|end)note\d+sym)", re.IGNORECASE
)
_WORD = re.compile("mso-(?:foot|end)note-id")
_OWN = re.compile("mso-element:(?:foot|end)note(?!-list)")
_HOLDERS = {"li", "p", "dd", "aside", "section", "div"}


class Notes:
    """The notes of a page by their labels; `left` counts those whose text was not copied."""

    def __init__(self, page: Element, labels: Iterator[str]) -> None:
        """Take the notes out of a page, and put references in the places of their marks."""
        self.left = 0
        self._labels = labels
        self._found: dict[Element, str] = {}
        self._parents = find_parents(page)
        self._places = {element: place for place, element in enumerate(page.iter())}
        self._targets = _find_targets(page)
        for link in [anchor for anchor in page.iter("a") if "#" in anchor.get("href", "")]:
            self._read(link)
        self.texts = {label: _take_out(note) for note, label in self._found.items()}

    def _read(self, link: Element) -> None:
        words, address = "".join(link.itertext()).strip(), link.get("href", "")
        if not _WORD.search(style_of(link)) and not _MARK.fullmatch(words):
            return
        around = list(ancestors(link, self._parents))
        mark = _mark_around(link, around)
        target = self._targets.get(unquote(address.split("#")[1]))
        if target is None:
            if _ADDRESS.search(address):
                self.left += 1
                _empty(mark)
            return
        note = self._note_around(target)
        if self._places[target] < self._places[link] or note in around:
            return
        if note not in self._found:
            self._found[note] = next(self._labels)
        refer(mark, self._found[note])

    def _note_around(self, target: Element) -> Element:
        around = list(ancestors(target, self._parents))[:-1]
        own = [element for element in around if _is_own(element)]
        return next(iter(own or [element for element in around if element.tag in _HOLDERS]), target)


def _mark_around(link: Element, around: Iterable[Element]) -> Element:
    """Return the raised number that is nothing but a link, or the link alone."""
    words = "".join(link.itertext()).strip()
    raised = (element for element in around if element.tag == "sup")
    return next(
        (element for element in raised if "".join(element.itertext()).strip() == words), link
    )


def _find_targets(page: Element) -> dict[str, Element]:
    """Return the elements by their ids, the first of each; names of links count after ids."""
    found: dict[str, Element] = {}
    for key in ("id", "name"):
        for element in page.iter("a" if key == "name" else None):
            if name := element.get(key):
                found.setdefault(name, element)
    return found


def _is_own(element: Element) -> bool:
    """Return whether an element is a note, by what Word or LibreOffice says of it."""
    is_writer = element.tag == "div" and re.match("sd(?:foot|end)note", element.get("id", ""))
    return bool(is_writer) or _OWN.search(style_of(element)) is not None


def _take_out(note: Element) -> Element:
    """Return a note without the links that lead back, and leave nothing in its place."""
    parents = find_parents(note)
    for link in [
        anchor for anchor in note.iter("a") if anchor is not note and "#" in anchor.get("href", "")
    ]:
        words = "".join(link.itertext()).strip()
        if _MARK.fullmatch(words) or words[:1] in {"↩", "↑", "^"}:
            _empty(_mark_around(link, ancestors(link, parents)))
    taken = Element("div")
    inner = Element(note.tag if note.tag in {"p", "ul", "ol"} else "div", dict(note.attrib))
    inner.text, inner[:] = note.text, list(note)
    taken.append(inner)
    _empty(note)
    return taken


def _empty(element: Element) -> None:
    """Leave nothing of an element but what stands behind it."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = "span", tail
