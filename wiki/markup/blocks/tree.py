"""Turn the blocks of a text into elements, whose texts are still as they were typed."""

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from wiki.errors import TooComplex
from wiki.markup.blocks.leaves import (
    Code,
    DefinitionTerm,
    Fence,
    Heading,
    IndentedCode,
    Paragraph,
    Rule,
    Table,
)
from wiki.markup.blocks.nodes import Block, Description, Descriptions, Item, List, Quote, Root
from wiki.markup.blocks.rows import read_cells
from wiki.markup.labels import Labels
from wiki.markup.limits import TOO_COMPLEX
from wiki.markup.source import LeafText

# Rows are filled up to the number of columns; no real table grows to this size.
_MOST_CELLS = 60_000
# Hebrew, Arabic and their relatives.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class TreeBuilder:
    """Build the elements of a text."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.tables = 0
        self.cells = 0
        self.right_to_left = 0

    def build(self, parent: Element, block: Block) -> None:
        """Add what is in a block to an element."""
        for child in block.children:
            self._add(parent, child)

    def _add(self, parent: Element, block: Block) -> None:
        make = _MAKERS.get(type(block))
        before = self.right_to_left
        element = make(self, parent, block) if make else None
        if element is not None and self.right_to_left > before:
            element.set("dir", "auto")

    def read(self, element: Element, text: LeafText) -> None:
        """Give an element its text, and remember whether it runs from right to left."""
        self.right_to_left += _RIGHT_TO_LEFT.search(text) is not None
        element.text = text

    def _add_paragraph(self, parent: Element, block: Paragraph) -> Element | None:
        if not block.pieces:
            return None
        element = SubElement(parent, "p")
        self.read(element, block.text())
        return element

    def _add_heading(self, parent: Element, block: Heading) -> Element:
        element = SubElement(parent, f"h{block.level}")
        if isinstance(block.parent, Root):
            element.set("data-line", str(block.start))  # which `mark_headings` takes away
        self.read(element, block.text())
        return element

    def _add_rule(self, parent: Element, block: Rule) -> None:
        SubElement(parent, "hr")

    def _add_code(self, parent: Element, block: Code) -> None:
        code = SubElement(SubElement(parent, "pre"), "code")
        if block.language:
            code.set("class", f"language-{block.language}")
        code.text = AtomicString(block.code())

    def _add_quote(self, parent: Element, block: Quote) -> Element:
        callout = block.callout
        if callout is None:
            element = SubElement(parent, "blockquote")
        else:
            element = SubElement(
                parent, "div", {"class": f"callout {callout.kind}", "role": "note"}
            )
            title = SubElement(element, "p", {"class": "callout-title"})
            title.text = callout.title or AtomicString(self.labels.callouts[callout.kind])
        self.build(element, block)
        return element

    def _add_list(self, parent: Element, block: List) -> Element:
        number = block.marker.number
        element = SubElement(parent, "ul" if number is None else "ol")
        if number is not None and number != 1:
            element.set("start", str(number))
        for item in block.children:
            before = self.right_to_left
            entry = SubElement(element, "li")
            self._fill(entry, item, is_loose=block.is_loose)
            if isinstance(item, Item) and item.task:
                self._add_box(entry, entry[0] if block.is_loose else entry, item.task)
            if self.right_to_left > before:
                entry.set("dir", "auto")
        return element

    def _add_box(self, entry: Element, holder: Element, sign: str) -> None:
        """Begin an item of a list of tasks with a box that is ticked or not."""
        entry.set("class", "task")
        box = Element("input", {"type": "checkbox", "disabled": ""})
        if sign != " ":
            box.set("checked", "")
        box.set("aria-label", self.labels.to_do if sign == " " else self.labels.done)
        box.tail, holder.text = holder.text, None
        holder.insert(0, box)

    def _fill(self, entry: Element, block: Block, *, is_loose: bool) -> None:
        """Add what is in an item; in a dense list its paragraphs are just text."""
        for child in block.children:
            if is_loose or not isinstance(child, Paragraph):
                self._add(entry, child)
            elif child.pieces:
                self._add_words(entry, child.text())

    def _add_words(self, entry: Element, text: LeafText) -> None:
        """Add a text after what is in an item already."""
        holder = entry
        if len(entry) and not isinstance(entry[-1].tail, LeafText):
            self.right_to_left += _RIGHT_TO_LEFT.search(text) is not None
            entry[-1].tail = text
            return
        if entry.text is not None:
            holder = SubElement(entry, "p")
        self.read(holder, text)

    def _add_descriptions(self, parent: Element, block: Descriptions) -> Element:
        element = SubElement(parent, "dl")
        for child in block.children:
            if isinstance(child, DefinitionTerm):
                self.read(SubElement(element, "dt"), child.text())
            elif isinstance(child, Description):
                is_loose = child.is_apart or child.has_gaps
                self._fill(SubElement(element, "dd"), child, is_loose=is_loose)
        return element

    def _add_table(self, parent: Element, block: Table) -> None:
        self.tables += 1
        self.cells += len(block.pieces) * len(block.aligns)
        if self.cells > _MOST_CELLS:
            raise TooComplex(TOO_COMPLEX)
        name = self.labels.table.replace("{}", str(self.tables))
        box = SubElement(parent, "div", {"class": "table-box", "tabindex": "0", "role": "region"})
        box.set("aria-label", name)
        table = SubElement(box, "table")
        head, *rows = block.pieces
        self._add_row(SubElement(table, "thead"), head, block.aligns, is_head=True)
        if rows:
            body = SubElement(table, "tbody")
            for row in rows:
                self._add_row(body, row, block.aligns, is_head=False)

    def _add_row(
        self, parent: Element, row: tuple[int, str], aligns: list[str], *, is_head: bool
    ) -> None:
        """Add a row with a cell for each column."""
        element = SubElement(parent, "tr")
        for align, text in zip_longest(aligns, read_cells(row)[: len(aligns)]):
            # A heading cell without text names nothing, so it becomes an ordinary cell.
            cell = SubElement(element, "th" if is_head and text else "td")
            if cell.tag == "th":
                cell.set("scope", "col")
            if align:
                cell.set("class", f"align-{align}")
            if text:
                before = self.right_to_left
                self.read(cell, text)
                if self.right_to_left > before:
                    cell.set("dir", "auto")


_MAKERS: dict[type[Block], Callable[[TreeBuilder, Element, Any], Element | None]] = {
    Paragraph: TreeBuilder._add_paragraph,
    Heading: TreeBuilder._add_heading,
    Rule: TreeBuilder._add_rule,
    Code: TreeBuilder._add_code,
    IndentedCode: TreeBuilder._add_code,
    Fence: TreeBuilder._add_code,
    Quote: TreeBuilder._add_quote,
    List: TreeBuilder._add_list,
    Descriptions: TreeBuilder._add_descriptions,
    Table: TreeBuilder._add_table,
}


def makes_element(block: Block) -> bool:
    """Return whether a block is shown where it stands, which notes and definitions are not."""
    if isinstance(block, Paragraph):
        return bool(block.pieces)
    return type(block) in _MAKERS and (not isinstance(block, Heading) or bool(block.text().strip()))
