"""Put the language first in every address, and fill it into every link."""

from typing import Any

from flask import Flask, current_app, g, request, url_for

from wiki.web.i18n import LANGUAGE_NAMES, LANGUAGES

LANGUAGE_PREFIX = "/<any(sv, en):language>"


def init_languages(app: Flask) -> None:
    """Set `g.language` before each request and take it out of the view's arguments."""
    app.before_request(_set_language)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.context_processor(lambda: {"language_switch": language_switch})


def _set_language() -> None:
    g.language = language_of(request.path)


def language_of(path: str) -> str:
    """Return the language an address begins with, or the one its reader prefers."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else preferred_language()


def preferred_language() -> str:
    """Return the reader's choice by Accept-Language; Swedish when there is none."""
    return request.accept_languages.best_match(LANGUAGES) or "sv"


def other_language(language: str) -> str:
    """Return the one language that is not `language`."""
    return "en" if language == "sv" else "sv"


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None:
        values.pop("language", None)


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = g.get("language", "sv")


def language_switch() -> list[tuple[str, str, str, bool]]:
    """Return (code, name, address, is current) for this page in each language.

    A page whose address differs between the languages sets `g.alternates = {code: address}`; a
    language it leaves out gets the front page.
    """
    given: dict[str, str] | None = g.get("alternates")
    switch = []
    for code in LANGUAGES:
        address = _same_page(code) if given is None else given.get(code, "")
        address = address or url_for("home.index", language=code)
        switch.append((code, LANGUAGE_NAMES[code], address, code == g.get("language")))
    return switch


def _same_page(code: str) -> str:
    if request.endpoint is None or request.method not in {"GET", "HEAD"}:
        return ""
    if not current_app.url_map.is_endpoint_expecting(request.endpoint, "language"):
        return ""
    values = {**(request.view_args or {}), "language": code}
    query = request.query_string.decode("ascii", "replace")
    return url_for(request.endpoint, **values) + (f"?{query}" if query else "")
