"""Answer directly what a question names: a topic, a university, or what happens next."""

from collections.abc import Iterable

from wiki.accounts.viewer import Viewer
from wiki.events.queries import EventSummary, When, list_events
from wiki.search.language.analysis import LANGUAGES, is_own_stop_word, stem, words
from wiki.search.language.titles import compared
from wiki.search.queries.tags import KnownTag
from wiki.search.vocabulary import tag_names

_CALENDARS = "kalender kalendarium evenemang calendar events"
_SOON = "nästa kommande snart härnäst framöver händer next upcoming soon happens happening"
_EVENTS = (
    "aktivitet event föreläsning konferens möte seminarium träff webbinarium workshop"
    " conference lecture meeting seminar webinar"
)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in text.split() for language in LANGUAGES)


_CALENDAR_STEMS, _SOON_STEMS, _EVENT_STEMS = map(_stems, (_CALENDARS, _SOON, _EVENTS))


def find_named_tags(question: str, tags: Iterable[KnownTag]) -> list[KnownTag]:
    """Return the tags of which a question is a name, in either language, accents or not."""
    wanted = compared(question)
    return [tag for tag in tags if wanted in map(compared, tag_names(tag))] if wanted else []


def find_next_event(question: str, language: str, viewer: Viewer) -> EventSummary | None:
    """Return the next event, if a question asks for what happens soon."""
    if not asks_what_is_next(question):
        return None
    events = list_events(language, When.UPCOMING, viewer, size=1).items
    return events[0] if events else None


def asks_what_is_next(question: str) -> bool:
    """Tell whether a question asks for the calendar, or for the next event of a sort."""
    telling = [
        {stem(word, language) for language in LANGUAGES}
        for word in words(question)
        if not any(is_own_stop_word(word, language) for language in LANGUAGES)
    ]
    if not telling or not all(
        stems & (_SOON_STEMS | _EVENT_STEMS | _CALENDAR_STEMS) for stems in telling
    ):
        return False
    return any(stems & (_SOON_STEMS | _CALENDAR_STEMS) for stems in telling)
