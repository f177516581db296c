"""The statements shipped with the program, shown until an administrator writes others."""

from functools import cache
from pathlib import Path

from wiki.markup.render import render

# The title of each statement in each language.
TITLES = {
    "accessibility": {"sv": "Tillgänglighetsredogörelse", "en": "Accessibility statement"},
    "privacy": {"sv": "Personuppgifter och kakor", "en": "Privacy and cookies"},
}
# A soft hyphen for a word wider than a phone's screen; only in the heading of the page.
_BREAKS = {"Tillgänglighetsredogörelse": "Tillgänglighets\u00adredogörelse"}

_FOLDER = Path(__file__).parent / "texts"
_CONTACT = "{contact}"
_WITHOUT_CONTACT = {
    "sv": "lärosätena bakom wikin, som står på sidan [Om wikin](/sv/about)",
    "en": "the universities behind the wiki, named on the page [About the wiki](/en/about)",
}


def heading(name: str, language: str) -> str:
    """Return a statement's title as the heading of its page."""
    title = TITLES[name][language]
    return _BREAKS.get(title, title)


@cache
def default_source(name: str, language: str, contact: str) -> str:
    """Return the Markdown of a shipped statement; without a contact it names the universities."""
    source = (_FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")
    return source.replace(_CONTACT, f"<{contact}>" if contact else _WITHOUT_CONTACT[language])


@cache
def default_html(name: str, language: str, contact: str) -> str:
    """Return the same as HTML; the source is trusted, so it is rendered in this process."""
    return render(default_source(name, language, contact), language, frozenset()).html
