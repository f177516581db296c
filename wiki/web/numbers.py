"""Read ids and numbers from a request."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

# The largest integer of PostgreSQL, and so the largest id or number of a row; PostgreSQL refuses
# to compare with larger ones.
LARGEST = 2**31 - 1
# Later pages of a list cost more and help nobody: the last allowed page is shown instead.
LAST_PAGE = 10_000
_LARGEST_DIGITS = len(str(LARGEST))


class _IdConverter(IntegerConverter):
    """Match a part of a URL that can be the id of a row: `<id:user_id>`."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's own name
        super().__init__(map, max=LARGEST)


def init_numbers(app: Flask) -> None:
    """Register the URL converter `id`."""
    app.url_map.converters["id"] = _IdConverter


def read_number(text: object) -> int:
    """Return the id or number in a form or URL, or -1, which nothing has."""
    number = _read_digits(str(text))
    return number if number <= LARGEST else -1


def read_page(text: str | None, last: int = LAST_PAGE) -> int:
    """Return the number of a page: 1 if the text is not a number, at most `last`."""
    return min(max(1, _read_digits(text or "")), last)


def _read_digits(text: str) -> int:
    """Return the number, or -1 if the text is not a number; read only enough digits to compare.

    `int()` alone also accepts digits of other scripts, and raises for more than 4,300 digits.
    """
    if not (text.isascii() and text.isdigit()):
        return -1
    return int(text.lstrip("0")[: _LARGEST_DIGITS + 1] or "0")
