"""Refuse what is no document, or more of one than can be read, before anything reads it."""

import io
import re
import zipfile

from wiki.documents.package import read_part
from wiki.errors import N_, InvalidInput
from wiki.runtime.archives import UNREADABLE

EMPTY = N_("Choose a Word document (.docx) first.")
OLDER = N_(
    "This is a Word document of the older form (.doc), or one with a password. Open it in Word, "
    "save it as .docx without a password, and choose that file."
)
OTHER = N_(
    "This is no Word document (.docx). Open it in Word or LibreOffice, save it as .docx, and "
    "choose that file."
)
DAMAGED = N_(
    "The document is damaged and cannot be read. Open it in Word, save it again and retry."
)
MACROS = N_("The document holds macros. Save it in Word as .docx, without macros, and retry.")
TOO_LARGE = N_(
    "The document is larger than an article can be. Divide it into several documents of at most a "
    "hundred pages, and make an article of each."
)
# What is read of a document: a hundred pages of text are 3 MB of XML, a third of a MB of words.
_MOST_PARTS = 5_000
_MOST_WORDS_BYTES = 300_000
_MOST_TEXT_BYTES = 12_000_000
_MOST_BYTES = 300_000_000
# Pictures hardly shrink any further in a document, and XML to a hundredth at most.
_MOST_SHRUNK = 500
# No program for documents compresses in other ways, some of which need much time and memory.
_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes|comments|numbering|styles)\d*\.xml")
# No tag holds a <, so that none is searched beyond the next one.
_WORDS = re.compile(rb"<w:t(?:\s[^<>]*)?>([^<]*)")
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_docx(content: bytes) -> None:
    """Raise InvalidInput unless a file is a .docx within the limits."""
    if not content:
        raise InvalidInput(EMPTY)
    if content.startswith(_OLE):
        raise InvalidInput(OLDER)
    if not content.startswith(b"PK"):
        raise InvalidInput(OTHER)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_parts(parts)
    except UNREADABLE as error:
        raise InvalidInput(DAMAGED) from error


def _check_parts(parts: zipfile.ZipFile) -> None:
    infos = parts.infolist()
    names = [info.filename for info in infos]
    if not any(name.startswith("word/") for name in names):
        raise InvalidInput(OTHER)
    if any("vbaproject" in name.lower() for name in names):
        raise InvalidInput(MACROS)
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_BYTES:
        raise InvalidInput(TOO_LARGE)
    for info in infos:
        _check_part(parts, info)


def _check_part(parts: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.compress_type not in _WAYS:
        raise InvalidInput(DAMAGED)
    is_short = info.file_size <= _MOST_TEXT_BYTES
    is_bomb = info.file_size > _MOST_SHRUNK * max(info.compress_size, 10_000)
    if is_bomb or not (is_short or _TEXT_PART.fullmatch(info.filename) is None):
        raise InvalidInput(TOO_LARGE)
    if is_short and info.filename.endswith((".xml", ".rels")):
        _check_text(read_part(parts, info, info.file_size))


def _check_text(text: bytes) -> None:
    if _DEFINITION.search(text):
        raise InvalidInput(DAMAGED)  # no program for documents defines entities
    if sum(len(found[1]) for found in _WORDS.finditer(text)) > _MOST_WORDS_BYTES:
        raise InvalidInput(TOO_LARGE)
