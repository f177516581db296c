"""The names of what a Word document is made of, and how to find and replace it."""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

_OFF = {"0", "false", "off"}


class Names:
    """Names in the namespace of a part: there are two, that of Word and that of the standard."""

    def __init__(self, root: Element) -> None:
        self._space = root.tag.partition("}")[0] + "}" if "}" in root.tag else ""

    def __call__(self, name: str) -> str:
        """Return the whole name of an element or attribute."""
        return self._space + name

    def find(self, element: Element, *path: str) -> Element | None:
        """Return what is found on a way down from an element."""
        return element.find("/".join(map(self, path)))

    def value(self, element: Element, *path: str) -> str | None:
        """Return the value of what is found on a way down from an element."""
        found = self.find(element, *path)
        return None if found is None else found.get(self("val"))

    def is_on(self, element: Element, *path: str) -> bool | None:
        """Return whether a property is set or explicitly not; None if nothing is said of it."""
        found = self.find(element, *path)
        return None if found is None else found.get(self("val")) not in _OFF

    def make(self, name: str, *inner: Element, text: str | None = None) -> Element:
        """Return a new element."""
        element = Element(self(name))
        element.text = text
        element.extend(inner)
        return element


def replace(root: Element, makers: dict[str, Callable[[Element], Iterable[Element]]]) -> None:
    """Put what is made of them in the places of elements, the inmost first."""
    for parent in list(root.iter())[::-1]:
        if any(child.tag in makers for child in parent):
            parent[:] = [
                made
                for child in parent
                for made in (makers[child.tag](child) if child.tag in makers else [child])
            ]
