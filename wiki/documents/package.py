"""The ZIP file that a document is: the same parts make the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from wiki.characters import FORBIDDEN

# The first moment that a ZIP file knows.
_TIME = (1980, 1, 1, 0, 0, 0)
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


def words(text: str) -> str:
    """Return words for XML, without the characters that it cannot hold."""
    return escape(FORBIDDEN.sub("", text))


def quoted(value: str) -> str:
    """Return a value for an attribute, in its quotes."""
    return quoteattr(FORBIDDEN.sub("", value))
