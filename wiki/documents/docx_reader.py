"""Read a .docx into the text of an article."""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from wiki.documents.markdown.notes import define_note, free_labels, refer
from wiki.documents.markdown.writer import Writer, find_top
from wiki.documents.word.numbering import start_lists
from wiki.documents.word.parts import prepare
from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import mammoth
else:
    mammoth = Deferred("mammoth")

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
"""
# Parts of a document that become nothing, by what its XML calls them.
_LEFT_OUT = {
    "equations": re.compile(rb"<m:oMath[ >]"),
    "charts": re.compile(rb"<(?:c:chart|dgm:relIds) "),
    "documents": re.compile(rb"<w:altChunk "),
}
# Each takes half a second or more to be made ready, while its author waits.
_MOST_PICTURES = 20
_MOST_PICTURE_BYTES = 100_000_000
_COMMENT = re.compile(rb"<w:comment ")
_PART = re.compile(r"word/(?:document|footnotes|endnotes|comments|(?P<edge>header|footer))\d*\.xml")
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]")  # what is more than the number of a page


@dataclass(frozen=True)
class Opened:
    """The text of a document, and how many of what were left out.

    `pictures` are the hash and the description of each picture in it, whose place in the text is
    `![...](media:#0)` and so on.
    """

    title: str
    body: str
    left: dict[str, int] = field(default_factory=dict)
    pictures: list[list[str]] = field(default_factory=list)


def read_docx(content: bytes, taken: Collection[str]) -> Opened:
    """Return the text of a .docx; its notes get labels that are not `taken`."""
    pictures = _Pictures()
    result = mammoth.convert_to_html(
        prepare(content), style_map=_STYLES, convert_image=pictures.place
    )
    root = ElementTree.fromstring(f"<div>{result.value}</div>")  # noqa: S314 - of our own making
    start_lists(root)
    for link in root.iter("a"):  # the library takes what a field says of a link for its address
        link.attrib |= {"href": link.get("href", "").partition('"')[0]}
    title = _take_title(root)
    notes = _take_notes(root)
    labels = dict(zip(notes, free_labels(taken), strict=False))
    for element in [root, *notes.values()]:
        _mark_references(element, labels)
    writer = Writer(find_top(root))
    body = writer.write(root)
    ends = [define_note(labels[name], writer.read_blocks(note)) for name, note in notes.items()]
    parts = [part for part in (body, "\n".join(ends)) if part]
    signs = sum("w:sym element" in message.message for message in result.messages)
    left = {"pictures": pictures.left, "signs": signs, **_count_left_out(content)}
    told = {name: count for name, count in left.items() if count}
    return Opened(title, "\n\n".join(parts), told, pictures.held)


class _Pictures:
    """The pictures that were met so far: those that the document holds, and how many are left."""

    def __init__(self) -> None:
        self.held: list[list[str]] = []
        self.left = 0
        self._bytes = 0
        self._numbers: dict[str, int] = {}

    def place(self, picture: Any) -> list[Any]:
        """Return an element in the place of a picture; none of one that is only linked to."""
        try:
            with picture.open() as file:
                content = file.read()
        except (ValueError, KeyError, OSError):
            content = b""
        mark = hashlib.sha256(content).hexdigest()
        if mark not in self._numbers:
            self._bytes += len(content)
            is_much = len(self.held) == _MOST_PICTURES or self._bytes > _MOST_PICTURE_BYTES
            if not content or is_much:
                self.left += 1
                return []
            self._numbers[mark] = len(self.held)
            self.held.append([mark, " ".join((picture.alt_text or "").split())])
        address = f"#{self._numbers[mark]}"
        elements: list[Any] = mammoth.images.img_element(lambda _: {"src": address})(picture)
        return elements


def _take_title(root: ElementTree.Element) -> str:
    """Return the title, and take it out of the text: what begins it and is the only one."""
    first = next(iter(root), None)
    if first is None or first.tag != "h1" or len(root.findall("h1")) > 1:
        titles = [heading for heading in root.findall("h1") if heading.get("class") == "title"]
        if first is None or titles != [first]:
            return ""
    root.remove(first)
    for line_break in first.iter("br"):
        line_break.text = " "
    return " ".join("".join(first.itertext()).split())


def _take_notes(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Return the notes by their ids, and take them and the links back out of the text."""
    last = root[-1] if len(root) else None
    if last is None or last.tag != "ol" or not re.match("(?:foot|end)note-", _first_id(last)):
        return {}
    root.remove(last)
    for note in last:
        for paragraph in note.iter("p"):
            for link in paragraph.findall("a"):
                if link.get("href", "").startswith(("#footnote-ref-", "#endnote-ref-")):
                    paragraph.remove(link)
    return {note.get("id", ""): note for note in last}


def _first_id(items: ElementTree.Element) -> str:
    return items[0].get("id", "") if len(items) else ""


def _mark_references(root: ElementTree.Element, labels: dict[str, str]) -> None:
    for mark in root.iter("sup"):
        link = mark.find("a")
        name = link.get("href", "").removeprefix("#") if link is not None else ""
        if name in labels:
            refer(mark, labels[name])


def _count_left_out(content: bytes) -> dict[str, int]:
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in set(parts.namelist()):
            if kind := _PART.fullmatch(name):
                text = parts.read(name)
                found.update({left: len(sign.findall(text)) for left, sign in _LEFT_OUT.items()})
                found["comments"] += len(_COMMENT.findall(text))
                found["headers"] += bool(
                    kind["edge"] and _WORD.search(b"".join(_TEXT.findall(text)))
                )
    return found
