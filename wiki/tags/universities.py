"""Remember the universities, which the footer of every page names, without a query a page."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from wiki.accounts.viewer import ANONYMOUS
from wiki.signals import tag_changed
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags

# So long another process, which hears no signal of ours, may show a former name.
_SECONDS = 10.0


@dataclass(frozen=True)
class University:
    """Hold what a page says of a university, apart from any session."""

    slug: str
    number: int | None
    label_sv: str
    label_en: str
    website: str

    def label(self, language: str) -> str:
        """Return the name in `language`."""
        return self.label_sv if language == "sv" else self.label_en


class Universities:
    """Remember the universities of the vocabulary for some seconds, and until one changes here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._found: tuple[University, ...] = ()
        self._asks_at = clock()

    def list(self) -> tuple[University, ...]:
        """Return the universities by their number.

        Those last found when the database does not answer: the page that says so has a footer too.
        """
        if self._clock() >= self._asks_at:
            try:
                self._found = _read()
            except SQLAlchemyError:
                return self._found
            self._asks_at = self._clock() + _SECONDS
        return self._found

    def forget(self, *_sender: object, **_more: object) -> None:
        """Ask the database again on the next page."""
        self._asks_at = self._clock()


def init_universities(app: Flask) -> None:
    """Give templates `list_universities()`."""
    universities = app.extensions["universities"] = Universities()
    tag_changed.connect(universities.forget)
    app.jinja_env.globals["list_universities"] = universities.list


def _read() -> tuple[University, ...]:
    return tuple(
        University(tag.slug, tag.number, tag.label_sv, tag.label_en, tag.website)
        for tag in list_tags(ANONYMOUS, "sv", TagKind.UNIVERSITY)
    )
