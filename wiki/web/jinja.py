"""The filters of templates, and the only place where text is marked as safe HTML."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, format_time
from flask_babel import lazy_gettext as _
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


def init_jinja(app: Flask) -> None:
    """Register the filters, and the test whether an endpoint exists."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=_date,
        datetime=_datetime,
        time=_time,
        iso=_iso,
        number=format_decimal,
        in_words=_in_words,
        filesize=_filesize,
        clean_html=clean_html,
    )
    # base.html links only to endpoints that exist: {% if "feeds.index" is routed %}.
    app.jinja_env.tests["routed"] = app.view_functions.__contains__


def _date(value: date | datetime) -> str:
    return str(format_date(value, "d MMMM y"))


def _datetime(value: datetime) -> str:
    return str(format_datetime(value, "d MMMM y HH:mm"))


def _time(value: datetime) -> str:
    return str(format_time(value, "HH:mm"))


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
