"""Lists that are only drawn: Word writes paragraphs, Word on the web lists of one item each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from wiki.documents.markdown.runs import style_of

_LEVEL = re.compile(r"mso-list:[^;]*?level([1-9])")
_NUMBER = re.compile(r"\(?(?:\d+|[a-z]|[ivxlc]+)[.)]", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class _Item:
    holder: Element
    level: int
    tag: str
    start: int


@dataclass(frozen=True)
class _List:
    element: Element
    level: int


def nest_items(page: Element) -> None:
    """Put items that follow one another into lists, nested by their levels."""
    for parent in list(page.iter()):
        if any(_read(child) for child in parent):
            parent[:] = list(_nest(list(parent)))


def _nest(children: list[Element]) -> Iterator[Element]:
    """Yield the children of an element, with lists in place of items."""
    place = Element("div")
    open_lists: list[_List] = []
    for child in children:
        item, tail = _read(child), child.tail or ""
        if item:
            _add(item, place, open_lists)
            place[-1].tail = tail if tail.strip() else None
        if item is None or tail.strip():
            yield from place
            place, open_lists = Element("div"), []
        if item is None:
            yield child
    yield from place


def _read(element: Element) -> _Item | None:
    """Return the item that an element draws, if it does."""
    if element.tag not in {"p", "div"}:
        return None
    if found := _LEVEL.search(style_of(element)):
        mark = element.get("mark", "")
        is_number = _NUMBER.match(mark) is not None
        return _Item(element, int(found[1]), "ol" if is_number else "ul", _start(mark))
    if "ListContainerWrapper" not in element.get("class", "").split():
        return None
    for inner in element.iter():
        for item in inner.findall("li[@data-aria-level]"):
            level = _start(item.get("data-aria-level", ""))
            tag = "ol" if inner.tag == "ol" else "ul"
            return _Item(item, level, tag, _start(item.get("data-aria-posinset", "")))
    return None


def _start(number: str) -> int:
    found = re.match(r"\s*([0-9]{1,9})", number)
    return (int(found[1]) if found else 1) or 1


def _add(item: _Item, place: Element, open_lists: list[_List]) -> None:
    while open_lists and not _holds(open_lists[-1], item):
        open_lists.pop()
    last = open_lists[-1] if open_lists else None
    if last is None or last.level < item.level:
        made = SubElement(place if last is None else last.element[-1], item.tag)
        if item.tag == "ol":
            made.set("start", str(item.start))
        last = _List(made, item.level)
        open_lists.append(last)
    entry = SubElement(last.element, "li")
    entry.text, entry[:] = item.holder.text, list(item.holder)


def _holds(last: _List, item: _Item) -> bool:
    """Return whether an item stands in a list, or in one that its last item holds."""
    if last.level == item.level:
        return last.element.tag == item.tag
    return last.level < item.level
