"""Read formatted text that was copied in Word, Google Docs, LibreOffice, or from a web page."""

from collections.abc import Collection
from dataclasses import dataclass

from wiki.characters import FORBIDDEN, LINE_ENDS
from wiki.documents.clipboard.cleaning import clean
from wiki.documents.clipboard.items import nest_items
from wiki.documents.clipboard.notes import Notes
from wiki.documents.html_tree import read_html
from wiki.documents.markdown.notes import define_note, free_labels
from wiki.documents.markdown.writer import Writer, find_top, join


@dataclass(frozen=True)
class Copied:
    """A copied text as Markdown, and what was left out of it by how many.

    `notes` are for the end of the article; what `is_inline` is part of a paragraph.
    """

    words: str
    notes: list[str]
    is_inline: bool
    is_code: bool
    left: dict[str, int]


def read_clipboard(html: bytes, taken: Collection[str], origin: str) -> Copied:
    """Return copied HTML as Markdown; its notes get labels that are not `taken`.

    A link to `origin`, the wiki's own address, leads to a path of it.
    """
    text = FORBIDDEN.sub("", LINE_ENDS.sub("\n", html.decode()))
    page, pictures = clean(read_html(text), origin)
    writer = Writer(find_top(page))
    found = Notes(page, free_labels(taken))
    nest_items(page)
    notes = []
    for label, note in found.texts.items():
        nest_items(note)
        notes.append(define_note(label, writer.read_blocks(note)))
    blocks = writer.read_blocks(page)
    while notes and blocks and blocks[-1].kind == "line":
        blocks.pop()  # the line above the notes
    kind = blocks[0].kind if len(blocks) == 1 and not notes else ""
    left = {"pictures": pictures, "notes": found.left}
    words, *notes = (FORBIDDEN.sub("", text) for text in (join(blocks), *notes))  # from entities
    return Copied(words, notes, kind == "paragraph", kind == "code", left)
