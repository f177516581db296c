"""Translate the texts of the wiki, from `.po` files read at start."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask_babel import Babel, force_locale, get_locale

LANGUAGES = ("sv", "en")
LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}
_FOLDER = Path(__file__).parent.parent / "translations"

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
    app.jinja_env.catalogues = catalogues  # type: ignore[attr-defined]  # of web/templates.py
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


def load_catalogue(language: str) -> Translations:
    """Merge all `.po` files of `language`; without files the keys are shown as they are."""
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
