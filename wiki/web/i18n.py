"""Translate the texts of the wiki, from `.po` files read at start.

Those of templates are translated when a template is compiled, once for each language: a page has
about a hundred, most are the same on each, and looking them up took a fifth of its time.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask.templating import Environment
from flask_babel import Babel, force_locale, get_locale
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from wiki.web.jinja import QuickContext

LANGUAGES = ("sv", "en")
LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}
_FOLDER = Path(__file__).parent.parent / "translations"

# Only in these does Jinja escape what is put in, as the translations expect.
_ESCAPED = ".html"

# English dates as they are written in Sweden: day first, 24 hours.
_BABEL_LOCALES = {"sv": "sv", "en": "en_GB"}


def init_i18n(app: Flask) -> None:
    """Select the language of each response by `g.language`, and load the catalogues.

    They are compiled in memory, so that no generated file can be older than its source.
    """
    babel = Babel(app, locale_selector=_locale)
    with app.app_context():
        cache = babel.domain_instance.cache
    catalogues = {language: load_catalogue(language) for language in LANGUAGES}
    for language, locale in _BABEL_LOCALES.items():
        cache[locale, "messages"] = catalogues[language]
    app.jinja_env.catalogues = catalogues  # type: ignore[attr-defined]  # LanguageEnvironment
    _translate_templates(app, catalogues)


def _translate_templates(app: Flask, catalogues: dict[str, Translations]) -> None:
    """Let templates look up what is no text until the page is; most was translated before.

    Flask-Babel's own way takes three times as many calls.
    """

    def find_catalogue() -> Translations:
        return catalogues[get_locale().language]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        gettext=lambda text: find_catalogue().ugettext(text),
        ngettext=lambda one, many, count: find_catalogue().ungettext(one, many, count),
        newstyle=True,
    )


def _locale() -> str:
    return _BABEL_LOCALES[g.get("language", "sv")]


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Translate what is written in the block into a language, whatever that of the page is."""
    with force_locale(_BABEL_LOCALES[language]):
        yield


@cache
def load_catalogue(language: str) -> Translations:
    """Merge all `.po` files of `language`; without files the keys are shown as they are.

    Loaded once in a process, and shared by those that it forks.
    """
    catalog = Catalog(locale=language)
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    catalog[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


class LanguageEnvironment(Environment):
    """The environment of the application, which leads to that of the language of the response."""

    context_class = QuickContext
    catalogues: Mapping[str, Translations] = {}
    language = ""
    _of_languages: Mapping[str, "LanguageEnvironment"] = {}

    def _load_template(
        self,
        name: str,
        globals: MutableMapping[str, Any] | None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Return a template of the language of the response."""
        if self.language or not self.catalogues:
            return super()._load_template(name, globals)
        if not self._of_languages:  # made with the first page, when all that they share is set
            self._of_languages = {language: self._make(language) for language in self.catalogues}
        return self._of_languages[get_locale().language]._load_template(name, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: those that all share, unless it has its own.

        Jinja chains two mappings, and each page copies the chain some thirty times, key by key.
        """
        return super().make_globals(d) if d else self.globals

    def _make(self, language: str) -> "LanguageEnvironment":
        """Return an environment that shares filters, globals and loader, but no template."""
        made: LanguageEnvironment = self.overlay()
        made.language = language
        return made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template, and translate its texts."""
        parsed = super()._parse(source, name, filename)
        if not self.language or not (name or "").endswith(_ESCAPED):
            return parsed
        translated: nodes.Template = _Translator(self).visit(parsed)
        return translated


class _Translator(NodeTransformer):
    """Replace `_("text", name=value)` by the translation, as Jinja's own call would return it."""

    def __init__(self, environment: LanguageEnvironment) -> None:
        self._environment = environment
        self._catalogue = environment.catalogues[environment.language]

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja looks it up
        """Replace a call, after those inside it."""
        self.generic_visit(node)
        key = _text_of(node)
        if key is None:
            return node
        text = self._catalogue.ugettext(key)
        made: nodes.Expr = nodes.MarkSafe(nodes.Const(text if node.kwargs else text % {}))
        if node.kwargs:
            pairs = [nodes.Pair(nodes.Const(part.key), part.value) for part in node.kwargs]
            made = nodes.Mod(made, nodes.Dict(pairs))
        return made.set_lineno(node.lineno).set_environment(self._environment)


def _text_of(node: nodes.Call) -> str | None:
    """Return the text that a call translates, if it is known before the page is."""
    match node:
        case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))]):
            return None if node.dyn_args or node.dyn_kwargs else text
    return None
