"""Give headings levels that fit the page, unique ids and permalinks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
# Deeper ones are too short to be edited alone.
_DEEPEST_SECTION = 4
NO_SECTION = -1

# Headings are written without other attributes, and every `<` of the text as `&lt;`.
_HEADING = re.compile(
    r'<h(?P<level>[1-6])(?: data-line="(?P<line>[0-9]+)")?(?P<dir> dir="auto")?>(?P<inner>.*?)'
    r"</h(?P=level)>",
    re.DOTALL,
)
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref-.*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_MARKED = re.compile(
    rf'<h([2-6]) id="({ANCHOR_PREFIX}[^"]*)"(?: dir="auto")?>(.*?)</h\1>', re.DOTALL
)
_SECTION_LINK = re.compile(r'<a (?:class="missing" )?href="#([^"]*)"')
# As people write it; what already is an id stays, of a section (`s-`), a note or a source.
_ARTICLE_LINK = re.compile(
    rf'<a href="(/(?:sv|en)/articles/[^"/#?]+)#(?!{ANCHOR_PREFIX}|fn|ref-)([^"]+)"'
)
_PERMALINK = re.compile(r'<a class="permalink".*?</a>', re.DOTALL)
# Values of attributes are quoted.
_ANY_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^">]|"[^"]*")*>')
_VOID = {"br", "hr", "img", "input", "source"}
_END_SECTION = re.compile(r'<section class="(footnotes|sources)"')
# What has a heading of its own stands after all of the text.
_GENERATED = re.compile(r'<section class="(?:footnotes|sources)"[^>]*>\s*<h')
_COUNTS = frozenset(map(str, range(1, 100)))
_ITEMS = {"footnotes": "fn-", "sources": "ref-"}


@dataclass(frozen=True)
class Heading:
    """A heading: its level, the id for links to it, and its plain text.

    `line` is that of the source on which it begins, from 0; `NO_SECTION` for one inside a list or
    a quotation and for those of notes and sources; None where an older renderer did not say it.
    """

    level: int
    anchor: str
    text: str
    line: int | None = field(default=None, compare=False)

    @property
    def may_begin_section(self) -> bool:
        """Return whether what is below the heading may be edited by itself."""
        return self.line != NO_SECTION and self.level <= _DEEPEST_SECTION


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
        direction, inner = found["dir"] or "", found["inner"]
        text = _plain(inner)
        if not text:
            # A heading without text cannot be linked to; its mark-up stays as a paragraph.
            parts.append(f"<p>{inner}</p>" if inner.strip() else "")
            continue
        line = int(found["line"] or NO_SECTION)
        heading = Heading(levels.fit(int(found["level"])), anchors.make(text), text, line)
        headings.append(heading)
        parts += _write(heading, direction, inner, language)
    return "".join([*parts, html[place:]]), tuple(headings)


def link_sections(html: str, headings: Iterable[Heading]) -> str:
    """Lead the links to sections, such as `#mål`, to the ids of their headings.

    A wiki link to a section that there is not stays marked as missing.
    """
    sections = Sections(heading.anchor for heading in headings)

    def lead(found: re.Match[str]) -> str:
        target = sections.find(unquote(unescape(found[1])))
        return f'<a href="#{target}"' if target else found[0]

    return _ARTICLE_LINK.sub(_lead_elsewhere, _SECTION_LINK.sub(lead, html))


class Sections:
    """The sections of a text, as links find them."""

    def __init__(self, anchors: Iterable[str]) -> None:
        anchors = list(anchors)
        # The later ones first, so that the first of two that look alike is the one that is meant.
        self._known = {_without_hyphens(anchor): anchor for anchor in reversed(anchors)}
        self._known |= {anchor: anchor for anchor in anchors}

    def find(self, name: str) -> str | None:
        """Return the id of the section that a link names, by its id or its words."""
        anchor, known = ANCHOR_PREFIX + slugify(name), self._known
        found = known.get(name) or known.get(anchor) or known.get(_without_hyphens(anchor))
        return found or known.get(_of_github(anchor))


def _lead_elsewhere(found: re.Match[str]) -> str:
    """Lead the address of another article, with the words of a heading, to the heading's id."""
    slug = slugify(unquote(unescape(found[2])))
    return f'<a href="{found[1]}#{ANCHOR_PREFIX}{slug}"' if slug else found[0]


def _of_github(anchor: str) -> str:
    """Return the id here of what GitHub calls `x-1`: the second heading of those with one text."""
    base, _hyphen, number = anchor.rpartition("-")
    return f"{base}-{int(number) + 1}" if number in _COUNTS else ""


def _without_hyphens(anchor: str) -> str:
    """Return an id for comparisons: GitHub drops signs within words, where the wiki divides."""
    return ANCHOR_PREFIX + anchor.removeprefix(ANCHOR_PREFIX).replace("-", "")


def read_headings(html: str) -> tuple[Heading, ...]:
    """Return the headings of HTML that `mark_headings` has marked and the cleaner has passed."""
    return tuple(
        Heading(int(level), anchor, _plain(_PERMALINK.sub("", inner)))
        for level, anchor, inner in _MARKED.findall(html)
    )


def split_at_headings(
    html: str, headings: Iterable[Heading]
) -> Iterator[tuple[str, Heading | None]]:
    """Yield clean HTML in parts, each up to the end of a heading that may begin a section.

    A page can add what it offers there; the last part has no heading.
    """
    known = {heading.anchor: heading for heading in headings if heading.may_begin_section}
    generated = _GENERATED.search(html)
    place, end_of_text = 0, generated.start() if generated else len(html)
    for found in _MARKED.finditer(html, 0, end_of_text):
        if found[2] in known:
            end = found.end() - len("</h2>")
            yield html[place:end], known[found[2]]
            place = end
    yield html[place:], None


def take_blocks(html: str, first: int, last: int) -> str:
    """Return the elements of clean HTML from number `first` to before `last`.

    The notes and the sources are among them below a heading of these elements; otherwise they
    follow if the elements refer to any of them.
    """
    taken: list[str] = []
    sections: list[tuple[str, str]] = []
    place = 0  # without the sections, which are no blocks of the source
    for block in _iterate_blocks(html):
        name = _END_SECTION.match(block)
        if name is None:
            taken += [block] if first <= place < last else []
            place += 1
        elif first < place + bool(_GENERATED.match(block)) <= last:
            taken.append(block)  # as its heading, which is the last block or in the section
        else:
            sections.append((name[1], block))
    text = "\n".join(taken)
    referred = [block for name, block in sections if f'href="#{_ITEMS[name]}' in text]
    return "\n".join([*taken, *referred])


def _iterate_blocks(html: str) -> Iterator[str]:
    """Yield the elements that stand in no other."""
    start = depth = 0
    for tag in _ANY_TAG.finditer(html):
        if depth == 0:
            start = tag.start()
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if depth == 0:
            yield html[start : tag.end()]


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
