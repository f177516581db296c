"""Cache the universities, so that the footer of every page does not need a query."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from wiki.memory.queries import follow
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


_NONE: tuple[University, ...] = ()


def init_universities(app: Flask) -> None:
    """Register `list_universities()` for templates: they are read again when a term has changed."""
    universities = follow(app.extensions["states"], [Tag.__tablename__], _read, _NONE)
    app.extensions["universities"] = universities
    app.jinja_env.globals["list_universities"] = universities.value


def _read(session: Session) -> tuple[University, ...]:
    return tuple(
        University(tag.id, tag.slug, tag.number, tag.label_sv, tag.label_en, tag.website)
        for tag in session.scalars(_select())
    )


def _select() -> Select[Tag]:
    is_university = Tag.kind == TagKind.UNIVERSITY
    return select(Tag).where(is_university).order_by(BY_NUMBER, Tag.sort_key_sv, Tag.id)
