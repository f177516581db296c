"""What is a wiki link: `[[Title]]`, `[[Title|text]]`, `[[en:Title]]`, `[[Title#Section]]`."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from wiki.markup.inline.citations import Citations, Cluster
from wiki.markup.inline.marks import Mark
from wiki.markup.slugs import ANCHOR_PREFIX, drop_invisible, slugify

# For each link that leads to a public article: its language, its title and the slug it leads to.
Targets = frozenset[tuple[str, str, str]]

# It may go on over lines, as wrapped prose does, and its text may have brackets in pairs; the
# lengths bound how far the pattern looks ahead.
WIKI_LINK = re.compile(
    r"\[\[([^\[\]|]{1,300}?)(?:\\?\|((?:[^\[\]]|\[[^\[\]]{0,100}\]){1,500}))?\]\]"
)
# Phones write the first letter as a capital.
LANGUAGE_PREFIX = re.compile(r"\s*([Ss][Vv]|[Ee][Nn])\s*:\s*(.*)", re.DOTALL)
# A sign in a title, such as that of C# or of `# 1`, is not followed by the name of a section.
_SIGN = re.compile(r"#(?=\S)")
# In "Om #metoo#Bakgrund" it is the second one that divides; nobody writes more.
_MOST_SIGNS = 3
# Between a section and one within it; the sign in "Vad är C#?" is a part of the heading.
_WITHIN = re.compile(r"#(?=\w)")


@dataclass(frozen=True)
class WikiLink:
    """The article that a wiki link refers to."""

    language: str
    slug: str
    title: str


@dataclass(frozen=True)
class WikiMatch:
    """A wiki link in a text: where it leads, what it shows, and its place in the text.

    `link` is None for a section of the same text, `text` for a link that shows its title. A title
    may have the sign before a section too, or begin with "En:": `wider` are the longer titles that
    are meant when there is such an article, the longest one first, each with the section that it
    leaves.
    """

    link: WikiLink | None
    section: str
    text: str | None
    prefix: str
    start: int
    end: int
    wider: tuple[tuple[WikiLink, str], ...] = ()

    def read_for(self, existing: Container[tuple[str, str]]) -> "WikiMatch":
        """Return the link as it is meant where there are these titles: with the longest of them."""
        for link, section in self.wider:
            if (link.language, link.title) in existing:
                prefix = "" if LANGUAGE_PREFIX.fullmatch(link.title) else self.prefix
                return replace(self, link=link, section=section, prefix=prefix, wider=())
        return self

    @property
    def possible(self) -> tuple[WikiLink, ...]:
        """Return all that the link may lead to, the longest title first."""
        wider = tuple(link for link, _ in self.wider)
        return (*wider, self.link) if self.link else wider

    @property
    def anchor(self) -> str:
        """Return the slug of the section, or an empty text."""
        return section_slug(self.section)

    @property
    def shown(self) -> str:
        """Return the text that readers see."""
        if self.text is not None:
            return self.text.strip()
        parts = (" ".join(part.split()) for part in _WITHIN.split(self.section))
        section = ": ".join(part for part in parts if part)
        title = self.link.title if self.link else ""
        return f"{title}: {section}" if title and section else title or section


def read_wiki_link(text: str, place: int, language: str) -> WikiMatch | None:
    """Read a wiki link; return None when its title has no letter or digit."""
    found = WIKI_LINK.match(text, place)
    if found is None:
        return None
    title, prefix = found[1], ""
    own: Iterable[tuple[WikiLink, str]] = ()
    if prefixed := LANGUAGE_PREFIX.fullmatch(title):
        # In capitals it may also be the first word of a title.
        own = () if prefixed[1].islower() else tuple(_find_meant(language, title))
        language, title = prefixed[1].lower(), prefixed[2]
        prefix = f"{language}:"
    divided, section = _divide(title)
    link = _make_link(language, divided)
    if link is None and (divided.strip() or not section):
        return None
    shown = found[2] if found[2] and found[2].strip() else None
    wider = _find_wider(language, title) if section else ()
    return WikiMatch(link, section, shown, prefix, place, found.end(), (*own, *wider))


def _find_meant(language: str, title: str) -> Iterator[tuple[WikiLink, str]]:
    """Yield all that a title without a language before it may mean, the longest one first."""
    divided, section = _divide(title)
    if section:
        yield from _find_wider(language, title)
    if link := _make_link(language, divided):
        yield link, section


def _find_wider(language: str, title: str) -> Iterator[tuple[WikiLink, str]]:
    """Yield what a title means that is not divided at its first sign, the longest one first."""
    signs = [found.start() for found in _SIGN.finditer(title)][1 : _MOST_SIGNS + 1]
    for place in [len(title), *reversed(signs)]:
        link, section = _make_link(language, title[:place]), title[place + 1 :]
        if link is not None and (not section or section_slug(section)):
            yield link, section


def section_slug(section: str) -> str:
    """Return what makes the address of a section, or of the last of those within each other."""
    return slugify(_WITHIN.split(section)[-1])


def _make_link(language: str, title: str) -> WikiLink | None:
    """Return the link with a title, or None when it has no letter or digit."""
    title = " ".join(unicodedata.normalize("NFC", drop_invisible(title)).split())
    slug = slugify(title)
    return WikiLink(language, slug, title) if slug else None


def may_name_section(title: str) -> bool:
    """Return whether a link with this title may mean a section of the article before its `#`."""
    return _divide(title)[1] != ""


def _divide(title: str) -> tuple[str, str]:
    """Return the title of an article and the section of it that is meant, if one is."""
    divided = _SIGN.split(title, maxsplit=1)
    if len(divided) == 1 or not section_slug(divided[1]):
        return title, ""
    return divided[0], divided[1]


@dataclass(frozen=True)
class Context:
    """What the words of a block need to know of the text around them."""

    language: str
    # The slug that each language and title leads to.
    existing: Mapping[tuple[str, str], str]
    references: Mapping[str, tuple[str, str]]
    notes: Container[str]
    # The wiki links that have become links, and where each stands in the source.
    links: list[WikiMatch] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    # The formatted citations; None while it is being found out what the text cites.
    citations: Citations | None = None
    clusters: list[tuple[int, Cluster]] = field(default_factory=list)
    # Where the code spans of the text stand that was read last.
    codes: list[tuple[int, int]] = field(default_factory=list)
    # The marks of that text; None where nobody asks for them, as when it is rendered.
    marks: list[Mark] | None = None

    def sorted(self) -> list[tuple[int, int, WikiMatch]]:
        """Return the wiki links in the order of the source, each with its place there."""
        found = zip(self.places, self.links, strict=True)
        return sorted(((*place, link) for place, link in found), key=lambda link: link[0])

    def distinct(self) -> tuple[WikiLink, ...]:
        """Return the distinct titles that the text links to, in the order of the source."""
        return _distinct(match.link for _, _, match in self.sorted())

    def possible(self) -> tuple[WikiLink, ...]:
        """Return the distinct titles that the text may link to, before it is known which exist."""
        return _distinct(link for _, _, match in self.sorted() for link in match.possible)


def _distinct(links: Iterable[WikiLink | None]) -> tuple[WikiLink, ...]:
    found = {(link.language, link.title): link for link in links if link is not None}
    return tuple(found.values())


def make_wiki_link(match: WikiMatch, context: Context) -> Element:
    """Build a wiki link; the title of a missing article is in its URL."""
    match = match.read_for(context.existing)
    context.links.append(match)
    fragment = f"#{ANCHOR_PREFIX}{match.anchor}" if match.anchor else ""
    element = Element("a", _attributes(match, fragment, context))
    element.text = AtomicString(match.shown)
    return element


def _attributes(match: WikiMatch, fragment: str, context: Context) -> dict[str, str]:
    """Return where a link leads, whether that exists, and in which language it is."""
    link = match.link
    if link is None:
        # Until the headings are known, which `link_sections` compares it with.
        return {"class": "missing", "href": fragment}
    slug = context.existing.get((link.language, link.title))
    address = f"/{link.language}/articles/{slug or link.slug}"
    if slug is not None:
        found = {"href": address + fragment}
    else:
        title = quote(link.title, safe="")
        found = {"class": "missing", "href": f"{address}?title={title}", "rel": "nofollow"}
    if link.language != context.language:
        found["hreflang"] = link.language
        if match.text is None:
            found["lang"] = link.language
    return found
