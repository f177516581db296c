"""Compress the texts that are the same for every reader."""

import gzip

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept

_LEVEL = 6  # higher levels take twice as long to save one per cent
# Of brotli: a tenth shorter than gzip in twice its time. The highest saves another tenth, in ten
# times that, for which the first reader would wait.
_QUALITY = 9
_MIN_BYTES = 1000  # less fits into one network packet uncompressed
_TEXT_PREFIXES = ("text/", "application/json")
_TEXT_SUFFIXES = ("+json", "xml")


def compress(response: Response) -> None:
    """Compress the response if the client accepts gzip; call it before the ETag is set.

    Only for responses without secrets: the size of a compressed page that contains a form's token
    and words from the URL would give the token away, letter by letter (BREACH).
    """
    if response.is_streamed or response.direct_passthrough or not is_text(response.mimetype or ""):
        return
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) < _MIN_BYTES or request.accept_encodings.quality("gzip") <= 0:
        return
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))  # no timestamp: same text, same ETag
    response.content_encoding = "gzip"


def choose_encoding(accepted: Accept) -> str:
    """Return how to compress what is sent to many: `br`, `gzip`, or not at all."""
    return next((name for name in ("br", "gzip") if accepted.quality(name) > 0), "")


def encode(content: bytes, encoding: str) -> bytes:
    """Compress a text as `choose_encoding` says."""
    if encoding == "br":
        compressed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_QUALITY)
        return compressed
    return gzip.compress(content, _LEVEL, mtime=0) if encoding else content


def is_text(mimetype: str) -> bool:
    """Return whether content of this type gets shorter when it is compressed."""
    return mimetype.startswith(_TEXT_PREFIXES) or mimetype.endswith(_TEXT_SUFFIXES)
