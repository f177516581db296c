"""Read the HTML of an article, which is well-formed, into a tree."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

_EMPTY = {"br", "hr", "img", "input", "source", "wbr"}


def read_html(html: str) -> Element:
    """Return the elements of an article's HTML below one root."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = TreeBuilder()
        self._tree.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; those that hold nothing are closed at once."""
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _EMPTY:
            self._tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag not in _EMPTY:
            self._tree.end(tag)

    def handle_data(self, data: str) -> None:
        """Add words."""
        self._tree.data(data)

    def finish(self) -> Element:
        """Return the root."""
        self._tree.end("div")
        return self._tree.close()
