"""An article as a word processor sees it: paragraphs of a style, tables, notes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from wiki.documents.html_tree import read_html

_MARKS = {
    "strong": "bold",
    "em": "italic",
    "del": "struck",
    "code": "code",
    "sup": "high",
    "sub": "low",
}
_STYLES = {"blockquote": "Quote", "pre": "Code", "dt": "Term", "dd": "Description"}
_BLOCKS = {
    *("p", "ul", "ol", "li", "table", "blockquote", "pre", "dl", "dt", "dd", "div", "section"),
    *("figure", "figcaption", "hr", "h2", "h3", "h4", "h5", "h6", "details", "summary"),
}
_UNSHOWN = {"permalink", "footnote-backref"}
BREAK = "\n"


@dataclass(frozen=True)
class Piece:
    """Words with one look; `note` names the note whose number stands here."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `path` are the lists around it, and `is_item` begins an item of the last."""

    style: str
    pieces: tuple[Piece, ...]
    path: tuple[int, ...] = ()
    is_item: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    pieces: tuple[Piece, ...]
    align: str
    is_head: bool


@dataclass(frozen=True)
class Table:
    """The cells of a table by row, as many in each."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class ListForm:
    """A list: with numbers, the first of which may be another than 1, or with bullets."""

    is_ordered: bool
    start: int


@dataclass
class Flow:
    """Everything of an article, in order; `lists` are counted from 1."""

    title: str
    language: str
    authors: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: dict[str, list[Paragraph]] = field(default_factory=dict)
    lists: list[ListForm] = field(default_factory=list)


def read_flow(html: str, address: str, about: Mapping[str, str]) -> Flow:
    """Return the flow of an article's HTML at an absolute address.

    `about` has its title, language, authors and summary, and the line on where it is from.
    """
    flow = Flow(about["title"], about["language"], about["authors"])
    reader = _Reader(flow, address)
    flow.blocks.append(Paragraph("Title", (Piece(about["title"]),)))
    for name, style in (("authors", "Authors"), ("summary", "Summary")):
        if about[name]:
            flow.blocks.append(Paragraph(style, (Piece(about[name]),)))
    flow.blocks += reader.read(read_html(html), "Text", ())
    flow.blocks.append(Paragraph("Source", (Piece(about["source"]),)))
    return flow


def place_notes(flow: Flow) -> dict[str, list[str]]:
    """Return by each note of the text the notes that stand where it is first named.

    That is itself, and those which only notes name: no word processor has notes of notes, and
    notes may name each other or themselves.
    """
    named = list(dict.fromkeys(_list_noted(flow.blocks)))
    places = {name: [name] for name in named if name in flow.notes}
    placed = set(places)
    for group in places.values():
        for name in group:
            inner = dict.fromkeys(_list_noted(flow.notes[name]))
            group += [note for note in inner if note in flow.notes and note not in placed]
            placed |= set(group)
    return places


def _list_noted(blocks: Iterable[Paragraph | Table]) -> Iterator[str]:
    for block in blocks:
        rows = [block] if isinstance(block, Paragraph) else chain.from_iterable(block.rows)
        for part in rows:
            yield from (piece.note for piece in part.pieces if piece.note)


class _Reader:
    def __init__(self, flow: Flow, address: str) -> None:
        self._flow = flow
        self._address = address

    def read(
        self, parent: Element, style: str, path: tuple[int, ...]
    ) -> Iterator[Paragraph | Table]:
        """Yield the blocks in an element, in the style that it gives its words."""
        loose = Element("p")  # words that stand in no paragraph
        loose.text = parent.text
        for child in parent:
            if child.tag in _BLOCKS:
                yield from self._words(loose, style, path)
                yield from self._block(child, style, path)
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        yield from self._words(loose, style, path)

    def _block(
        self, element: Element, style: str, path: tuple[int, ...]
    ) -> Iterable[Paragraph | Table]:
        tag, kinds = element.tag, element.get("class", "").split()
        if tag == "section" and "footnotes" in kinds:
            self._read_notes(element)
            return ()
        if tag in {"ul", "ol"}:
            return self._list(element, style, path)
        if tag == "table":
            return self._table(element)
        return self.read(element, _style_of(tag, kinds, style), path)

    def _words(self, element: Element, style: str, path: tuple[int, ...]) -> Iterator[Paragraph]:
        is_code = style == "Code"
        pieces = _trim(self._pieces(element, Piece(""), is_code), is_code)
        if pieces:
            yield Paragraph(style, pieces, path)

    def _list(
        self, element: Element, style: str, path: tuple[int, ...]
    ) -> Iterator[Paragraph | Table]:
        start = int(element.get("start", "1"))
        self._flow.lists.append(ListForm(element.tag == "ol", start))
        inner = (*path, len(self._flow.lists))
        for item in element:
            is_first = True
            for block in self.read(item, style, inner):
                if is_first and isinstance(block, Paragraph) and block.path == inner:
                    yield replace(block, is_item=True)
                else:
                    yield block
                is_first = False

    def _table(self, element: Element) -> Iterator[Table]:
        rows = [
            tuple(
                Cell(
                    _trim(self._pieces(cell, Piece(""))),
                    cell.get("class", "").removeprefix("align-"),
                    cell.tag == "th",
                )
                for cell in row
            )
            for row in element.iter("tr")
        ]
        width = max((len(row) for row in rows), default=0)
        empty = Cell((), "", False)
        if width:
            yield Table(tuple(row + (empty,) * (width - len(row)) for row in rows))

    def _read_notes(self, section: Element) -> None:
        for note in section.iter("li"):
            if note.get("id"):
                blocks = self.read(note, "Note", ())
                paragraphs = chain.from_iterable(map(_paragraphs_of, blocks))
                self._flow.notes[note.get("id", "")] = list(paragraphs)

    def _pieces(self, element: Element, look: Piece, is_code: bool = False) -> Iterator[Piece]:
        yield from _piece(element.text, look, is_code)
        for child in element:
            yield from self._child(child, look, is_code)
            yield from _piece(child.tail, look, is_code)

    def _child(self, child: Element, look: Piece, is_code: bool) -> Iterator[Piece]:
        kinds = set(child.get("class", "").split())
        if note := _noted(child):
            yield Piece("", note=note)
        elif child.tag in _SIGNS:
            yield replace(look, text=_SIGNS[child.tag](child))
        elif child.tag == "img":
            source = child.get("src", "")
            words = child.get("alt") or source
            yield replace(look, text=words, link=urljoin(self._address, source))
        elif not kinds & _UNSHOWN:
            mark = {_MARKS[child.tag]} if child.tag in _MARKS and not is_code else set()
            link = self._link(child, kinds) or look.link
            inner = replace(look, marks=look.marks | mark, link=link)
            yield from self._pieces(child, inner, is_code)

    def _link(self, element: Element, kinds: set[str]) -> str:
        """Return where an element leads: not to the list of sources, nor to what is not written."""
        address = element.get("href", "")
        is_inner = "missing" in kinds or element.get("role") == "doc-biblioref"
        return urljoin(self._address, address) if address and not is_inner else ""


def _paragraphs_of(block: Paragraph | Table) -> Iterator[Paragraph]:
    """Yield what a note may hold: of a table, each row as a paragraph."""
    if isinstance(block, Paragraph):
        yield block
        return
    for row in block.rows:
        cells = [cell.pieces for cell in row if cell.pieces]
        between = (Piece(" | "),)
        joined = chain.from_iterable((between, pieces) for pieces in cells)
        yield Paragraph("Note", tuple(chain.from_iterable(joined))[1:])


def _noted(element: Element) -> str:
    """Return the id of the note to which an element refers, if it does."""
    link = element.find("a") if element.tag == "sup" else None
    is_note = link is not None and "footnote-ref" in link.get("class", "")
    return link.get("href", "").removeprefix("#") if link is not None and is_note else ""


_SIGNS: Mapping[str, Callable[[Element], str]] = {
    "br": lambda _: BREAK,
    "input": lambda box: "☑" if "checked" in box.attrib else "☐",
}


def _style_of(tag: str, kinds: list[str], style: str) -> str:
    if re.fullmatch("h[2-6]", tag):
        return f"Heading{int(tag[1]) - 1}"
    if "callout" in kinds:
        return "Quote"
    if "callout-title" in kinds:
        return "Term"
    if tag == "figcaption":
        return "Caption"
    return _STYLES.get(tag, style)


def _piece(text: str | None, look: Piece, is_code: bool) -> Iterator[Piece]:
    if not text:
        return
    if not is_code:
        yield replace(look, text=re.sub(r"[ \t\n]+", " ", text))
        return
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        if number:
            yield replace(look, text=BREAK)
        yield replace(look, text=line)


def _trim(pieces: Iterable[Piece], is_code: bool = False) -> tuple[Piece, ...]:
    """Return pieces without blanks at the ends and after line breaks."""
    kept: list[Piece] = []
    for piece in pieces:
        is_start = not is_code and (not kept or kept[-1].text == BREAK)
        text = piece.text.lstrip(" ") if is_start else piece.text
        if text or piece.note:
            kept.append(replace(piece, text=text))
    while kept and not kept[-1].note:
        last = kept.pop()
        if text := last.text.rstrip():
            return (*kept, replace(last, text=text))
    return tuple(kept)
