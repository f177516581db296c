"""The language as the first part of every URL, added to every link."""

import re
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, request, url_for
from flask.globals import request_ctx

from wiki.web.i18n import LANGUAGE_NAMES, LANGUAGES

_QUALITY = re.compile(r"[01](\.[0-9]{0,3})?")
# What a path may hold as it is (RFC 3986).
_PATH_SIGNS = "/!$&'()*+,;=:@~"
# Room for as many characters of a question as are read, each of up to twelve bytes.
_LONGEST_URL = 6_000
LANGUAGE_PREFIX = "/<any(sv, en):language>"


def init_languages(app: Flask) -> None:
    """Set `g.language` before each request, and remove it from the arguments of views."""
    app.before_request(_set_language)
    app.url_value_preprocessor(_pop_language)
    app.url_defaults(_add_language)
    app.context_processor(lambda: {"language_switch": language_switch})


def _set_language() -> None:
    g.language = language_of(request.path)


def language_of(path: str) -> str:
    """Return the language that a path begins with, or the language the reader prefers."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else preferred_language()


def preferred_language() -> str:
    """Return the language that the Accept-Language header asks for; Swedish when none matches.

    A region counts as its language, so that "sv-SE, en-US;q=0.7, en;q=0.3" asks for Swedish.
    """
    wishes = _read_wishes(request.headers.get("Accept-Language", ""))
    rest = wishes.get("*", 0.0)
    qualities = {code: wishes.get(code, rest) for code in LANGUAGES}
    named = [code for code in wishes if code in LANGUAGES]
    best = max([*named, *LANGUAGES], key=lambda code: qualities[code])
    if qualities[best] > 0:
        return best
    return next((code for code in LANGUAGES if code not in wishes), "sv")


def _read_wishes(header: str) -> dict[str, float]:
    """Return the quality of each language of an Accept-Language header, in its order."""
    wishes: dict[str, float] = {}
    for part in header.split(","):
        tag, *parameters = part.split(";")
        code = re.split("[-_]", tag.strip().lower())[0]
        wishes[code] = max(_read_quality(parameters), wishes.get(code, 0.0))
    return wishes


def _read_quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0


def other_language(language: str) -> str:
    """Return the language that is not `language`."""
    return "en" if language == "sv" else "sv"


def _pop_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None:
        values.pop("language", None)


def _add_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = g.get("language", "sv")


def language_switch() -> list[tuple[str, str, str, bool]]:
    """Return (code, name, URL, is current) for this page in each language.

    A page whose slug differs between the languages sets `g.alternates = {code: url}`, and
    `g.stand_in`, the URL for the language missing there. Otherwise it is the front page.
    """
    alternates: dict[str, str] | None = g.get("alternates")
    switch = []
    for code in LANGUAGES:
        url = _same_page(code) if alternates is None else alternates.get(code, g.get("stand_in"))
        url = url or url_for("home.index", language=code)
        if len(url) > _LONGEST_URL:  # the page would repeat it, escaped, several times
            url = url.partition("?")[0]
        switch.append((code, LANGUAGE_NAMES[code], url, code == g.get("language")))
    return switch


def _same_page(code: str) -> str:
    """Return the URL of this page in a language, or an empty text when it cannot be opened."""
    _, first, *rest = f"{request.path}/".split("/", 2)
    if first not in LANGUAGES or not _can_be_opened():
        return ""
    return with_query("/".join(["", code, *rest]).removesuffix("/"))


def with_query(path: str, of: bytes | None = None) -> str:
    """Return the URL of a path with a query, by default that of this request, both escaped."""
    query = quote(request.query_string if of is None else of, safe=f"{_PATH_SIGNS}?%")
    return quote(path, safe=_PATH_SIGNS) + (f"?{query}" if query else "")


def _can_be_opened() -> bool:
    """Return whether a browser that follows a link to this URL gets a page.

    A form that was refused stands at a URL to which it was sent.
    """
    if request.method in {"GET", "HEAD"}:
        return True
    adapter = request_ctx.url_adapter
    return adapter is not None and adapter.test(request.path, "GET")
