"""Read the statements that the program brings along, until an administrator writes others."""

from functools import cache
from pathlib import Path

from wiki.markup.render import render

# What each statement is called, in the language it is written in.
TITLES = {
    "accessibility": {"sv": "Tillgänglighetsredogörelse", "en": "Accessibility statement"},
    "privacy": {"sv": "Personuppgifter och kakor", "en": "Privacy and cookies"},
}
# Where a word that is longer than a telephone is wide may break: in the page's own heading alone.
_BREAKS = {"Tillgänglighetsredogörelse": "Tillgänglighets\u00adredogörelse"}

_FOLDER = Path(__file__).parent / "texts"
_CONTACT = "{contact}"
_NOBODY = {
    "sv": "lärosätena bakom wikin, som står på sidan [Om wikin](/sv/about)",
    "en": "the universities behind the wiki, named on the page [About the wiki](/en/about)",
}


def heading(name: str, language: str) -> str:
    """Return a statement's title as it stands above the text."""
    title = TITLES[name][language]
    return _BREAKS.get(title, title)


@cache
def default_source(name: str, language: str, contact: str) -> str:
    """Return the Markdown of a statement; without a contact it names the universities."""
    source = (_FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")
    return source.replace(_CONTACT, f"<{contact}>" if contact else _NOBODY[language])


@cache
def default_html(name: str, language: str, contact: str) -> str:
    """Return the same as HTML; it is ours, so that it needs no process of its own."""
    return render(default_source(name, language, contact), language, frozenset()).html
