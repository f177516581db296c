"""What the form of an article has for opening a document of a word processor."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from wiki.documents.markdown.escaping import escape_words
from wiki.documents.markdown.notes import find_labels
from wiki.documents.opening import DocumentPicture, find_pictures, open_docx
from wiki.errors import InvalidInput

_MEGABYTE = 1_000_000
# Below such a heading at the end of a text its sources are listed, so a document goes before it.
_SOURCES = re.compile(r"#{2,3} +(?:Källor|Referenser|Sources|References) *#*")


@dataclass(frozen=True)
class WithDocument:
    """A title and a text with a document behind it, and how many of what were left out.

    The text has places for `pictures`, which whoever opened it takes into the library.
    """

    title: str
    body: str
    left: Mapping[str, int]
    pictures: Sequence[DocumentPicture] = ()


def add_document(content: bytes, title: str, body: str, owner: Hashable, most: int) -> WithDocument:
    """Return a text with a document behind it; its title becomes a heading if there is one already.

    A last heading for the sources stays the last, and a picture may have `most` bytes.
    Raises InvalidInput with the reason in words.
    """
    opened = open_docx(content, find_labels(body), owner)
    is_heading = title.strip() and opened.title and opened.title != title.strip()
    heading = f"## {escape_words(opened.title)}" if is_heading else ""
    text, sources = _split_sources(body)
    parts = (text.rstrip(), heading, opened.body.rstrip(), sources.rstrip())
    return WithDocument(
        title if title.strip() else opened.title,
        "\n\n".join(part for part in parts if part),
        opened.left,
        find_pictures(content, opened, most),
    )


def _split_sources(body: str) -> tuple[str, str]:
    """Return a text and its last heading for the sources, if no more than prompts follow that."""
    lines = re.split(r"\r?\n", body)
    last = len(lines)
    while last and (not lines[last - 1].strip() or lines[last - 1].startswith("%%")):
        last -= 1
    if not last or not _SOURCES.fullmatch(lines[last - 1].strip()):
        return body, ""
    return "\n".join(lines[: last - 1]), "\n".join(lines[last - 1 :])


class DocumentFields:
    """What the form of an article has for opening a document."""

    title: Any
    body: Any
    intent: Any
    opened: WithDocument | None = None
    # Pictures of the document that could not be taken in, each with the reason.
    failed: Sequence[str] = ()
    document = FileField(
        _("Word document (.docx)"),
        description=_("Its text is put behind what is there, and is not saved before you save."),
        render_kw={"accept": ".docx"},
    )

    def open_document(self, owner: Hashable) -> None:
        """Put a document behind the text, if that was asked for; raise InvalidInput if not read."""
        if self.intent != "open":
            return
        content = self.document.data.read() if self.document.data else b""
        try:
            title, body = self.title.data or "", self.body.data or ""
            most = int(current_app.config["MAX_FILE_MEGABYTES"]) * _MEGABYTE
            self.opened = add_document(content, title, body, owner, most)
        except InvalidInput as error:
            raise InvalidInput(error.message, {"document": error.message}) from error
        self.title.data = self.opened.title[: self.title.render_kw["maxlength"]]
        self.body.data = self.opened.body
