"""Read a page as a browser does: its elements by CSS, its words, and what its forms would send."""

from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

_NOT_SENT = {"submit", "button", "image", "reset", "file"}
_CHECKABLE = {"checkbox", "radio"}


class Page:
    """Hold a page, or a part of one, parsed by the rules of HTML 5.

    What is looked for and is not there, or is there twice, fails the test at once.
    """

    def __init__(self, page: TestResponse | str) -> None:
        html = page if isinstance(page, str) else page.text
        self._root: LexborHTMLParser | LexborNode = LexborHTMLParser(html)

    def all(self, selector: str) -> list["Element"]:
        """Return the elements that a CSS selector finds, in order."""
        # A node finds itself too, which no browser's querySelectorAll does.
        own = self._root.mem_id if isinstance(self._root, LexborNode) else None
        return [Element(node) for node in self._root.css(selector) if node.mem_id != own]

    def one(self, selector: str) -> "Element":
        """Return the only element that a CSS selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements are {selector}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """Return the words of each element."""
        return [element.text for element in self.all(selector)]

    def values(self, selector: str, name: str) -> list[str]:
        """Return an attribute of each element, which each must have."""
        return [element[name] for element in self.all(selector)]

    @property
    def text(self) -> str:
        """Return the words in it, with single spaces between them."""
        root = self._root.body if isinstance(self._root, LexborHTMLParser) else self._root
        assert root is not None
        return " ".join(root.text().split())


class Element(Page):
    """Hold one element of a page."""

    def __init__(self, node: LexborNode) -> None:
        self._root: LexborNode = node

    def __getitem__(self, name: str) -> str:
        """Return an attribute that must be there; one without a value is empty."""
        attributes = self._root.attributes
        assert name in attributes, f"no {name} in {self._root.html}"
        return attributes[name] or ""

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, or the default where it is not there."""
        return self[name] if self.has(name) else default

    def has(self, name: str) -> bool:
        """Tell whether it has an attribute."""
        return name in self._root.attributes

    @property
    def own_text(self) -> str:
        """Return its words without those of the elements in it."""
        return " ".join(self._root.text(deep=False).split())

    @property
    def value(self) -> str:
        """Return what a text area holds, line by line as it was written."""
        return self._root.text()

    def sent(self) -> MultiDict[str, str]:
        """Return what a browser would send for this form, before a button adds its own value."""
        assert self._root.tag == "form", self._root.tag
        fields = MultiDict[str, str]()
        for field in self.all("input[name], textarea[name], select[name]"):
            if not field.has("disabled"):
                for value in field._sent_values():
                    fields.add(field["name"], value)
        return fields

    def _sent_values(self) -> list[str]:
        if self._root.tag == "textarea":
            return [self.value.replace("\r\n", "\n").replace("\n", "\r\n")]
        if self._root.tag == "select":
            return self._chosen()
        kind = self.get("type", "text")
        if kind in _NOT_SENT or (kind in _CHECKABLE and not self.has("checked")):
            return []
        default = "on" if kind in _CHECKABLE else ""
        return [self.get("value", default)]

    def _chosen(self) -> list[str]:
        """Return the options that are selected; of a list for one choice, else the first."""
        options = self.all("option")
        chosen = [option for option in options if option.has("selected")]
        if not chosen and not self.has("multiple"):
            chosen = options[:1]
        return [option.get("value", option.text) for option in chosen]
