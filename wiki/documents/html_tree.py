"""Read HTML, also what is not well-formed, into a tree that is not too deep."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

_EMPTY = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
    *("source", "track", "wbr"),
}
# Comments, what stands only in a head, and the declarations with which Word hides things. None of
# it is shown, and the library's parser takes offence at some of it.
_UNSHOWN = re.compile(
    r"<!--.*?(?:--!?>|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[!?][^>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# Elements of more than so many others only hand their words on. No program nests half as deep.
_DEEPEST = 100
_CELL = frozenset({"td", "th", "caption"})
_TABLE = frozenset({"table"})
_NOTHING: frozenset[str] = frozenset()
_ENDS_PARAGRAPH = {
    *("address", "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset"),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main"),
    *("nav", "ol", "p", "pre", "section", "table", "ul", "li", "dt", "dd"),
}
# What an element ends that was left open, and how far out: the tags that hold it.
_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(_ENDS_PARAGRAPH, (frozenset({"p"}), _CELL | _TABLE | {"li", "dd"})),
    "a": (frozenset({"a"}), _CELL | _TABLE),
    "li": (frozenset({"li"}), frozenset({"ul", "ol"}) | _CELL),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"}) | _CELL),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"}) | _CELL),
    "td": (_CELL, _TABLE),
    "th": (_CELL, _TABLE),
    "tr": (_CELL | {"tr"}, _TABLE),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (_CELL | {"tr", "thead", "tbody"}, _TABLE)),
}
# The end of a part of a table ends what is open in it; any other end stays in its cell.
_PARTS = {"thead", "tbody", "tfoot", "tr"} | _CELL


def read_html(html: str) -> Element:
    """Return the elements of HTML below one root."""
    reader = _Reader()
    reader.feed(_UNSHOWN.sub("", html))
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = TreeBuilder()
        self._tree.start("div", {})
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; those that hold nothing are closed at once."""
        if tag in _ENDS:
            for place in list(self._find(*_ENDS[tag]))[-1:]:
                self._close(place)
        if len(self._open) < _DEEPEST or tag in _EMPTY:
            self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _EMPTY:
            self._tree.end(tag)
        else:
            self._open.append(tag)
            self._counts[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        """Close an element and what is open in it, if it is open."""
        within = _TABLE if tag in _PARTS else _NOTHING if tag == "table" else _CELL | _TABLE
        places = self._find(frozenset({tag}), within)
        if (place := next(places, None)) is not None:
            self._close(place)

    def handle_data(self, data: str) -> None:
        """Add words."""
        self._tree.data(data)

    def finish(self) -> Element:
        """Return the root."""
        self._close(0)
        self._tree.end("div")
        return self._tree.close()

    def _find(self, tags: frozenset[str], within: frozenset[str]) -> Iterator[int]:
        """Yield the places of open elements, the inmost first, up to one that is in `within`."""
        if not any(self._counts[tag] for tag in tags):
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] in tags:
                yield place
            elif self._open[place] in within:
                return

    def _close(self, place: int) -> None:
        while len(self._open) > place:
            tag = self._open.pop()
            self._counts[tag] -= 1
            if len(self._open) < _DEEPEST:
                self._tree.end(tag)
