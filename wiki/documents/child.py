"""The process that reads a document: see `wiki.documents.answering`."""

import hashlib
import io
import sys
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace

from wiki.documents.answering import answer
from wiki.documents.docx_reader import Opened, read_docx
from wiki.runtime.archives import UNREADABLE

_PIECE_BYTES = 262_144


def read_with_parts(content: bytes, taken: Collection[str]) -> Opened:
    """Return the text of a .docx; the name of its part stands behind each picture.

    Only here are parts unpacked to find those of the pictures: few bytes may be others of a
    hundred megabytes.
    """
    opened = read_docx(content, taken)
    if not opened.pictures:
        return opened
    parts = dict(_mark_parts(content))
    named = [[mark, alt, parts[mark]] for mark, alt in opened.pictures]
    return replace(opened, pictures=named)


def _mark_parts(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the hash and the name of each part that can be read."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            digest = hashlib.sha256()
            try:
                with package.open(name) as part:
                    while piece := part.read(_PIECE_BYTES):
                        digest.update(piece)
            except UNREADABLE:
                continue  # the text does not show it, or it would have been refused
            yield digest.hexdigest(), name


if __name__ == "__main__":
    sys.exit(answer(read_with_parts))
