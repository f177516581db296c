"""Say on the next page what has been done, with a button that undoes it."""

from collections.abc import Mapping, Sequence

from flask import flash

# The fields of a form: a value each, or several.
Fields = Mapping[str, str | int | Sequence[int]]


def flash_undoable(text: str, action: str, fields: Fields | None = None) -> None:
    """Tell what was done; sending `fields` to the address `action` undoes it."""
    pairs = [
        (name, str(one))
        for name, value in (fields or {}).items()
        for one in ([value] if isinstance(value, str | int) else value)
    ]
    told = {"title": text, "undo": action, "fields": pairs}
    flash(told, "success")  # type: ignore[arg-type]  # the session keeps any JSON value
