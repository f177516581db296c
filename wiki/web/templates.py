"""Compile each template once for each language, with its texts already translated.

A page has about a hundred texts, and most are the same on each: looking them up at every request
took a fifth of its time.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from babel.support import Translations
from flask.templating import Environment
from flask_babel import get_locale
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

# Only in these does Jinja escape what is put in, as the translations expect.
_ESCAPED = ".html"


class LanguageEnvironment(Environment):
    """The environment of the application, which leads to that of the language of the response."""

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
