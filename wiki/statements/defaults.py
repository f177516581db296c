"""Read the statements that the program brings along, until an administrator writes others."""

from functools import cache
from pathlib import Path

from wiki.markup.render import render

# What each statement is called, in the language it is written in.
TITLES = {
    "accessibility": {"sv": "Tillgänglighetsredogörelse", "en": "Accessibility statement"},
    "privacy": {"sv": "Personuppgifter och kakor", "en": "Privacy and cookies"},
}

_FOLDER = Path(__file__).parent / "texts"
_CONTACT = "{contact}"
_NOBODY = {
    "sv": "den högskola eller det universitet som driver wikin",
    "en": "the university that runs the wiki",
}


@cache
def default_source(name: str, language: str, contact: str) -> str:
    """Return the Markdown of a statement; without a contact it names the university."""
    source = (_FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")
    return source.replace(_CONTACT, f"<{contact}>" if contact else _NOBODY[language])


@cache
def default_html(name: str, language: str, contact: str) -> str:
    """Return the same as HTML; it is ours, so that it needs no process of its own."""
    return render(default_source(name, language, contact), language, frozenset()).html
