"""Render an article's Markdown: clean HTML, headings, links and plain text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from typing import Self
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from wiki.errors import TooComplex
from wiki.markup.clean import clean, prepare
from wiki.markup.footnotes import AppendNotes, ListSources, NumberNotes
from wiki.markup.headings import Heading, link_sections, mark_headings
from wiki.markup.inline.citations import NO_CITATIONS, Citations
from wiki.markup.inline.figures import make_figures
from wiki.markup.inline.media import NO_LIBRARY, Library, place_media
from wiki.markup.labels import CALLOUT_TITLES, labels_for
from wiki.markup.limits import TOO_COMPLEX, check_limits
from wiki.markup.parse import parse_blocks, parse_words
from wiki.markup.serialise import write_html
from wiki.markup.source import normalise
from wiki.markup.wikilinks import Targets, WikiLink

# Stored with each revision; after an increase, older HTML has to be rerendered.
RENDERER_VERSION = 4

# Cleaning takes about a tenth of a millisecond for each; the longest honest articles have 8,000.
MAX_ELEMENTS = 25_000

# Footnotes and abbreviations repeat text; no real article of 256 kB grows to this length.
MAX_HTML_LENGTH = 4_000_000

_NOT_TEXT = re.compile(
    r'<a [^>]*class="(?:permalink|footnote-backref)"[^>]*>.*?</a>|<sup id="fnref-.*?</sup>'
    r"|<small>.*?</small>"  # the maker and licence of a picture
    r'|(?<=<section class="footnotes" role="doc-endnotes">\n)<h2.*?</h2>'
    r'|(?<=<section class="sources" role="doc-bibliography">\n)<h2.*?</h2>'
    r'| ?<span class="cites numbered".*?</span>'
    rf'|<p class="callout-title">(?:{"|".join(CALLOUT_TITLES)})</p>',
    re.DOTALL,
)
_BLOCK_END = re.compile(
    r"</(?:p|h[2-6]|li|dt|dd|pre|t[hd]|tr|table|blockquote|figcaption)>|<(?:br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
_LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Rendered:
    """The result of rendering; `html` is clean, `text` is the same as plain text."""

    html: str
    headings: tuple[Heading, ...]
    wikilinks: tuple[WikiLink, ...]
    text: str
    # The names of the pictures and files that it shows, pictures first, in the order of the text.
    media: tuple[str, ...] = ()
    # The keys of the sources that it cites, in the order of the text.
    cited: tuple[str, ...] = ()


def render(
    source: str,
    language: str,
    existing: Targets,
    library: Library = NO_LIBRARY,
    citations: Citations = NO_CITATIONS,
    cleaning: Callable[[str], str] = clean,
) -> Rendered:
    """Render a text; `existing` says where links lead; all others are marked as missing.

    So does `library` for pictures and files. `citations` are those that `find_citations` has found,
    formatted; others stay as they were typed. `cleaning` does what `clean` does.

    Raises TooComplex, and nothing else, for a text beyond the limits. May take long on a hostile
    text, so the web process renders only through `wiki.markup.sandbox`.
    """
    check_limits(source)
    try:
        parser = _TextParser(language, existing, library, citations)
        return _render(normalise(source), parser, cleaning)
    except (RecursionError, MemoryError) as error:
        raise TooComplex(TOO_COMPLEX) from error


def _render(source: str, parser: "_TextParser", cleaning: Callable[[str], str]) -> Rendered:
    """Run all steps, with cleaning last."""
    html = parser.convert(source)
    if len(html) > MAX_HTML_LENGTH:
        raise TooComplex(TOO_COMPLEX)
    html, headings = mark_headings(make_figures(html), parser.language)
    html = cleaning(prepare(link_sections(html, headings)))
    return Rendered(
        html=html,
        headings=headings,
        wikilinks=parser.wikilinks,
        text=_plain(html),
        media=parser.media,
        cited=parser.cited,
    )


class _TextParser(Markdown):
    """A converter for a single text; it has state, so threads must not share it."""

    def __init__(
        self, language: str, existing: Targets, library: Library, citations: Citations
    ) -> None:
        self.language = language
        self.existing = existing
        self.library = library
        self.citations = citations
        self.wikilinks: tuple[WikiLink, ...] = ()
        self.media: tuple[str, ...] = ()
        self.cited: tuple[str, ...] = ()
        super().__init__()
        self.serializer = write_html

    def build_parser(self) -> Self:
        """Set up the steps; none of the library's own reads a sign in another way."""
        labels = labels_for(self.language)
        self.parser = blocks = _Blocks(self)
        self.preprocessors = Registry()
        self.inlinePatterns = Registry()
        self.postprocessors = Registry()
        self.treeprocessors = Registry()
        # The notes are added before the words are parsed, since they have some.
        self.treeprocessors.register(AppendNotes(blocks, self.citations, labels), "footnotes", 50)
        self.treeprocessors.register(_Words(self, blocks), "words", 20)
        self.treeprocessors.register(_Pictures(self), "pictures", 18)
        # The numbers are only known after every reference has been read.
        self.treeprocessors.register(NumberNotes(labels), "footnote-numbers", 15)
        # The order of the list is known beforehand, but not where its sources are cited.
        self.treeprocessors.register(ListSources(self.citations, labels), "sources", 12)
        self.treeprocessors.register(_Abbreviations(self, blocks), "abbreviations", 7)
        self.treeprocessors.register(_Limit(), "limit", 0)
        return self


class _Blocks(BlockParser):
    """The step that reads the blocks."""

    def __init__(self, md: _TextParser) -> None:
        super().__init__(md)
        self.language = md.language

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - the library's name
        """Return the elements of a text, and keep what it defines."""
        self.tree = parse_blocks(list(lines), self.language, self.md.doc_tag)
        return ElementTree(self.tree.root)


class _Words(Treeprocessor):
    """The step that reads the words."""

    def __init__(self, md: _TextParser, blocks: _Blocks) -> None:
        super().__init__(md)
        self.text = md
        self.blocks = blocks

    def run(self, root: Element) -> None:
        """Parse the words of the text and of its notes."""
        context = self.blocks.tree.context(
            self.text.language, self.text.existing, self.text.citations
        )
        parse_words(root, context)
        self.text.wikilinks = context.distinct()
        cited = (cite.key for _, cluster in context.clusters for cite in cluster)
        self.text.cited = tuple(dict.fromkeys(cited))


class _Pictures(Treeprocessor):
    """The step that shows pictures and files of the library."""

    def __init__(self, md: _TextParser) -> None:
        super().__init__(md)
        self.text = md

    def run(self, root: Element) -> None:
        """Put them in their places."""
        self.text.media = tuple(place_media(root, self.text.library, self.text.language))


class _Limit(Treeprocessor):
    """The step that refuses a text with more elements than can be cleaned in time."""

    def run(self, root: Element) -> None:
        """Count them."""
        if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
            raise TooComplex(TOO_COMPLEX)


class _Abbreviations(AbbrTreeprocessor):
    """The library's step for abbreviations, with those that the text defines."""

    def __init__(self, md: _TextParser, blocks: _Blocks) -> None:
        super().__init__(md)
        self.blocks = blocks

    def run(self, root: Element) -> None:
        """Mark the abbreviations; of "EU" and "EU-stöd" the longer one is meant."""
        self.abbrs = self.blocks.tree.definitions.abbreviations
        if self.abbrs:
            longest_first = sorted(self.abbrs, key=len, reverse=True)
            self.RE = re.compile("|".join(map(_find_alone, longest_first)))
            self.iter_element(root)


def _find_alone(short: str) -> str:
    """Return a pattern for an abbreviation that is no part of a longer word.

    It may begin or end with a sign, where a word of letters would not end.
    """
    term = re.escape(short)
    if any(map(str.isalnum, short)):
        return rf"(?<!\w){term}(?!\w)"
    # In `50%` and `§5` a sign touches a number, but in `e-post` and `2019-20` it is none alone.
    return rf"(?<!\w){term}(?!{_LETTER})|(?<!{_LETTER}){term}(?!\w)"


def _plain(html: str) -> str:
    """Return clean HTML as plain text, a line per block, without what rendering added."""
    unbroken = _NOT_TEXT.sub("", html).replace("\n", " ")  # an author may break lines anywhere
    text = _TAG.sub("", _BLOCK_END.sub("\n", unbroken))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
