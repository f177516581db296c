"""The cells of a table by row and column."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from wiki.documents.markdown.runs import style_of

_PARTS = {"thead", "tbody", "tfoot"}
_RULES = {"right": "---:", "end": "---:", "center": ":---:"}
_WIDEST = 100
# What a backslash stands before has been escaped already, a pipe at the start of a line too.
_PIPE = re.compile(r"\\.|\|")


def list_rows(table: Element) -> list[list[Element]]:
    """Return the cells of a table by row, without those of tables in it."""
    parts = [part for child in table for part in (child if child.tag in _PARTS else [child])]
    rows = [row for row in parts if row.tag == "tr"]
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]


def write_table(rows: list[list[Element]], read: Callable[[Element], str]) -> str:
    """Return a table; what spans several cells stands in the first of them."""
    found: dict[tuple[int, int], str] = {}
    sides: dict[int, str] = {}
    for down, right, cell in _placed(rows, found):
        found[down, right] = _line(read(cell), is_head=not down or cell.tag == "th")
        if down and (side := _side_of(cell)):
            sides.setdefault(right, side)
    if not any(found.values()):
        return ""
    width = range(max(right for _, right in found) + 1)
    lines = [[found.get((down, right), "") for right in width] for down in range(len(rows))]
    lines.insert(1, _write_rule(sides, width))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write_rule(sides: dict[int, str], width: range) -> list[str]:
    return [_RULES.get(sides.get(right, ""), "---") for right in width]


def _placed(
    rows: list[list[Element]], found: dict[tuple[int, int], str]
) -> Iterator[tuple[int, int, Element]]:
    """Yield the cells with their places, and fill what they span with nothing."""
    for down, row in enumerate(rows):
        right = 0
        for cell in row:
            while (down, right) in found:
                right += 1
            found |= dict.fromkeys(_places(cell, down, right, len(rows)), "")
            yield down, right, cell


def _places(cell: Element, down: int, right: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield the places that a cell takes."""
    for more in range(min(_span(cell, "rowspan"), height - down)):
        for wide in range(min(_span(cell, "colspan"), _WIDEST)):
            yield down + more, right + wide


def _span(cell: Element, name: str) -> int:
    found = re.match(r"\s*([0-9]{1,5})", cell.get(name, ""))
    return max(1, int(found[1])) if found else 1


def _side_of(cell: Element) -> str:
    """Return the side at which the words of a cell stand, or nothing if that is not said."""
    said = next((part.get("align", "") for part in cell.iter() if part.get("align")), "")
    found = re.search(r"text-align:(\w+)", style_of(cell))
    return said.lower() or (found[1] if found else "")


def _line(words: str, is_head: bool) -> str:
    line = _PIPE.sub(lambda found: found[0].rjust(2, "\\"), re.sub(r"\\?\n\s*", " ", words))
    return re.sub(r"^\*\*([^*]+)\*\*$", r"\1", line) if is_head else line
