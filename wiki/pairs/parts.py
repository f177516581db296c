"""Cut a text into its title with the summary, its facts, and its sections."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from wiki.errors import TooComplex
from wiki.markup.parse import SourceHeading, find_headings
from wiki.markup.slugs import slugify

TITLE, FACTS, SECTION = "title", "facts", "section"
_BEGINNING = SourceHeading(-1, 0, 0)


@dataclass(frozen=True)
class Part:
    """A part of a text; `mark` is the same for the same words, whatever white space is in them.

    A section goes to the next heading of any level; what is before the first has level 0. `line` is
    that of its heading, from 0.
    """

    sort: str
    heading: str
    level: int
    text: str
    line: int = -1
    mark: str = ""

    @property
    def slug(self) -> str:
        """Return what tells its heading from others."""
        return slugify(self.heading)


def split_text(title: str, summary: str, facts: Mapping[str, object], body: str) -> list[Part]:
    """Return the parts of a text in their order; those without words are left out."""
    said = "\n".join(f"{name}: {_join(facts[name])}" for name in sorted(facts))
    parts = [
        _make(TITLE, "", 0, f"{title}\n\n{summary}"),
        _make(FACTS, "", 0, said),
        *_split_body(body),
    ]
    return [part for part in parts if part.text]


def _split_body(body: str) -> list[Part]:
    try:
        headings = find_headings(body)
    except TooComplex:  # an older text, from before the limits
        headings = []
    ends = [*headings, SourceHeading(-1, len(body), 0)]
    parts = []
    for heading, following in pairwise([_BEGINNING, *ends]):
        text = body[heading.place : following.place]
        words = text.lstrip().split("\n", 1)[0].strip("# \t") if heading.level else ""
        parts.append(_make(SECTION, words, heading.level, text, heading.line))
    return parts


def _make(sort: str, heading: str, level: int, text: str, line: int = -1) -> Part:
    words = f"{sort} {level} {' '.join(text.split())}"
    mark = hashlib.sha256(words.encode()).hexdigest()[:32]
    return Part(sort, heading, level, text.strip(), line, mark)


def _join(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
