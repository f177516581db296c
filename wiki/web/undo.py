"""Flash what has been done, with a button that undoes it."""

from collections.abc import Mapping, Sequence

from flask import flash

# The fields of a form, each with one value or several.
Fields = Mapping[str, str | int | Sequence[int]]


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
