"""Squeeze the texts that are the same for every reader."""

import gzip

from flask import Response, request

_LEVEL = 6  # the higher ones take twice as long for one hundredth
_LEAST_BYTES = 1000  # less fits one packet of the network as it is
_BEGINNINGS = ("text/", "application/json")
_ENDINGS = ("+json", "xml")


def compress(response: Response) -> None:
    """Squeeze the answer if the reader's program takes that; to be called before its ETag is made.

    Only for answers that hold no secret: the size of a squeezed page that holds a form's token
    beside words from the address would give the token away, letter by letter (BREACH).
    """
    if response.is_streamed or response.direct_passthrough or not _is_text(response.mimetype or ""):
        return
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) < _LEAST_BYTES or request.accept_encodings.quality("gzip") <= 0:
        return
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))  # no time: same text, same ETag
    response.content_encoding = "gzip"


def _is_text(mimetype: str) -> bool:
    return mimetype.startswith(_BEGINNINGS) or mimetype.endswith(_ENDINGS)
