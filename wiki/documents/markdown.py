"""Markdown of a tree of HTML elements, as a document is read into one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wiki.documents.escaping import guard_lines, write_fence
from wiki.documents.words import Run, read_runs, write_runs

_HEADING = re.compile("h([1-6])")
_BLOCKS = {"p", "ul", "ol", "table", "blockquote", "pre", "div"} | {f"h{n}" for n in range(1, 7)}


@dataclass(frozen=True)
class _Block:
    kind: str
    words: str


class Writer:
    """Writes blocks; `labels` are those of notes by their address, `top` the highest heading."""

    def __init__(self, labels: Mapping[str, str], top: int) -> None:
        self._labels = dict(labels)
        self._top = top

    def blocks(self, parent: Element) -> str:
        """Return the Markdown of everything in an element."""
        return _join(self._blocks(parent))

    def words(self, element: Element, is_bold: bool = True) -> str:
        """Return the words of an element on one or more lines."""
        runs = read_runs(element, self._labels, Run(""))
        return write_runs(run if is_bold else _without_bold(run) for run in runs)

    def _blocks(self, parent: Element) -> list[_Block]:
        blocks: list[_Block] = []
        loose = Element("p")  # words that stand in no paragraph
        loose.text = parent.text
        for child in parent:
            if child.tag in _BLOCKS:
                blocks += self._paragraph(loose)
                blocks += self._block(child, blocks[-1].kind if blocks else "")
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        return [*blocks, *self._paragraph(loose)]

    def _block(self, element: Element, before: str) -> Iterable[_Block]:
        if found := _HEADING.fullmatch(element.tag):
            return self._heading(element, int(found[1]))
        if element.tag in {"ul", "ol"}:
            return self._list(element, before)
        readers: dict[str, Callable[[Element], Iterable[_Block]]] = {
            "p": self._paragraph,
            "table": self._table,
            "blockquote": self._quote,
            "pre": self._code,
        }
        return readers.get(element.tag, self._blocks)(element)

    def _heading(self, element: Element, level: int) -> Iterable[_Block]:
        words = self.words(element, is_bold=False).replace("\\\n", " ")
        if words:
            yield _Block("heading", f"{'#' * min(level - self._top + 2, 6)} {words}")

    def _paragraph(self, element: Element) -> Iterable[_Block]:
        words = guard_lines(self.words(element))
        return [_Block("paragraph", words)] if words else []

    def _code(self, element: Element) -> Iterable[_Block]:
        for line_break in element.iter("br"):
            line_break.text = "\n"
        code = "".join(element.itertext()).strip("\n")
        return [_Block("code", write_fence(code))] if code.strip() else []

    def _quote(self, element: Element) -> Iterable[_Block]:
        words = self.blocks(element)
        lines = [f"> {line}".rstrip() for line in words.split("\n")]
        return [_Block("quote", "\n".join(lines))] if words else []

    def _list(self, element: Element, before: str) -> Iterable[_Block]:
        """Write a list; one right after another of its kind gets other marks."""
        is_other = before == element.tag
        items = []
        for number, item in enumerate(element, start=1):
            mark = f"{number}{')' if is_other else '.'} " if element.tag == "ol" else "- "
            mark = "* " if is_other and element.tag == "ul" else mark
            if words := self.blocks(item):
                items.append(mark + _indent(words, len(mark)))
        kind = f"other {element.tag}" if is_other else element.tag
        return [_Block(kind, "\n".join(items))] if items else []

    def _table(self, element: Element) -> Iterable[_Block]:
        rows = _grid(element, self._cell)
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around a text
            return self._blocks(next(element.iter("td"), element))
        if not any(any(row) for row in rows):
            return []
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"| {' | '.join('---' for _ in rows[0])} |")
        return [_Block("table", "\n".join(lines))]

    def _cell(self, cell: Element, is_head: bool) -> str:
        words = " ".join(block.words for block in self._blocks(cell))
        line = re.sub(r"\\?\n\s*", " ", words).replace("|", "\\|")
        return re.sub(r"^\*\*([^*]+)\*\*$", r"\1", line) if is_head else line


def _grid(table: Element, read: Callable[[Element, bool], str]) -> list[list[str]]:
    """Return cells by row; what spans several stands in the first of them."""
    found: dict[tuple[int, int], str] = {}
    rows = list(table.iter("tr"))
    for down, row in enumerate(rows):
        right = 0
        for cell in row:
            while (down, right) in found:
                right += 1
            found |= dict.fromkeys(_places(cell, down, right, len(rows)), "")
            found[down, right] = read(cell, down == 0)
    width = max((right for _, right in found), default=-1) + 1
    return [[found.get((down, right), "") for right in range(width)] for down in range(len(rows))]


def _places(cell: Element, down: int, right: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield the places that a cell takes."""
    for more in range(min(int(cell.get("rowspan", "1")), height - down)):
        for wide in range(min(int(cell.get("colspan", "1")), 100)):
            yield down + more, right + wide


def _without_bold(run: Run) -> Run:
    return Run(run.text, run.link, italic=run.italic, struck=run.struck, code=run.code, raw=run.raw)


def _indent(words: str, width: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, words)


def _join(blocks: list[_Block]) -> str:
    """Put blank lines between blocks, but none between an item and the list below it."""
    is_item = [block.kind for block in blocks[1:]] in (["ul"], ["ol"])
    is_close = is_item and blocks[0].kind == "paragraph"
    return ("\n" if is_close else "\n\n").join(block.words for block in blocks)
