"""Read the numbers that somebody sent: of rows, of texts and of pages."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

# No row has a larger id and no text a larger number: PostgreSQL's integers end here, and it
# refuses to compare larger ones.
LARGEST = 2**31 - 1
# Deeper pages cost more and help nobody: they are answered with the last one.
LAST_PAGE = 10_000
_LARGEST_DIGITS = len(str(LARGEST))


class _IdConverter(IntegerConverter):
    """Take the part of an address that can be the id of a row: `<id:user_id>`."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's own name
        super().__init__(map, max=LARGEST)


def init_numbers(app: Flask) -> None:
    """Give routes the converter `id`."""
    app.url_map.converters["id"] = _IdConverter


def read_number(text: object) -> int:
    """Return the id or number that a form or an address sent, or -1, which nothing has."""
    number = _read_digits(str(text))
    return number if number <= LARGEST else -1


def read_page(text: str | None, last: int = LAST_PAGE) -> int:
    """Return the number of a page: 1 for what is none, `last` for a larger one."""
    return min(max(1, _read_digits(text or "")), last)


def _read_digits(text: str) -> int:
    """Return -1 for what is no number; only so many digits are read as tell that it is too large.

    Python takes other digits than these, such as Arabic ones, and refuses thousands of them.
    """
    if not (text.isascii() and text.isdigit()):
        return -1
    return int(text.lstrip("0")[: _LARGEST_DIGITS + 1] or "0")
