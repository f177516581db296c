"""Find the template of a kind, and its earlier texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.article_templates.defaults import KIND_NAMES, shipped_text
from wiki.article_templates.models import TemplateText
from wiki.db import db
from wiki.errors import NotFound

# How many earlier texts the page of a template lists.
_MAX_EARLIER = 50


@dataclass(frozen=True)
class ArticleTemplate:
    """The template of a kind; its number is 0 while nobody has ever saved one."""

    kind: str
    language: str
    number: int
    body: str
    is_shipped: bool
    changed_at: datetime | None = None
    changed_by: str = ""


def find_template(kind: str, language: str) -> ArticleTemplate:
    """Return the newest template of a kind, or the shipped one."""
    query = _texts(kind, language).options(joinedload(TemplateText.author)).limit(1)
    return _template(kind, language, db.session.scalar(query))


def is_untouched(kind: str, language: str, body: str) -> bool:
    """Return whether a text is the template of a kind and nothing else."""
    lines = body.split() if "%%" in body or "#" in body else []
    return bool(lines) and lines == find_template(kind, language).body.split()


def list_templates(viewer: Viewer) -> list[ArticleTemplate]:
    """Return the templates of all kinds in both languages."""
    require(Permission.MANAGE_TEMPLATES, viewer)
    newest = select(func.max(TemplateText.id)).group_by(TemplateText.kind, TemplateText.language)
    rows = db.session.scalars(
        select(TemplateText)
        .where(TemplateText.id.in_(newest))
        .options(joinedload(TemplateText.author))
    )
    saved = {(text.kind, text.language): text for text in rows}
    return [
        _template(kind, language, saved.get((kind, language)))
        for kind in KIND_NAMES
        for language in ("sv", "en")
    ]


def list_earlier(kind: str, language: str, viewer: Viewer) -> Sequence[TemplateText]:
    """Return the saved texts, newest first, with their authors."""
    require(Permission.MANAGE_TEMPLATES, viewer)
    query = _texts(kind, language).options(joinedload(TemplateText.author)).limit(_MAX_EARLIER)
    return db.session.scalars(query).all()


def find_earlier(kind: str, language: str, number: int, viewer: Viewer) -> str:
    """Return the body of a saved template, of 0 the shipped one; raise NotFound if it is none."""
    require(Permission.MANAGE_TEMPLATES, viewer)
    if not number:
        return shipped_text(kind, language)
    text = db.session.scalar(_texts(kind, language).where(TemplateText.id == number))
    if text is None:
        raise NotFound()
    return text.body_markdown or shipped_text(kind, language)


def newest_text(kind: str, language: str) -> TemplateText | None:
    """Return the newest saved text of a template."""
    return db.session.scalar(_texts(kind, language).limit(1))


def _texts(kind: str, language: str) -> Select[TemplateText]:
    return (
        select(TemplateText)
        .where(TemplateText.kind == kind, TemplateText.language == language)
        .order_by(TemplateText.id.desc())
    )


def _template(kind: str, language: str, text: TemplateText | None) -> ArticleTemplate:
    if text is None:
        return ArticleTemplate(kind, language, 0, shipped_text(kind, language), is_shipped=True)
    return ArticleTemplate(
        kind=kind,
        language=language,
        number=text.id,
        body=text.body_markdown or shipped_text(kind, language),
        is_shipped=not text.body_markdown,
        changed_at=text.created_at,
        changed_by=text.author.name,
    )
