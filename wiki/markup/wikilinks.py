"""Find, render and rewrite wiki links: `[[Title]]`, `[[Title|text]]` and `[[en:Title]]`.

A single scan decides what is a wiki link. The renderer replaces each wiki link by a placeholder
before Markdown sees the text (so a `|` in a link does not end a table cell), and turns the
placeholder into a link where Markdown reads it as text. A placeholder that ends up elsewhere,
such as in an attribute or in code, is replaced by what the author wrote.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX, AtomicString

from wiki.markup.code import Fence, find_code, find_fences, is_escaped
from wiki.markup.slugs import slugify

# The length bounds how far the pattern looks ahead from each `[[`, so the scan stays linear.
_WIKILINK = re.compile(r"\[\[([^\[\]|\r\n]{1,300})(?:\|([^\[\]\r\n]{1,500}))?\]\]")
_LANGUAGE_PREFIX = re.compile(r"\s*(sv|en)\s*:\s*(.*)", re.DOTALL)
# STX and ETX cannot come from an author: `normalise` has removed them.
_PLACEHOLDER = re.compile(f"{STX}msiwikilink([0-9]+){ETX}")
# What is not allowed in HTML: control characters, surrogates and non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TAB_LENGTH = 4

# For each link that leads to a public article: its language, its title and the slug it leads to.
Targets = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class WikiLink:
    """The article that a wiki link refers to."""

    language: str
    slug: str
    title: str


@dataclass(frozen=True)
class _Match:
    """A wiki link in a source, with its place."""

    link: WikiLink
    text: str | None
    prefix: str
    start: int
    end: int


def normalise(source: str) -> str:
    """Return the source as the renderer reads it: LF, no tabs, no control characters."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("", source).expandtabs(_TAB_LENGTH)


def find_wikilinks(source: str, language: str) -> tuple[WikiLink, ...]:
    """Return the distinct titles that a text links to, in the order of their first link."""
    found: dict[tuple[str, str], WikiLink] = {}
    for match in _iterate_matches(normalise(source), language):
        found.setdefault((match.link.language, match.link.title), match.link)
    return tuple(found.values())


def retarget_wikilinks(
    source: str, language: str, names: Mapping[tuple[str, str], tuple[str, str]]
) -> str:
    """Make links say another language and title, with the same text; `names` maps old to new.

    Everything else in the source stays as it is, including white space and line endings. A title
    that is not allowed between brackets leaves its links unchanged.
    """
    parts: list[str] = []
    place = 0
    for match in _iterate_matches(source, language):
        new = names.get((match.link.language, match.link.title))
        if new is None or not slugify(new[1]) or re.search(r"[\[\]|\r\n]", new[1]):
            continue
        text = match.link.title if match.text is None else match.text
        parts += [source[place : match.start], f"[[{_named(match, new, language)}|{text}]]"]
        place = match.end
    return "".join([*parts, source[place:]])


def _named(match: _Match, new: tuple[str, str], language: str) -> str:
    """Return the new title of a link, after the prefix of its language if it needs one."""
    # A title that begins like "en:" is only read as a title after a language prefix.
    is_misleading = _LANGUAGE_PREFIX.fullmatch(new[1]) is not None
    is_needed = bool(match.prefix) or is_misleading or new[0] != language
    return f"{new[0]}:{new[1]}" if is_needed else new[1]


def _iterate_matches(source: str, language: str) -> Iterator[_Match]:
    """Yield the wiki links outside of code."""
    code = iter(find_code(source))
    span = next(code, None)
    for found in _WIKILINK.finditer(source):
        while span and span[1] <= found.start():
            span = next(code, None)
        if (span and span[0] <= found.start()) or is_escaped(source, found.start()):
            continue
        match = _read(found, language)
        if match:
            yield match


def _read(found: re.Match[str], language: str) -> _Match | None:
    """Parse a wiki link; return None when its title has no letter or digit."""
    title, prefix = found[1], ""
    prefixed = _LANGUAGE_PREFIX.fullmatch(title)
    if prefixed:
        language, title = prefixed.groups()
        prefix = f"{language}:"
    title = " ".join(unicodedata.normalize("NFC", title).split())
    slug = slugify(title)
    text = found[2] if found[2] and found[2].strip() else None
    link = WikiLink(language, slug, title)
    return _Match(link, text, prefix, found.start(), found.end()) if slug else None


class WikiLinkExtension(Extension):
    """Add wiki links to Python-Markdown, and fences that agree with them."""

    def __init__(self, language: str, existing: Targets) -> None:
        super().__init__()
        self.language = language
        self.existing = {(language, title): slug for language, title, slug in existing}
        self.matches: list[_Match] = []
        self.sources: list[str] = []
        self.rendered: set[tuple[str, str]] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the preprocessor, and the processor of its placeholders."""
        # After white space is normalised (30), before anything reads the text.
        md.preprocessors.register(_PlaceholderPreprocessor(md, self), "wikilink", 25)
        # After links (160) and autolinks (120), so that no link is inside a link.
        md.inlinePatterns.register(_PlaceholderProcessor(md, self), "wikilink", 115)

    def restore(self, html: str) -> str:
        """Replace each placeholder that did not become a link by what the author wrote."""
        return _PLACEHOLDER.sub(lambda found: escape(self.sources[int(found[1])]), html)


class _PlaceholderPreprocessor(Preprocessor):
    """Put fences into the stash, and replace wiki links by placeholders."""

    def __init__(self, md: Markdown, extension: WikiLinkExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with fences and wiki links replaced."""
        source = "\n".join(lines)
        parts: list[str] = []
        place = 0
        for start, end, replacement in sorted(self._replacements(source)):
            parts += [source[place:start], replacement]
            place = end
        return "".join([*parts, source[place:]]).split("\n")

    def _replacements(self, source: str) -> Iterator[tuple[int, int, str]]:
        """Yield the replacements; fences and wiki links never overlap."""
        for fence in find_fences(source):
            yield fence.start, fence.end, f"\n{self.md.htmlStash.store(_fence_html(fence))}\n"
        for match in _iterate_matches(source, self.extension.language):
            number = len(self.extension.matches)
            self.extension.matches.append(match)
            self.extension.sources.append(source[match.start : match.end])
            yield match.start, match.end, f"{STX}msiwikilink{number}{ETX}"


def _fence_html(fence: Fence) -> str:
    """Return a fenced block as HTML."""
    language = f' class="language-{fence.language}"' if fence.language else ""
    return f"<pre><code{language}>{escape(fence.code)}</code></pre>"


class _PlaceholderProcessor(InlineProcessor):
    """Turn a placeholder into a link."""

    # A link within a link is not HTML.
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, extension: WikiLinkExtension) -> None:
        super().__init__(_PLACEHOLDER.pattern, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own signature
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        """Build the link for a placeholder."""
        match = self.extension.matches[int(m[1])]
        wanted = (match.link.language, match.link.title)
        self.extension.rendered.add(wanted)
        return self._element(match, self.extension.existing.get(wanted)), m.start(), m.end()

    def _element(self, match: _Match, slug: str | None) -> ElementTree.Element:
        """Build the link to an article; its title is in the URL of a missing article."""
        link = match.link
        path = f"/{link.language}/articles/{slug or link.slug}"
        element = ElementTree.Element("a", {"href": path})
        element.text = AtomicString(link.title if match.text is None else match.text.strip())
        if slug is None:
            element.set("href", f"{path}?title={quote(link.title, safe='')}")
            element.set("class", "missing")
            element.set("rel", "nofollow")
        if link.language != self.extension.language:
            element.set("hreflang", link.language)
            if match.text is None:
                element.set("lang", link.language)
        return element
