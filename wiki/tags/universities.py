"""Cache the universities, so that the footer of every page does not need a query."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from wiki.db import db
from wiki.signals import tag_changed
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags

# How long another process, which does not receive our signal, may show a former name.
_MAX_AGE_SECONDS = 10.0


@dataclass(frozen=True)
class University:
    """What a page shows of a university; not tied to a database session."""

    id: int
    slug: str
    number: int | None
    label_sv: str
    label_en: str
    website: str

    def label(self, language: str) -> str:
        """Return the name in `language`."""
        return self.label_sv if language == "sv" else self.label_en


class Universities:
    """Cache the universities for some seconds, or until a tag changes in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._found: tuple[University, ...] = ()
        self._expires_at = clock()

    def list(self) -> tuple[University, ...]:
        """Return the universities by number.

        When the database fails, return those last found: the error page has a footer too.
        """
        if self._clock() >= self._expires_at:
            with suppress(SQLAlchemyError):
                self._found = _read()
            # Also after a failure, so that not every page waits for the database once more.
            self._expires_at = self._clock() + _MAX_AGE_SECONDS
        return self._found

    def forget(self, *_session: object) -> None:
        """Drop the cached universities: the next page queries the database."""
        self._expires_at = self._clock()

    def forget_after_commit(self, *_sender: object, **_more: object) -> None:
        """Drop them when the change is stored; before, a page could cache the former name again."""
        event.listen(db.session(), "after_commit", self.forget, once=True)


def init_universities(app: Flask) -> None:
    """Register `list_universities()` for templates."""
    universities = app.extensions["universities"] = Universities()
    tag_changed.connect(universities.forget_after_commit)
    app.jinja_env.globals["list_universities"] = universities.list


def _read() -> tuple[University, ...]:
    return tuple(
        University(tag.id, tag.slug, tag.number, tag.label_sv, tag.label_en, tag.website)
        for tag in list_tags("sv", TagKind.UNIVERSITY)
    )
