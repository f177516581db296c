"""Citations of sources: `[@key]`, `[@key, s. 12; @other]`, `[-@key]`.

The parser knows no library. It is told what a citation becomes, as it is told where links lead.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# No other bracket and no code: what a citation begins with decides what the rest is.
_BRACKETED = re.compile(r"\[([^\[\]`\\]{2,1000})\]")
_KEY = r"[^\W_](?:[\w:.+/-]{0,98}\w)?"
_CITE = re.compile(rf"(?:(?P<prefix>[^@]*) )?(?P<minus>-)?@(?P<key>{_KEY})(?P<rest>(?:[, ].*)?)")
# Between two sources that are not divided by a semicolon.
_AND = r"(?:och|samt|and)"
_BETWEEN = re.compile(
    rf"(?:\s*[,&](?:\s*{_AND}\s)?|\s{_AND}\s|\s*,\s*&)\s*(?=-?@{_KEY})", re.IGNORECASE
)
_WORDS = {
    "page": "s. sid. sida sidan sidor sidorna p. pp. page pages",
    "chapter": "kap. kapitel ch. chap. chapter chapters",
    "section": "avsn. avs. avsnitt sec. section sections §",
    "paragraph": "st. stycke stycket para. paragraph ¶",
    "volume": "vol. volym volume",
    "figure": "fig. figur figure",
    "table": "tab. tabell table",
    "part": "del part pt.",
    "note": "not n. note",
    "verse": "vers v. verse",
    "line": "rad l. line",
}
_LABELS = {word.rstrip("."): label for label, words in _WORDS.items() for word in words.split()}
# Words that go on for longer are looked at no further.
_LONGEST_LOCATOR = 200
_NUMBER = r"(?:[A-Za-z]?[0-9][\w.:]*\w|[0-9]|[ivxlc]+\b)"
_LOCATOR = re.compile(
    rf",?\s*(?:(?P<word>[^\W\d_]+|[§¶])\.?\s*)?"
    rf"(?P<numbers>{_NUMBER}(?:\s*[-–,&]\s*{_NUMBER})*(?:\s?ff?\b\.?)?)(?P<tail>(?:[\s,.;:(].*)?)",
    re.DOTALL,
)
# In "3 kap. 5 §" and "2:a uppl." the number is none of a page, but in "12, särskilt not 3" it is.
_AFTER_PAGE = re.compile(rf"(?:\s(?:{_AND}|&)\s+{_NUMBER})?\s*(?:[,.;:(–—].*)?", re.DOTALL)


@dataclass(frozen=True)
class Run:
    """A piece of text of one form; with an address it is a link."""

    text: str
    italic: bool = False
    bold: bool = False
    href: str = ""


@dataclass(frozen=True)
class Cite:
    """A source that a citation names, with the words around it; `[-@key]` leaves its author out.

    `label` is what the locator counts, such as `page`; empty when `locator` is no number.
    """

    key: str
    prefix: str = ""
    locator: str = ""
    label: str = ""
    suffix: str = ""
    without_author: bool = False


# What stands between the brackets of one citation.
Cluster = tuple[Cite, ...]


@dataclass(frozen=True)
class CitationPart:
    """A part of a formatted citation: of a source by its key, of one unknown, or between them."""

    runs: tuple[Run, ...]
    key: str = ""
    is_unknown: bool = False

    @property
    def text(self) -> str:
        """Return the words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class ListedSource:
    """A source in the list at the end."""

    key: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Citations:
    """The formatted citations of a text and its list of sources, in the order of the list.

    `style` names the list for the style sheet. `marks_unknown` is whether the writer is told which
    keys are unknown; a reader sees them as they were typed.
    """

    texts: Mapping[Cluster, tuple[CitationPart, ...]] = field(default_factory=dict)
    entries: tuple[ListedSource, ...] = ()
    style: str = ""
    is_numbered: bool = False
    marks_unknown: bool = False


NO_CITATIONS = Citations()


@dataclass(frozen=True)
class ClusterMatch:
    """A citation in a text, with its place there."""

    cluster: Cluster
    text: str
    start: int
    end: int


def read_cluster(text: str, place: int) -> ClusterMatch | None:
    """Read a citation that begins with the bracket at a place."""
    found = _BRACKETED.match(text, place)
    if found is None or "@" not in found[1] or text.startswith("(", found.end()):
        return None
    cites: list[Cite] = []
    for written in _divide(found[1]):
        read = _CITE.fullmatch(" ".join(written.split()))
        if read is None:
            return None
        cites.append(_make(read))
    return ClusterMatch(tuple(cites), found[0], place, found.end())


def _divide(inner: str) -> list[str]:
    """Return the sources of a citation as they are written; `;` without a key divides none."""
    parts: list[str] = []
    for part in inner.split(";"):
        if parts and "@" not in part:
            parts[-1] += f";{part}"
        else:
            parts += _divide_keys(part)
    return parts


def _divide_keys(part: str) -> Iterator[str]:
    """Yield sources that are divided by a comma or "and" right before the next key."""
    place = 0
    for between in _BETWEEN.finditer(part, part.find("@")):
        yield part[place : between.start()]
        place = between.end()
    yield part[place:]


def _make(read: re.Match[str]) -> Cite:
    locator, label, suffix = _read_locator(read["rest"])
    return Cite(
        key=read["key"],
        prefix=read["prefix"] or "",
        locator=locator,
        label=label,
        suffix=suffix,
        without_author=read["minus"] is not None,
    )


def _read_locator(rest: str) -> tuple[str, str, str]:
    """Return the locator, what it counts, and the words after it."""
    found = _LOCATOR.fullmatch(rest[:_LONGEST_LOCATOR])
    label = _read_label(found) if found else ""
    if found is None or not label:
        return "", "", rest
    return found["numbers"], label, found["tail"] + rest[_LONGEST_LOCATOR:]


def _read_label(found: re.Match[str]) -> str:
    """Return what a locator counts; without a word it is pages, unless other words follow it."""
    if word := found["word"]:
        return _LABELS.get(word.lower(), "")
    is_page = found["numbers"][0].isdigit() and _AFTER_PAGE.fullmatch(found["tail"])
    return "page" if is_page else ""
