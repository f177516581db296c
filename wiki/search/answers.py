"""Answer directly what a question names: a topic, a university, a kind, what happens next.

A question such as "vad är ..." is answered by the summary of the article on what it asks about.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.events.queries import EventSummary, When, list_events
from wiki.search.language.analysis import (
    LANGUAGES,
    fold,
    is_own_stop_word,
    is_searchable,
    language_of,
    stem,
    terms,
    words,
)
from wiki.search.language.titles import compared
from wiki.search.queries.tags import KnownTag
from wiki.search.queries.texts import FoundText
from wiki.search.ranking.alternatives import WEAK_WORDS
from wiki.search.ranking.query import named_kind
from wiki.search.results import Hit, SearchResults
from wiki.search.vocabulary import tag_names

_DEFINING = frozenset("vad what define definiera definition förklara explain".split())
_CALENDARS = "kalender kalendarium evenemang calendar events"
_SOON = "nästa kommande snart härnäst framöver händer next upcoming soon happens happening"
# These ask for what happens only beside a word of the other sorts.
_DAYS = (
    "idag imorgon ikväll dag morgon kväll vecka helg månad"
    " today tomorrow tonight day week weekend month"
)
# Words that ask for what happens only together, most of them stop words.
_TOGETHER = re.compile(r"\b(?:på gång|what(?: is| ?s) on)\b")
_EVENTS = (
    "aktivitet event föreläsning konferens möte seminarium träff webbinarium workshop"
    " conference lecture meeting seminar webinar"
)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in text.split() for language in LANGUAGES)


_CALENDAR_STEMS, _SOON_STEMS, _EVENT_STEMS, _DAY_STEMS = map(
    _stems, (_CALENDARS, _SOON, _EVENTS, _DAYS)
)
_NEXT_STEMS = _SOON_STEMS - _stems("händer happens")


class NamedKind(NamedTuple):
    """A kind of article that a question asks for, and the topic or university of which."""

    kind: str
    tag: KnownTag | None


@dataclass(frozen=True)
class DirectAnswers:
    """What was named, which stands above the hits, and the article that says what something is.

    That is the first hit, which shows its summary in place of a passage.
    """

    tags: Sequence[KnownTag] = ()
    next_event: EventSummary | None = None
    kind: NamedKind | None = None
    definition: FoundText | None = None

    def __bool__(self) -> bool:
        """Tell whether anything stands above the hits."""
        return bool(self.tags or self.next_event or self.kind)


def find_direct_answers(results: SearchResults, language: str, viewer: Viewer) -> DirectAnswers:
    """Return the direct answers to a question; further pages and filtered ones have none."""
    request = results.request
    if request.page != 1 or request.chosen:
        return DirectAnswers()
    tags = results.tags.values()
    return DirectAnswers(
        find_named_tags(request.q, tags),
        find_next_event(request.q, language, viewer),
        find_named_kind(request.q, tags),
        find_definition(request.q, results.page.items),
    )


def find_named_kind(question: str, tags: Iterable[KnownTag]) -> NamedKind | None:
    """Return the kind that a question names, if all else in it is nothing or a tag's name."""
    kinds = {word: named_kind(word) for word in _telling_words(question)}
    named = set(kinds.values()) - {""}
    if len(named) != 1:
        return None
    rest = " ".join(word for word, kind in kinds.items() if not kind)
    about = [tag for tag in find_named_tags(rest, tags) if tag.kind != "sdg"]
    if rest and not about:
        return None
    return NamedKind(named.pop(), about[0] if about else None)


def find_definition(question: str, hits: Sequence[Hit]) -> FoundText | None:
    """Return the first article, if a question asks what something is, and its summary says so.

    Both its title and its summary must hold all that the question asks about.
    """
    if not hits or _DEFINING.isdisjoint(words(question)[:1]):
        return None
    about = _subject(question)
    best = hits[0]
    texts = [best.found, *([best.translation.found] if best.translation else [])]
    return best.found if about and any(_is_about(text, about) for text in texts) else None


def _is_about(text: FoundText, about: Iterable[str]) -> bool:
    """Tell whether the title and the summary of a text both hold all of these words."""
    stems = {stem(word, text.language) for word in about}
    return all(stems <= set(terms(part, text.language)) for part in (text.title, text.summary))


def _subject(question: str) -> list[str]:
    """Return the words of a question that are no words of asking."""
    telling = _telling_words(question)
    return [word for word in telling if fold(word) not in WEAK_WORDS and word not in _DEFINING]


def _telling_words(question: str) -> list[str]:
    asked = words(question)
    return [word for word in asked if is_searchable(word, language_of(asked))]


def find_named_tags(question: str, tags: Iterable[KnownTag]) -> list[KnownTag]:
    """Return the tags of which a question is a name, in either language, accents or not."""
    wanted = compared(question)
    return [tag for tag in tags if wanted in map(compared, tag_names(tag))] if wanted else []


def find_next_event(question: str, language: str, viewer: Viewer) -> EventSummary | None:
    """Return the next event to begin, if a question asks for what happens soon.

    When none is to begin, it is the one that is going on.
    """
    if not asks_what_is_next(question):
        return None
    events, moment = list_events(language, When.UPCOMING, viewer).items, now()
    beginning = (event for event in events if event.times.may_begin_after(moment))
    return next(beginning, events[0] if events else None)


def list_upcoming(question: str, viewer: Viewer) -> list[int]:
    """Return the articles on the next events in both languages, if a question asks for such."""
    if not any(
        {stem(word, language) for language in LANGUAGES} & _NEXT_STEMS for word in words(question)
    ):
        return []
    return [
        event.id
        for language in LANGUAGES
        for event in list_events(language, When.UPCOMING, viewer).items
    ]


def asks_what_is_next(question: str) -> bool:
    """Tell whether a question asks for the calendar, or for the next event of a sort."""
    asked = _TOGETHER.sub("snart", " ".join(words(question)))
    telling = [
        {stem(word, language) for language in LANGUAGES}
        for word in words(asked)
        if not any(is_own_stop_word(word, language) for language in LANGUAGES)
    ]
    sorts = (_SOON_STEMS | _CALENDAR_STEMS, _EVENT_STEMS, _DAY_STEMS)
    named = [any(stems & sort for stems in telling) for sort in sorts]
    is_about_all = all(stems & frozenset().union(*sorts) for stems in telling)
    return is_about_all and (named[0] or all(named[1:]))
