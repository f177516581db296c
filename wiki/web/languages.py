"""The language as the first part of every URL, added to every link."""

from typing import Any

from flask import Flask, current_app, g, request, url_for

from wiki.web.i18n import LANGUAGE_NAMES, LANGUAGES

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
    """Return the best language for the Accept-Language header; Swedish when none matches."""
    return request.accept_languages.best_match(LANGUAGES) or "sv"


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

    A page whose slug differs between the languages sets `g.alternates = {code: url}`; a language
    missing there links to the front page.
    """
    alternates: dict[str, str] | None = g.get("alternates")
    switch = []
    for code in LANGUAGES:
        url = _same_page(code) if alternates is None else alternates.get(code, "")
        url = url or url_for("home.index", language=code)
        switch.append((code, LANGUAGE_NAMES[code], url, code == g.get("language")))
    return switch


def _same_page(code: str) -> str:
    if request.endpoint is None or request.method not in {"GET", "HEAD"}:
        return ""
    if not current_app.url_map.is_endpoint_expecting(request.endpoint, "language"):
        return ""
    values = {**(request.view_args or {}), "language": code}
    query = request.query_string.decode("ascii", "replace")
    return url_for(request.endpoint, **values) + (f"?{query}" if query else "")
