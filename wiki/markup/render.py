"""Turn an article's Markdown into clean HTML, its headings, its links and its words."""

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

# Stored with each revision; a higher number makes older HTML due for rendering anew.
RENDERER_VERSION = 2

# Footnotes and abbreviations repeat text; no honest article of 256 kB grows this far.
MAX_HTML_LENGTH = 4_000_000

_MAIL = r"<([^<> !@:]+@[^@<> :]+)>"
_NOT_WORDS = re.compile(
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
    """Hold everything that rendering finds out about a text; `html` is clean."""

    html: str
    headings: tuple[Heading, ...]
    wikilinks: tuple[WikiLink, ...]
    text: str


def render(source: str, language: str, existing: Targets) -> Rendered:
    """Render a text; `existing` holds the (language, slug) of the articles that are published.

    Raises TooComplex, and nothing else, for a text beyond the limits. May take long on a
    hostile text: the web process renders through `wiki.markup.sandbox` only.
    """
    check_limits(source)
    try:
        return _render(normalise(source), language, existing)
    except (RecursionError, MemoryError) as error:
        raise TooComplex(TOO_COMPLEX) from error


def _render(source: str, language: str, existing: Targets) -> Rendered:
    """Go through all the steps, cleaning last."""
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
        wikilinks=tuple(link for link in found if (link.language, link.slug) in links.rendered),
        text=text,
    )


def _make_markdown(links: WikiLinkExtension, language: str) -> Markdown:
    """Build the converter of one text; it holds state, so threads must not share one."""
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
    # HTML in a text is not interpreted but shown, as the text it is.
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    # The library's own writes addresses as entities, ten times as long, to fool harvesters.
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
    """Return the words of clean HTML, a line a block, without the signs that rendering added."""
    in_one_line = _NOT_WORDS.sub("", html).replace("\n", " ")  # an author may break lines anywhere
    words = _TAG.sub("", _BLOCK_END.sub("\n", in_one_line))
    lines = (" ".join(line.split()) for line in unescape(words).split("\n"))
    return "\n".join(line for line in lines if line)
