"""Cache the universities, so that the footer of every page does not need a query."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Flask, g
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from wiki.db import db
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import BY_NUMBER


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
    """Cache the universities until a term changes, in whatever process."""

    def __init__(self, read_mark: Callable[[], int | None]) -> None:
        self._read_mark = read_mark
        # One value, or a thread could take what was read before a change for what was read after.
        self._found: tuple[int | None, tuple[University, ...]] = (None, ())

    def list(self) -> tuple[University, ...]:
        """Return the universities by number.

        When the database fails, return those last found: the error page has a footer too.
        """
        mark, found = self._read_mark(), self._found
        if mark is None or mark != found[0]:
            try:
                found = self._found = (mark, _read())
            except SQLAlchemyError:
                g.shows_former = True  # so that the page is not kept
        return found[1]

    def forget(self) -> None:
        """Drop the cached universities: the next page queries the database."""
        self._found = (None, self._found[1])


def init_universities(app: Flask) -> None:
    """Register `list_universities()` for templates."""
    universities = Universities(partial(app.extensions["content_mark"].read_of, Tag.__tablename__))
    app.extensions["universities"] = universities
    app.jinja_env.globals["list_universities"] = universities.list


def _read() -> tuple[University, ...]:
    """Read them in a session of their own, which sees all that the mark stands for."""
    with Session(db.engine) as session:
        return tuple(
            University(tag.id, tag.slug, tag.number, tag.label_sv, tag.label_en, tag.website)
            for tag in session.scalars(_select())
        )


def _select() -> Select[Tag]:
    is_university = Tag.kind == TagKind.UNIVERSITY
    return select(Tag).where(is_university).order_by(BY_NUMBER, Tag.sort_key_sv, Tag.id)
