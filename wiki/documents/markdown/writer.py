"""The Markdown of elements of HTML: blocks, one after the other."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from wiki.documents.markdown.escaping import guard_heading, guard_lines, write_fence
from wiki.documents.markdown.runs import LINE_BREAK, Run, is_box, read_runs
from wiki.documents.markdown.tables import list_rows, write_table
from wiki.documents.markdown.words import space_runs, split_paragraphs, write_runs

_HEADING = re.compile("h([0-9])")
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main"),
    *("nav", "ol", "p", "pre", "section", "summary", "table", "ul"),
    *(f"h{number}" for number in range(10)),
}
_BREAKS = re.compile(f"(?:{re.escape(LINE_BREAK)})+")
_LANGUAGE = re.compile(r"\blang(?:uage)?-([\w+#-]+)")


@dataclass(frozen=True)
class Block:
    """A block of a kind, such as "paragraph" or "ul", as Markdown."""

    kind: str
    words: str


def find_top(root: Element) -> int:
    """Return the level of the highest heading."""
    return min(
        (int(found[1]) for element in root.iter() if (found := _HEADING.fullmatch(element.tag))),
        default=2,
    )


def indent(words: str, width: int) -> str:
    """Return lines of which all but the first stand further in."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, words)


def join(blocks: list[Block]) -> str:
    """Put blank lines between blocks, but none between an item and the list below it."""
    is_item = [block.kind for block in blocks[1:]] in (["ul"], ["ol"])
    is_close = is_item and blocks[0].kind == "paragraph"
    return ("\n" if is_close else "\n\n").join(block.words for block in blocks)


class Writer:
    """Writes blocks; headings begin at level 2, whatever the highest of them, `top`, is.

    An element `note` is the reference to the note of its label.
    """

    def __init__(self, top: int) -> None:
        self._top = top
        self._writers: dict[str, Callable[[Element], Iterable[Block]]] = {
            "p": self._paragraphs,
            "table": self._table,
            "blockquote": self._quote,
            "pre": self._code,
            "dl": self._terms,
        }

    def write(self, parent: Element) -> str:
        """Return the Markdown of everything in an element."""
        return join(self.read_blocks(parent))

    def read_blocks(self, parent: Element) -> list[Block]:
        """Return what is in an element, block by block."""
        blocks: list[Block] = []
        loose = Element("p")  # words that stand in no paragraph
        loose.text = parent.text
        for child in parent:
            if any(part.tag in _BLOCKS for part in child.iter()):
                blocks += self._paragraphs(loose)
                blocks += self._block(child, blocks[-1].kind if blocks else "")
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        return [*blocks, *self._paragraphs(loose)]

    def _block(self, element: Element, before: str) -> Iterable[Block]:
        if found := _HEADING.fullmatch(element.tag):
            return self._heading(element, int(found[1]))
        if element.tag in {"ul", "ol"}:
            return self._list(element, before)
        if element.tag == "hr":
            return [Block("line", "---")]
        return self._writers.get(element.tag, self.read_blocks)(element)

    def _heading(self, element: Element, level: int) -> Iterable[Block]:
        runs = (replace(run, bold=False) for run in read_runs(element, Run("")))
        if words := _BREAKS.sub(" ", write_runs(space_runs(runs))):
            marks = "#" * min(level - self._top + 2, 6)
            yield Block("heading", f"{marks} {guard_heading(words)}")

    def _paragraphs(self, element: Element) -> Iterable[Block]:
        if any(part.tag in _BLOCKS for child in element for part in child.iter()):
            return self.read_blocks(element)
        parts = split_paragraphs(space_runs(read_runs(element, Run(""))))
        return [Block("paragraph", guard_lines(words)) for words in map(write_runs, parts) if words]

    def _code(self, element: Element) -> Iterable[Block]:
        for line_break in element.iter("br"):
            line_break.text = "\n"
        code = "".join(element.itertext()).replace("\xa0", " ").lstrip("\n").rstrip()
        classes = " ".join(part.get("class", "") for part in (element, *element[:1]))
        language = _LANGUAGE.search(classes)
        if code:
            yield Block("code", write_fence(code, language[1] if language else ""))

    def _quote(self, element: Element) -> Iterable[Block]:
        words = self.write(element)
        lines = [f"> {line}".rstrip() for line in words.split("\n")]
        return [Block("quote", "\n".join(lines))] if words else []

    def _list(self, element: Element, before: str) -> Iterable[Block]:
        """Write a list; one right after another of its kind gets other marks."""
        is_other = before == element.tag
        items: list[tuple[str, int, list[Block]]] = []
        for mark, item in self._items(element, is_other):
            if item.tag == "li":
                box = _take_box(item)
                items.append((mark + box, len(mark), self.read_blocks(item)))
                continue
            holder = Element("li")
            holder.append(item)
            if not items:
                items.append(("- ", 2, []))
            items[-1][2].extend(self.read_blocks(holder))
        lines = [mark + indent(join(blocks), width) for mark, width, blocks in items if blocks]
        kind = f"other {element.tag}" if is_other else element.tag
        return [Block(kind, "\n".join(lines))] if lines else []

    def _items(self, element: Element, is_other: bool) -> Iterator[tuple[str, Element]]:
        """Yield what is in a list, each with the mark of its place."""
        bullet, end = ("* ", ") ") if is_other else ("- ", ". ")
        found = re.match(r"\s*([0-9]{1,9})", element.get("start", ""))
        number = int(found[1]) if found else 1
        for item in element:
            yield bullet if element.tag == "ul" else f"{number}{end}", item
            number += item.tag == "li"

    def _terms(self, element: Element) -> Iterable[Block]:
        lines: list[str] = []
        for part in _parts_of(element):
            words = self.write(part)
            is_next = part.tag == "dt" and lines and lines[-1].startswith(": ")
            if words:
                lead = ": " if part.tag == "dd" else "\n" if is_next else ""
                lines.append(lead + (indent(words, 2) if part.tag == "dd" else words))
        return [Block("terms", "\n".join(lines))] if lines else []

    def _table(self, element: Element) -> Iterable[Block]:
        rows = list_rows(element)
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1:  # a frame around a text
            return self.read_blocks(cells[0])
        caption = element.find("caption")
        blocks = self.read_blocks(caption) if caption is not None else []
        if table := write_table(rows, self._cell):
            blocks.append(Block("table", table))
        return blocks

    def _cell(self, cell: Element) -> str:
        return " ".join(block.words for block in self.read_blocks(cell))


def _parts_of(terms: Element) -> Iterator[Element]:
    for child in terms:
        if child.tag in {"dt", "dd"}:
            yield child
        else:
            yield from _parts_of(child)


def _take_box(item: Element) -> str:
    """Take the box of a task out of an item; return its mark, or nothing if an item is none."""
    inner = [item, *item.findall("label"), *item.findall("p")]
    first = [part[0] for part in inner if len(part) and not (part.text or "").strip()]
    box = next(filter(is_box, first), None)
    if box is not None:
        box.tag = "span"
    if item.get("role") == "checkbox":
        return "[x] " if item.get("aria-checked") == "true" else "[ ] "
    if box is None:
        return ""
    return "[x] " if "checked" in box.attrib else "[ ] "
