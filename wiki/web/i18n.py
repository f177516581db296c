"""Translate the texts of the wiki, from `.po` files read at start."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask_babel import Babel

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
    for language, locale in _BABEL_LOCALES.items():
        cache[locale, "messages"] = load_catalogue(language)


def _locale() -> str:
    return _BABEL_LOCALES[g.get("language", "sv")]


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
