"""What a source says of itself: its variables, by their names in CSL."""

from collections.abc import Mapping
from typing import Any

from wiki.references.styles.names import Name, read_name

Item = Mapping[str, Any]

# Other names that programs use for the same.
_SAME = {"event": "event-title", "event-title": "event", "editortranslator": "editor-translator"}
_SHORT = {"title": "title-short", "container-title": "container-title-short"}


def find_text(item: Item, variable: str, form: str = "long") -> str:
    """Return the text of a variable, in a short form if there is one; empty when it has none."""
    if form == "short" and variable in _SHORT:
        short = _text(item.get(_SHORT[variable]))
        if not short and variable == "container-title":
            short = _text(item.get("journalAbbreviation"))
        if short:
            return short
    if variable == "page-first":
        return _text(item.get("page")).replace("–", "-").split("-")[0].strip()
    return _text(item.get(variable)) or _text(item.get(_SAME.get(variable, "")))


def _text(value: object) -> str:
    """Return a text or number; other values are broken, and left out."""
    if isinstance(value, str):
        return " ".join(value.split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def find_names(item: Item, variable: str) -> list[Name]:
    """Return the names of a variable; broken ones are left out."""
    stored = item.get(variable)
    if not isinstance(stored, list):
        return []
    names = [read_name(data) for data in stored if isinstance(data, Mapping)]
    return [name for name in names if name.family or name.literal]


def has_value(item: Item, variable: str) -> bool:
    """Return whether a variable says anything."""
    value = item.get(variable)
    if isinstance(value, Mapping):
        return bool(value.get("date-parts") or value.get("literal") or value.get("raw"))
    if isinstance(value, list):
        return bool(find_names(item, variable))
    return bool(find_text(item, variable))
