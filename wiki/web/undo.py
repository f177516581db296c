"""Flash what has been done, with a button that undoes it, in few words: a cookie carries them."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from flask import flash
from flask_babel import ngettext

from wiki.characters import cut

# The fields of a form, each with one value or several.
Fields = Mapping[str, str | int | Sequence[int]]
# Browsers drop a cookie of more than 4 kB, and proxies the whole answer.
_MOST_NAMED, _LONGEST_NAME = 5, 60


def flash_undoable(
    text: str, action: str, fields: Fields | None = None, *, link: tuple[str, str] | None = None
) -> None:
    """Flash what was done; posting `fields` to the URL `action` undoes it.

    `link` is the URL and the words of where to look at it.
    """
    pairs = [
        (name, str(value))
        for name, given in (fields or {}).items()
        for value in ([given] if isinstance(given, str | int) else given)
    ]
    url, words = link or ("", "")
    message = {"title": text, "undo": action, "fields": pairs, "url": url, "link": words}
    flash(message, "success")  # type: ignore[arg-type]  # the session stores any JSON value


def name_some(names: Collection[str]) -> str:
    """Return the first of some names in one line, and how many more there are."""
    named = ", ".join(shorten(name) for name in islice(names, _MOST_NAMED))
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return named
    return f"{named} {ngettext('and %(num)s more', 'and %(num)s more', more)}"


def shorten(name: str) -> str:
    """Return as much of a name as a message has room for."""
    return cut(name, _LONGEST_NAME)
