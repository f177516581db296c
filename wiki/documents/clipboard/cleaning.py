"""Copied HTML without what nobody sees, and with what programs mean in place of what they write."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs
from xml.etree.ElementTree import Element, TreeBuilder

from wiki.documents.markdown.runs import style_of

_JUNK = {
    *("style", "script", "meta", "link", "title", "template", "noscript", "select", "button"),
    *("textarea", "iframe", "object", "audio", "video", "svg", "img"),
}
_JUNK_CLASSES = {"mw-editsection", "mw-cite-backlink", "msocomanchor", "msocomtxt"} | {
    "Apple-interchange-newline"
}
_HIDDEN = re.compile(r"display:none|mso-hide:all|mso-element:comment|mso-list:ignore")
_QUOTE = re.compile("Mso(?:Intense)?Quote")
_GOOGLE = re.compile(r"https://www\.google\.[a-z.]+/url\?(.*)", re.DOTALL)


def clean(page: Element, origin: str) -> tuple[Element, int]:
    """Return a page without what nobody sees, and how many pictures it had.

    Links to `origin`, the wiki's own address, lead to a path of it.
    """
    cleaner = _Cleaner(origin)
    cleaner.copy(page, None)
    return cleaner.tree.close(), cleaner.pictures


class _Cleaner:
    def __init__(self, origin: str) -> None:
        self._own = f"{origin}/"
        self.tree = TreeBuilder()
        self.pictures = 0

    def copy(self, element: Element, block: Element | None) -> None:
        """Copy an element with what is in it; `block` is the paragraph that it stands in."""
        tag, attributes = self._translate(element)
        made = self.tree.start(tag, attributes)
        block = made if tag in {"p", "div"} else block
        self.tree.data(element.text or "")
        for child in element:
            if not self._is_junk(child, block):
                self.copy(child, block)
            self.tree.data(child.tail or "")
        self.tree.end(tag)

    def _is_junk(self, element: Element, block: Element | None) -> bool:
        classes = set(element.get("class", "").split())
        if "hidden" in element.attrib or element.get("aria-hidden") == "true":
            return True
        if _JUNK_CLASSES & classes or self._is_hidden(style_of(element), element, block):
            return True
        self.pictures += element.tag == "img"
        is_deleted = element.tag == "del" and element.get("cite", "").startswith("mailto:")
        return is_deleted or element.tag in _JUNK

    def _is_hidden(self, css: str, element: Element, block: Element | None) -> bool:
        if "mso-list:ignore" in css and block is not None:
            # The number or bullet that Word draws before an item says what kind of list it is.
            block.attrib.setdefault("mark", "".join(element.itertext()).strip())
        return _HIDDEN.search(css) is not None

    def _translate(self, element: Element) -> tuple[str, dict[str, str]]:
        """Return the tag that says what an element is, and its attributes."""
        tag, attributes = element.tag, dict(element.attrib)
        attributes.pop("mark", None)
        classes = attributes.get("class", "")
        if tag == "p" and "MsoTitle" in classes.split():
            tag = "h0"
        elif attributes.get("role") == "heading":
            level = attributes.get("aria-level", "")
            tag = f"h{level}" if re.fullmatch("[1-9]", level) else "h2"
        elif tag in {"p", "div"} and _QUOTE.search(classes):
            tag = "blockquote"
        elif tag in {"note", "h0", "h7", "h8", "h9"}:
            tag = "span"  # no element of HTML
        if tag == "a":
            attributes["href"] = self._lead(attributes.get("href", "").strip())
        return tag, attributes

    def _lead(self, address: str) -> str:
        """Return where a link leads: not by Google's detour, and by a path only in the wiki."""
        if led := _GOOGLE.fullmatch(address):
            address = parse_qs(led[1]).get("q", [address])[0]
        if address.startswith(self._own):
            return address[len(self._own) - 1 :]
        return address.lstrip("/")


def find_parents(root: Element) -> dict[Element, Element]:
    """Return the parent of each element."""
    return {child: parent for parent in root.iter() for child in parent}


def ancestors(element: Element, parents: dict[Element, Element]) -> Iterator[Element]:
    """Yield an element, then those around it."""
    yield element
    while element in parents:
        element = parents[element]
        yield element
