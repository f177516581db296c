"""Give headings levels that fit the page, unique ids and permalinks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

from wiki.markup.labels import labels_for
from wiki.markup.slugs import ANCHOR_PREFIX, slugify

# The title of the page is its h1.
TOP_LEVEL = 2
BOTTOM_LEVEL = 6
# A table of contents needs this many headings, and shows them down to this level.
_FEWEST_HEADINGS = 3
_DEEPEST_LEVEL = 3

# Headings are written without other attributes, and every `<` of the text as `&lt;`.
_HEADING = re.compile(r'<h([1-6])( dir="auto")?>(.*?)</h\1>', re.DOTALL)
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref-.*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_MARKED = re.compile(
    rf'<h([2-6]) id="({ANCHOR_PREFIX}[^"]*)"(?: dir="auto")?>(.*?)</h\1>', re.DOTALL
)
_SECTION_LINK = re.compile(r'<a (?:class="missing" )?href="#([^"]*)"')
_PERMALINK = re.compile(r'<a class="permalink".*?</a>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A heading: its level, the id for links to it, and its plain text."""

    level: int
    anchor: str
    text: str


def mark_headings(html: str, language: str) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML with its headings fitted to the page, and its headings.

    Levels become the depth in the outline: the first is h2 and no level is skipped, however many
    `#` the author began with. Works on HTML that is not cleaned yet.
    """
    headings: list[Heading] = []
    parts: list[str] = []
    place = 0
    levels, anchors = _Levels(), _Anchors()
    for found in _HEADING.finditer(html):
        parts.append(html[place : found.start()])
        place = found.end()
        direction, inner = found[2] or "", found[3]
        text = _plain(inner)
        if not text:
            # A heading without text cannot be linked to; its mark-up stays as a paragraph.
            parts.append(f"<p>{inner}</p>" if inner.strip() else "")
            continue
        heading = Heading(levels.fit(int(found[1])), anchors.make(text), text)
        headings.append(heading)
        parts += _write(heading, direction, inner, language)
    return "".join([*parts, html[place:]]), tuple(headings)


def link_sections(html: str, headings: Iterable[Heading]) -> str:
    """Lead the links to sections of the text, such as `#mål`, to the ids of their headings.

    A wiki link to a section that there is not stays marked as missing.
    """
    anchors = [heading.anchor for heading in headings]
    # The later ones first, so that the first of two that look alike is the one that is meant.
    known = {_without_hyphens(anchor): anchor for anchor in reversed(anchors)}
    known |= {anchor: anchor for anchor in anchors}

    def lead(found: re.Match[str]) -> str:
        name = unquote(unescape(found[1]))
        anchor = ANCHOR_PREFIX + slugify(name)
        target = known.get(name) or known.get(anchor) or known.get(_without_hyphens(anchor))
        return f'<a href="#{target}"' if target else found[0]

    return _SECTION_LINK.sub(lead, html)


def _without_hyphens(anchor: str) -> str:
    """Return an id for comparisons: GitHub drops signs within words, where the wiki divides."""
    return ANCHOR_PREFIX + anchor.removeprefix(ANCHOR_PREFIX).replace("-", "")


def read_headings(html: str) -> tuple[Heading, ...]:
    """Return the headings of HTML that `mark_headings` has marked and the cleaner has passed."""
    return tuple(
        Heading(int(level), anchor, _plain(_PERMALINK.sub("", inner)))
        for level, anchor, inner in _MARKED.findall(html)
    )


def choose_contents(headings: Iterable[Heading]) -> list[Heading]:
    """Return the headings of the table of contents; none when it would not help."""
    shown = [heading for heading in headings if heading.level <= _DEEPEST_LEVEL]
    return shown if len(shown) >= _FEWEST_HEADINGS else []


def _plain(inner: str) -> str:
    """Return the plain text of a heading, without footnote numbers."""
    return " ".join(unescape(_TAG.sub("", _FOOTNOTE_MARK.sub("", inner))).split())


def _write(heading: Heading, direction: str, inner: str, language: str) -> Iterator[str]:
    """Yield the HTML of a heading with its permalink."""
    label = labels_for(language).section.replace("{}", heading.text)
    yield f'<h{heading.level} id="{heading.anchor}"{direction}>{inner}'
    yield f' <a class="permalink" href="#{heading.anchor}" aria-label="{escape(label)}">#</a>'
    yield f"</h{heading.level}>"


class _Levels:
    """Turn the levels that authors write into depths in the outline."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def fit(self, level: int) -> int:
        """Return the level to show for the next heading of the text."""
        while self.open and self.open[-1] >= level:
            self.open.pop()
        self.open.append(level)
        return min(TOP_LEVEL - 1 + len(self.open), BOTTOM_LEVEL)


class _Anchors:
    """Make unique ids."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.counts: dict[str, int] = {}

    def make(self, text: str) -> str:
        """Return an id made from a heading's text."""
        base = anchor = ANCHOR_PREFIX + (slugify(text) or "x")
        while anchor in self.taken:
            self.counts[base] = self.counts.get(base, 1) + 1
            anchor = f"{base}-{self.counts[base]}"
        self.taken.add(anchor)
        return anchor
