"""Refuse malformed requests, before anything reads them.

Addresses in Latin-1, as old pages and programs write them (`%E5` for "å"), lead on to UTF-8.
"""

import re
from urllib.parse import quote, unquote_to_bytes

from flask import Flask, abort, redirect, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response

from wiki.characters import FORBIDDEN
from wiki.web.languages import with_query
from wiki.web.middleware.uploads import NAMELESS, may_take_file

_MESSAGE = _("The address or the form holds bytes that are not text.")
_FILE = _("The form holds a file, but none is asked for here.")
# Room for a search of 10,000 characters, each up to twelve bytes when percent-encoded.
_LONGEST_QUERY = 131_072
# Parsing time grows with the number of fields and escapes, and nothing else limits them: 2 MB of
# either take seconds. No form of ours has a tenth of this many fields, and a text of 256 kB has at
# most 262,144 escapes; a text that is too long must still reach the form, which says so.
_MOST_FIELDS = 2_000
_MOST_ESCAPES = 800_000
# Letters of Latin-1. Not those with which a letter in UTF-8 begins that was cut: Â and Ã.
_LATIN1 = re.compile("[\x20-\x7eÀÁÄ-ÖØ-öø-ý]*")
_ESCAPED_LATIN1 = re.compile(rb"%([C-F][0-9A-F])|([\xc0-\xfd])", re.IGNORECASE)
_READING = {"GET", "HEAD"}
_NOT_ASCII = re.compile(rb"%[89A-Fa-f]")


def init_wellformed(app: Flask) -> None:
    """Check the path, the query and the body of every request."""
    app.before_request(_check)


def _check() -> Response | None:
    query = request.query_string
    if len(query) > _LONGEST_QUERY:
        abort(414)
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    if not is_text(path, newlines=False) or not is_text(unquote_to_bytes(query), newlines=True):
        return _lead_on_or_refuse(path, query)
    # What may hold a file is read later, by `uploads`, when it is known who sends it.
    if request.method in {"POST", "PUT", "PATCH"} and not may_take_file():
        _check_body()
    return None


def _lead_on_or_refuse(path: bytes, query: bytes) -> Response:
    """Redirect to the address that was meant, if it is in Latin-1."""
    is_read = request.method in _READING
    new_path, new_query = _path_in_utf8(path), _query_in_utf8(query)
    if is_read and new_path is not None and new_query is not None:
        return redirect(with_query(new_path, new_query), 301)
    if is_read and not _is_utf8(path):
        abort(404)  # no page has such an address; the page that says so offers a search
    abort(400, _MESSAGE)


def _path_in_utf8(path: bytes) -> str | None:
    if is_text(path, newlines=False):
        return path.decode()
    text = path.decode("latin-1")
    return text if _LATIN1.fullmatch(text) else None


def _query_in_utf8(query: bytes) -> bytes | None:
    if is_text(unquote_to_bytes(query), newlines=True):
        return query
    if not _LATIN1.fullmatch(unquote_to_bytes(query).decode("latin-1")):
        return None
    return _ESCAPED_LATIN1.sub(_in_utf8, query)


def _in_utf8(letter: re.Match[bytes]) -> bytes:
    byte = bytes.fromhex(letter[1].decode()) if letter[1] else letter[2]
    return quote(byte.decode("latin-1")).encode()


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
    if not _is_utf8(raw):
        abort(400, _MESSAGE)
    # A form would take an uploaded file as the value of a field; none of our fields reads files.
    if request.files:
        abort(400, _FILE)
    if not all(request.form):
        abort(400, NAMELESS)


def _read_body() -> bytes:
    try:
        return request.get_data(cache=True)
    except HTTPException:
        raise
    except Exception as error:  # each server raises errors of its own for a broken body
        raise BadRequest(_MESSAGE) from error


def is_text(raw: bytes, newlines: bool) -> bool:
    """Return whether `raw` is UTF-8 without control characters (line breaks only if allowed)."""
    if not _is_utf8(raw):
        return False
    text = raw.decode("utf-8")
    return not FORBIDDEN.search(text) and (newlines or "\n" not in text)
