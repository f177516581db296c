"""Cut a section out of a text, put another one in its place, and tell renamed sections again."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from wiki.characters import normalise_text
from wiki.markup.headings import NO_SECTION, Heading
from wiki.markup.parse import find_headings
from wiki.markup.slugs import ANCHOR_PREFIX, slugify

# How much two texts, or two headings, must share (of 1) to be taken for the same one.
_SAME_TEXT, _LIKE_TEXT = 0.8, 0.4
_LIKE_HEADING = 0.7
# A shorter text says too little about which section it was.
_FEWEST_WORDS = 5
# Longer lists of headings that all changed were written anew.
_MOST_COMPARED = 60
# What would end or divide a link.
_NOT_IN_LINK = re.compile(r"[\[\]|#\r\n]")
# A link has 300 characters for the title of an article and the name of a section.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in three parts, of which the middle one is a section.

    It goes from its heading to before the next of the same or a higher level; the blank lines at
    its end are `gap`, so that nobody has to take care of them.
    """

    before: str
    section: str
    gap: str
    after: str

    def put(self, words: str) -> str:
        """Return the text with other words in place of the section; with the same, as it was."""
        words = normalise_text(words).rstrip()
        if words == normalise_text(self.section):
            return self.before + self.section + self.gap + self.after
        if not words:
            return self.before + self.after
        before, gap = self.before, self.gap
        # What was a line of its own must not go on with the paragraph before it, or the other way.
        if before and not before.endswith("\n\n") and _first_line(words) != self.first_line:
            before += "\n"
        if self.after and gap.count("\n") < len("\n\n"):
            gap = "\n\n"
        return before + words + gap + self.after

    @property
    def first_line(self) -> str:
        """Return the line of the heading."""
        return _first_line(self.section)

    def is_closed_in(self, body: str) -> bool:
        """Return whether what is after the section still begins with its heading in a new text.

        It does not when the new words open code and do not close it.
        """
        place = len(body) - len(self.after)
        return not self.after or any(found.place == place for found in find_headings(body))


def cut_section(source: str, line: int) -> Cut | None:
    """Cut a text at the section whose heading begins on a line, from 0; None if there is none."""
    headings = find_headings(source)
    heading = next((heading for heading in headings if heading.line == line), None)
    if heading is None:
        return None
    ends = (other.place for other in headings if other.line > line and other.level <= heading.level)
    end = next(ends, len(source))
    whole = source[heading.place : end]
    section = whole.rstrip()
    return Cut(source[: heading.place], section, whole[len(section) :], source[end:])


def find_section(body: str, words: str, near: int, lines: Collection[int]) -> int:
    """Return on which of the `lines` with headings a section with these words begins; else -1.

    Others may have saved more text before it meanwhile, or a section of the same name.
    """
    texts = body.split("\n")
    heading = _first_line(normalise_text(words).lstrip("\n")).rstrip()
    fits = [line for line in lines if texts[line].rstrip() == heading]
    return min(fits, key=lambda line: abs(line - near), default=-1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A text with its headings."""

    headings: Sequence[Heading]
    body: str

    @property
    def anchors(self) -> list[str]:
        """Return the ids of the headings in their order."""
        return [heading.anchor for heading in self.headings]


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, its slug, the words under it, and its place among the headings that stayed."""

    heading: Heading
    slug: str
    words: Counter[str]
    place: tuple[str, int]

    def likeness(self, other: "_Section") -> float:
        """Return how sure it is that both are the same section; 0 when it cannot be told."""
        text, place = _share(self.words, other.words), self.place == other.place
        name = ratio(self.slug, other.slug) / 100
        is_sure = (
            text >= _SAME_TEXT
            or name == 1
            or (name >= _LIKE_HEADING and (place or text >= _LIKE_TEXT))
            or (place and text >= _LIKE_TEXT)
        )
        return text + name + place / 2 if is_sure else 0.0


def follow_headings(before: Outline, after: Outline) -> Mapping[str, str | None]:
    """Return for each id that a link by it no longer leads to its section how to name that now.

    It is None for a section that is gone, or that cannot be told again with confidence. Sections
    of one name are told apart by their texts; the links to one that is gone lead to the other.
    """
    if before.anchors == after.anchors:
        return {}
    doubted = _doubled(before) | _doubled(after)
    old = _sections_without(before, set(after.anchors) - doubted)
    new = _sections_without(after, set(before.anchors) - doubted)
    names = {section.heading.anchor: name_section(section.heading) for section in new}
    found = _pair(old, new)
    moved: dict[str, str | None] = {}
    for anchor in (section.heading.anchor for section in old):
        other = found.get(anchor)
        if other is not None and other != anchor:
            moved[anchor] = names[other]
        elif other is None and anchor not in after.anchors:
            moved[anchor] = None
    return moved


def _pair(old: Sequence[_Section], new: Sequence[_Section]) -> Mapping[str, str]:
    """Return the ids of sections with those they have now, the surest first; none has two."""
    if max(len(old), len(new)) > _MOST_COMPARED:
        return {}
    pairs = [(section.likeness(other), section, other) for section in old for other in new]
    pairs.sort(key=lambda pair: pair[0], reverse=True)  # of equal ones the first of the text
    found: dict[str, str] = {}
    for likeness, section, other in pairs:
        anchor = other.heading.anchor
        if likeness and section.heading.anchor not in found and anchor not in found.values():
            found[section.heading.anchor] = anchor
    return found


def _doubled(outline: Outline) -> set[str]:
    """Return the ids of headings whose name others have too, so that it says little."""
    counts = Counter(slugify(heading.text) for heading in outline.headings)
    return {heading.anchor for heading in outline.headings if counts[slugify(heading.text)] > 1}


def _sections_without(outline: Outline, kept: Collection[str]) -> list[_Section]:
    """Return the sections of a text whose headings are not among those that stayed."""
    return list(_iterate_sections(outline, kept))


def _iterate_sections(outline: Outline, kept: Collection[str]) -> Iterator[_Section]:
    lines = outline.body.split("\n")
    starts = [
        heading.line for heading in outline.headings if heading.line not in (None, NO_SECTION)
    ]
    neighbour, count = "", 0
    for heading in outline.headings:
        if heading.anchor in kept:
            neighbour, count = heading.anchor, 0
            continue
        count += 1
        words: Counter[str] = Counter()
        if heading.line in starts:
            end = next((line for line in starts if line > heading.line), len(lines))
            words = Counter(" ".join(lines[heading.line + 1 : end]).casefold().split())
        yield _Section(heading, slugify(heading.text), words, (neighbour, count))


def _share(words: Counter[str], others: Counter[str]) -> float:
    """Return which share of their words two texts have in common; 0 for texts of a few words."""
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total >= 2 * _FEWEST_WORDS else 0.0


def name_section(heading: Heading) -> str:
    """Return what a link says to lead to a heading: its text, or its id where that is another."""
    slug = heading.anchor.removeprefix(ANCHOR_PREFIX)
    is_plain = slugify(heading.text) == slug and not _NOT_IN_LINK.search(heading.text)
    return heading.text if is_plain and len(heading.text) <= _LONGEST_NAME else slug


def _first_line(words: str) -> str:
    return words.split("\n", 1)[0]
