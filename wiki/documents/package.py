"""The ZIP file that a document is, written and read: the same parts make the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from wiki.characters import FORBIDDEN

# The first moment that a ZIP file knows.
_TIME = (1980, 1, 1, 0, 0, 0)
_PIECE_BYTES = 65_536
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def pack(parts: Mapping[str, str], stored: tuple[str, ...] = ()) -> bytes:
    """Return a ZIP file of parts in this order; `stored` are those that are not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            text = content if name in stored else _DECLARATION + content
            package.writestr(info, text)
    return file.getvalue()


def read_part(package: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int) -> bytes:
    """Return no more than `most` bytes of a part.

    In pieces, since a part may unpack into a thousand times what the file says of it, and what is
    read at once is unpacked at once.
    """
    with package.open(name) as part:
        pieces = []
        while most > 0 and (piece := part.read(min(most, _PIECE_BYTES))):
            pieces.append(piece)
            most -= len(piece)
    return b"".join(pieces)


def words(text: str) -> str:
    """Return words for XML, without the characters that it cannot hold."""
    return escape(FORBIDDEN.sub("", text))


def quoted(value: str) -> str:
    """Return a value for an attribute, in its quotes."""
    return quoteattr(FORBIDDEN.sub("", value))
