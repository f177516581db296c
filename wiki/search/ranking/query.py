"""Read a question in a small grammar of our own; whatever is not of it is words.

`"a phrase"`, `-without`, and `tag:` `university:` `kind:` `language:` `year:` `title:` (also in
Swedish).
Whoosh's parser never sees a reader's text: `*` alone costs it seconds, `status:draft` opens drafts.
"""

import re
from dataclasses import dataclass, field

from wiki.search.language.analysis import words

# Longer questions are cut, and the page says so. Each word costs about a millisecond.
MOST_CHARACTERS = 400
MOST_WORDS = 32

_FILTER_NAMES = {
    "tag": "tag",
    "topic": "tag",
    "ämne": "tag",
    "ämnesord": "tag",
    "university": "university",
    "universitet": "university",
    "lärosäte": "university",
    "kind": "kind",
    "typ": "kind",
    "language": "language",
    "språk": "language",
    "year": "year",
    "år": "year",
    "title": "title",
    "titel": "title",
}
_VALUES = {
    "kind": {
        "concept": "concept",
        "begrepp": "concept",
        "case": "case",
        "exempel": "case",
        "fall": "case",
        "method": "method",
        "metod": "method",
        "organisation": "organisation",
        "organization": "organisation",
        "event": "event",
        "evenemang": "event",
        "händelse": "event",
    },
    "language": {
        "sv": "sv",
        "svenska": "sv",
        "swedish": "sv",
        "en": "en",
        "engelska": "en",
        "english": "en",
    },
}
# Phones and word processors type these.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟»«", '"'))
_YEAR = re.compile("[0-9]{4}")
_PIECE = re.compile(
    r"""(?P<minus>-)?                          # without
        (?:(?P<name>[^\W\d_]{2,20}):(?=\S))?   # a filter, or a word with a colon
        (?:"(?P<phrase>[^"]*)(?:"|$)           # a phrase; the last quote may be missing
        |(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Filter:
    """Hold one condition the reader wrote: its name, its value, and whether it is turned round."""

    name: str
    value: str
    is_excluded: bool = False


@dataclass
class Question:
    """Hold what a reader asked, word by word as they are compared."""

    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[tuple[str, ...]] = field(default_factory=list)
    titles: list[tuple[str, ...]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    was_cut: bool = False

    @property
    def all_words(self) -> list[str]:
        """Return every word that is looked for, each once, in order."""
        wanted = [*self.words]
        for group in (*self.phrases, *self.titles):
            wanted.extend(group)
        return list(dict.fromkeys(wanted))


def parse(text: str) -> Question:
    """Return what `text` asks for; every text means something, if only nothing."""
    question = Question(was_cut=len(text) > MOST_CHARACTERS)
    room = MOST_WORDS
    for piece in _PIECE.finditer(text[:MOST_CHARACTERS].translate(_QUOTES)):
        taken = _read(piece, room, question)
        room -= taken
    return question


def _read(piece: re.Match[str], room: int, question: Question) -> int:
    """Put one piece where it belongs; return how many words it took."""
    name = _FILTER_NAMES.get((piece["name"] or "").lower(), "")
    value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    condition = _as_filter(name, value, piece["minus"] is not None)
    if condition is not None:
        question.filters.append(condition)
        return 1
    said = words(value if name == "title" else f"{piece['name'] or ''} {value}")
    if len(said) > room:
        question.was_cut = True
        said = said[:room]
    if said:
        _place(said, piece, name, question)
    return len(said)


def _as_filter(name: str, value: str, is_excluded: bool) -> Filter | None:
    """Return the filter that is meant; None when these are only words with a colon."""
    if name in {"tag", "university"} and any(words(value)):
        return Filter(name, value, is_excluded)
    if name == "year" and _YEAR.fullmatch(value):
        return Filter(name, value, is_excluded)
    known = _VALUES.get(name, {}).get(value.lower())
    return Filter(name, known, is_excluded) if known else None


def _place(said: list[str], piece: re.Match[str], name: str, question: Question) -> None:
    if piece["minus"]:
        question.excluded.append(tuple(said))
    elif name == "title":
        question.titles.append(tuple(said))
    elif piece["phrase"] is not None and len(said) > 1:
        question.phrases.append(tuple(said))
    else:
        question.words.extend(said)
