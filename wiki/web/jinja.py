"""Filters and addresses of templates, and the only place where text is marked as safe HTML."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_time,
    get_locale,
)
from flask_babel import lazy_gettext as _
from jinja2.runtime import Context, Macro
from markupsafe import Markup

# From one unit of size to the next: decimal units, as for disks.
_UNIT_FACTOR = 1000
# Running text has words for small numbers. Nobody says "no university writes": none is "several".
_NUMBERS = (
    _("several"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)


# What stands in an address as it is.
_PLAIN = re.compile(r"[a-z0-9-]+")
_PLAIN_TYPES = (str, int, type(None))
_ANY_SLUG = "a-slug-in-place-of-others"
# Pages of lists and numbers of rows make more patterns than there are endpoints.
_MOST_PATTERNS = 5_000


def init_jinja(app: Flask) -> None:
    """Register the filters, and the test whether an endpoint exists."""
    app.jinja_env.globals["url_for"] = Addresses(app).url_for
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=_date,
        datetime=_datetime,
        time=_time,
        iso=_iso,
        number=_number,
        in_words=_in_words,
        filesize=_filesize,
        clean_html=clean_html,
    )
    # base.html links only to endpoints that exist: {% if "feeds.index" is routed %}.
    app.jinja_env.tests["routed"] = app.view_functions.__contains__


def _date(value: date | datetime) -> str:
    return _format(format_date, value, "d MMMM y", _language(), current_app.config["TIMEZONE"])


def _datetime(value: datetime) -> str:
    value = value.replace(second=0, microsecond=0)
    return _format(
        format_datetime, value, "d MMMM y HH:mm", _language(), current_app.config["TIMEZONE"]
    )


def _time(value: datetime) -> str:
    value = value.replace(second=0, microsecond=0)
    return _format(format_time, value, "HH:mm", _language(), current_app.config["TIMEZONE"])


def _number(value: float) -> str:
    return _format(format_decimal, value, None, _language())


def _language() -> str:
    """Return the language of what is written; to compare what Babel has of it takes longer."""
    locale = get_locale()
    return locale.language if locale else ""


@lru_cache(maxsize=10_000)
def _format(
    write: Callable[[Any, str | None], str], value: object, pattern: str | None, *_context: object
) -> str:
    """Return what Babel writes in the language and time zone given, which are those of now.

    It reads its patterns anew for each value, and the rows of a list have many that are the same.
    """
    return str(write(value, pattern))


def _in_words(count: int) -> str:
    return str(_NUMBERS[count]) if count < len(_NUMBERS) else str(format_decimal(count))


def _filesize(count: int) -> str:
    """Return a number of bytes in the largest unit it reaches, with at most one decimal."""
    size, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if round(size, 1) < _UNIT_FACTOR:
            break
        size, unit = size / _UNIT_FACTOR, larger
    return f"{format_decimal(round(size, 1))}\u00a0{unit}"


def _iso(value: datetime) -> str:
    """Return a time for HTML's `datetime` attribute, which takes at most three decimals."""
    return value.isoformat(timespec="seconds")


def clean_html(html: str) -> Markup:
    """Mark HTML as safe; pass only HTML whose last step was `wiki.markup.clean`."""
    return Markup(html)  # noqa: S704 - the sanitiser was the last to touch it


class QuickContext(Context):
    """The variables of a template, which calls macros without asking what they want first.

    Jinja looks for marks on whatever is called, which takes a fifth of the time of a long list. A
    macro always wants the same.
    """

    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        # Given for functions that want the context.
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return obj(self.eval_ctx, *args, **kwargs)


class Addresses:
    """Give templates Flask's `url_for`; what differs in a slug alone is made from one pattern.

    A list has several addresses a row. Flask asks its map of routes for each anew, which took a
    third of the time of such a page.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._patterns: dict[object, tuple[str, str]] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return the URL of an endpoint; what is unusual in the values is left to Flask."""
        slug = values.pop("slug", None)
        if not (_is_plain(slug) and _are_usual(endpoint, values) and has_request_context()):
            return self._build(endpoint, slug, values)
        root = request.environ.get("SCRIPT_NAME")
        key = (endpoint, root, g.get("language"), slug is None, *values.items())
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._learn(key, self._build(endpoint, slug and _ANY_SLUG, dict(values)))
        return pattern[0] if slug is None else slug.join(pattern)

    def _build(self, endpoint: str, slug: object, values: dict[str, Any]) -> str:
        if slug is not None:
            values["slug"] = slug
        return self._app.url_for(endpoint, **values)

    def _learn(self, key: object, address: str) -> tuple[str, str]:
        before, _slug, after = address.partition(_ANY_SLUG)
        if len(self._patterns) >= _MOST_PATTERNS:
            self._patterns.clear()
        self._patterns[key] = (before, after)
        return before, after


def _is_plain(slug: object) -> bool:
    return slug is None or (type(slug) is str and bool(_PLAIN.fullmatch(slug)))


def _are_usual(endpoint: str, values: dict[str, Any]) -> bool:
    """Return whether an address depends on these values alone, and each is written in one way."""
    if endpoint.startswith("."):
        return False
    return not any(
        name.startswith("_") or type(value) not in _PLAIN_TYPES for name, value in values.items()
    )
