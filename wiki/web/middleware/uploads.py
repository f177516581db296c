"""Read the forms that hold a file, within limits of their own, when it is known who sends them."""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from wiki.errors import Busy, InvalidInput

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "wiki_takes_file"
_MEGABYTE = 1_000_000
# Room for the other fields of the form.
_FIELDS_BYTES = 100_000
# A browser shows an answer only when all that it sends has been read; of more, we take nothing.
_MOST_READ_BYTES = 1_000_000_000
_BLOCK = 1_048_576
_REPLACED = "\ufffd"
# The fields that read files; a file sent as any other would stand where a text is expected.
_FILE_FIELDS = {"file", "document"}

_TOO_LARGE = _("The file is larger than %(most)s MB. Make it smaller, then choose it again.")
_BROKEN_OFF = _("The file did not arrive whole. Choose it again.")
_NOT_TEXT = _("The address or the form holds bytes that are not text.")
NAMELESS = _("The form holds a field without a name.")
_NO_FILE = _("The form holds a file, but none is asked for here.")
_FULL = _(
    "The wiki has no room left for files, so nothing was stored. Tell whoever runs it that its "
    "disk is full."
)


def takes_file(view: View) -> View:
    """Declare that the form of a view may hold a file; all others are refused one."""
    setattr(view, _ATTRIBUTE, True)
    return view


def may_take_file() -> bool:
    """Return whether the form of this request may hold a file."""
    view = current_app.view_functions.get(request.endpoint or "")
    return hasattr(view, _ATTRIBUTE) and request.mimetype == "multipart/form-data"


def most_body_bytes(settings: Mapping[str, Any]) -> int:
    """Return how long the longest body is that any page reads."""
    return max(_most_of_a_file(settings), int(settings["MAX_BODY_BYTES"]))


def _most_of_a_file(settings: Mapping[str, Any]) -> int:
    return int(settings["MAX_FILE_MEGABYTES"]) * _MEGABYTE + _FIELDS_BYTES


def init_uploads(app: Flask) -> None:
    """Read such forms before anything else asks for their fields."""
    app.before_request(_read)


def _read() -> None:
    if request.method != "POST" or not may_take_file():
        return
    most = int(current_app.config["MAX_FILE_MEGABYTES"])
    request.max_content_length = _most_of_a_file(current_app.config)
    if (request.content_length or 0) > request.max_content_length:
        _read_to_the_end()
        raise InvalidInput(_TOO_LARGE % {"most": most})
    with _explain(most):
        fields = request.form
        # Werkzeug gives nothing at all for a form whose end is missing.
        if not fields and not request.files and request.content_length:
            abort(400)
    _check_fields()


def _check_fields() -> None:
    if not all(request.form):
        abort(400, NAMELESS)
    if request.files.keys() - _FILE_FIELDS:
        abort(400, _NO_FILE)
    if any(_REPLACED in value for value in request.form.values()):
        abort(400, _NOT_TEXT)


@contextmanager
def _explain(most: int) -> Iterator[None]:
    """Say in words what kept a form from being read."""
    try:
        yield
    except RequestEntityTooLarge as error:
        if request.content_length is not None:
            raise  # what is too large is a text; a file was asked for its size before
        raise InvalidInput(_TOO_LARGE % {"most": most}) from error
    except Exception as error:  # each server raises errors of its own for a broken body
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Busy(_FULL) from error
        raise BadRequest(_BROKEN_OFF) from error


def _read_to_the_end() -> None:
    """Read what was sent without keeping it, so that the browser waits for the answer."""
    left = min(request.content_length or 0, _MOST_READ_BYTES)
    stream = request.environ["wsgi.input"]
    while left > 0 and (block := stream.read(min(left, _BLOCK))):
        left -= len(block)
