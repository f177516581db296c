"""Render an article's Markdown: clean HTML, headings, links and plain text."""

import re
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from wiki.errors import TooComplex
from wiki.markup.clean import clean, prepare
from wiki.markup.figures import make_figures
from wiki.markup.footnotes import Footnotes
from wiki.markup.headings import Heading, mark_headings
from wiki.markup.labels import labels_for
from wiki.markup.limits import TOO_COMPLEX, check_limits
from wiki.markup.tables import box_tables
from wiki.markup.wikilinks import (
    Targets,
    WikiLink,
    WikiLinkExtension,
    find_wikilinks,
    normalise,
)

# Stored with each revision; after an increase, older HTML has to be rerendered.
RENDERER_VERSION = 2

# Footnotes and abbreviations repeat text; no real article of 256 kB grows to this length.
MAX_HTML_LENGTH = 4_000_000

_MAIL = r"<([^<> !@:]+@[^@<> :]+)>"
_NOT_TEXT = re.compile(
    r'<a [^>]*class="(?:permalink|footnote-backref)"[^>]*>.*?</a>|<sup id="fnref-.*?</sup>'
    r'|(?<=<section class="footnotes" role="doc-endnotes">\n)<h2.*?</h2>',
    re.DOTALL,
)
_BLOCK_END = re.compile(
    r"</(?:p|h[2-6]|li|dt|dd|pre|t[hd]|tr|table|blockquote|figcaption)>|<(?:br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Rendered:
    """The result of rendering; `html` is clean, `text` is the same as plain text."""

    html: str
    headings: tuple[Heading, ...]
    wikilinks: tuple[WikiLink, ...]
    text: str


def render(source: str, language: str, existing: Targets) -> Rendered:
    """Render a text; `existing` says where links lead; all others are marked as missing.

    Raises TooComplex, and nothing else, for a text beyond the limits. May take long on a hostile
    text, so the web process renders only through `wiki.markup.sandbox`.
    """
    check_limits(source)
    try:
        return _render(normalise(source), language, existing)
    except (RecursionError, MemoryError) as error:
        raise TooComplex(TOO_COMPLEX) from error


def _render(source: str, language: str, existing: Targets) -> Rendered:
    """Run all steps, with cleaning last."""
    links = WikiLinkExtension(language, existing)
    html = _make_markdown(links, language).convert(source)
    if len(html) > MAX_HTML_LENGTH:
        raise TooComplex(TOO_COMPLEX)
    html = box_tables(make_figures(links.restore(html)), language)
    html, headings = mark_headings(html, language)
    html = clean(prepare(html))
    text = _plain(html)
    found = find_wikilinks(source, language)
    return Rendered(
        html=html,
        headings=headings,
        wikilinks=tuple(link for link in found if (link.language, link.title) in links.rendered),
        text=text,
    )


def _make_markdown(links: WikiLinkExtension, language: str) -> Markdown:
    """Build a converter for a single text; it has state, so threads must not share it."""
    md = Markdown(
        extensions=[
            AbbrExtension(),
            DefListExtension(),
            Footnotes(labels_for(language)),
            SaneListExtension(),
            TableExtension(),
            links,
        ],
        output_format="html",
    )
    # HTML in a text is shown as text, not interpreted.
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    # The library's own processor writes e-mail addresses as entities, ten times as long.
    md.inlinePatterns.register(_MailProcessor(_MAIL, md), "automail", 110)
    return md


class _MailProcessor(InlineProcessor):
    """Turn `<name@example.org>` into a link."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own signature
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        """Build the link."""
        address = self.unescape(m[1])
        element = ElementTree.Element("a", {"href": f"mailto:{address}"})
        element.text = AtomicString(address)
        return element, m.start(), m.end()


def _plain(html: str) -> str:
    """Return clean HTML as plain text, a line per block, without what rendering added."""
    unbroken = _NOT_TEXT.sub("", html).replace("\n", " ")  # an author may break lines anywhere
    text = _TAG.sub("", _BLOCK_END.sub("\n", unbroken))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
