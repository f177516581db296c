"""Callouts: quotations that begin with `[!NOTE]` or the like."""

import re

from wiki.markup.blocks.leaves import Paragraph
from wiki.markup.blocks.nodes import Callout, Quote
from wiki.markup.source import join

_SIGN = re.compile(r"\[!(\w+)!?\][+-]?(?:[ \t]+(.*\S))?[ \t]*$")
# GitHub's five, with the names that Obsidian and Swedish authors have for them.
_NAMES = {
    "note": "note info abstract summary tldr todo example quote cite question help faq"
    " obs notera information exempel citat fråga sammanfattning",
    "tip": "tip hint success check done tips",
    "important": "important viktigt",
    "warning": "warning attention varning",
    "caution": "caution danger error failure fail missing bug försiktigt försiktighet fara",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def take_callout(quote: Quote) -> Callout | None:
    """Return what kind of callout a quotation is, and take the sign out of its text."""
    first = quote.children[0] if quote.children else None
    if not isinstance(first, Paragraph) or not first.pieces:
        return None
    place, line = first.pieces[0]
    found = _SIGN.match(line)
    kind = _KINDS.get(found[1].lower()) if found else None
    if found is None or kind is None or not (_has_more(quote, first) or found[2]):
        return None
    first.pieces.pop(0)
    return Callout(kind, join([(place + found.start(2), found[2])]) if found[2] else None)


def _has_more(quote: Quote, first: Paragraph) -> bool:
    """Return whether there is something below the sign."""
    return len(first.pieces) > 1 or len(quote.children) > 1
