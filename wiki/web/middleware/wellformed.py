"""Refuse malformed requests, before anything reads them."""

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest, HTTPException

from wiki.characters import FORBIDDEN
from wiki.web.middleware.uploads import may_take_file

_MESSAGE = _("The address or the form holds bytes that are not text.")
_FILE = _("The form holds a file, but none is asked for here.")
# Room for a search of 10,000 characters, each up to twelve bytes when percent-encoded.
_LONGEST_QUERY = 131_072
# Parsing time grows with the number of fields and escapes, and nothing else limits them: 2 MB of
# either take seconds. No form of ours has a tenth of this many fields, and a text of 256 kB has at
# most 262,144 escapes; a text that is too long must still reach the form, which says so.
_MOST_FIELDS = 2_000
_MOST_ESCAPES = 800_000
_NOT_ASCII = re.compile(rb"%[89A-Fa-f]")


def init_wellformed(app: Flask) -> None:
    """Check the path, the query and the body of every request."""
    app.before_request(_check)


def _check() -> None:
    query = request.query_string
    if len(query) > _LONGEST_QUERY:
        abort(414)
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    if not is_text(path, newlines=False) or not is_text(unquote_to_bytes(query), newlines=True):
        abort(400, _MESSAGE)
    # What may hold a file is read later, by `uploads`, when it is known who sends it.
    if request.method in {"POST", "PUT", "PATCH"} and not may_take_file():
        _check_body()


def _check_body() -> None:
    """Check the raw bytes: the form parser would silently replace invalid ones.

    Control characters in a field are left to the form, which can point at the field.
    """
    raw = _read_body()
    if request.mimetype == "application/x-www-form-urlencoded":
        if raw.count(b"&") > _MOST_FIELDS or raw.count(b"%") > _MOST_ESCAPES:
            abort(413)
        if _NOT_ASCII.search(raw):  # other escapes, of whatever number, cannot make bytes wrong
            raw = unquote_to_bytes(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400, _MESSAGE)
    # A form would take an uploaded file as the value of a field; none of our fields reads files.
    if request.files:
        abort(400, _FILE)


def _read_body() -> bytes:
    try:
        return request.get_data(cache=True)
    except HTTPException:
        raise
    except Exception as error:  # each server raises errors of its own for a broken body
        raise BadRequest(_MESSAGE) from error


def is_text(raw: bytes, newlines: bool) -> bool:
    """Return whether `raw` is UTF-8 without control characters (line breaks only if allowed)."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not FORBIDDEN.search(text) and (newlines or "\n" not in text)
