"""Compress the texts that are the same for every reader."""

import gzip

from flask import Response, request

_LEVEL = 6  # higher levels take twice as long to save one per cent
_MIN_BYTES = 1000  # less fits into one network packet uncompressed
_TEXT_PREFIXES = ("text/", "application/json")
_TEXT_SUFFIXES = ("+json", "xml")


def compress(response: Response) -> None:
    """Compress the response if the client accepts gzip; call it before the ETag is set.

    Only for responses without secrets: the size of a compressed page that contains a form's token
    and words from the URL would give the token away, letter by letter (BREACH).
    """
    if response.is_streamed or response.direct_passthrough or not _is_text(response.mimetype or ""):
        return
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) < _MIN_BYTES or request.accept_encodings.quality("gzip") <= 0:
        return
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))  # no timestamp: same text, same ETag
    response.content_encoding = "gzip"


def _is_text(mimetype: str) -> bool:
    return mimetype.startswith(_TEXT_PREFIXES) or mimetype.endswith(_TEXT_SUFFIXES)
