"""Describe terms, read what is stored of them, and hear the signals of their changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import select

from wiki import signals
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.terms import Term


def topic(label: str = "Samskapande", label_en: str = "Co-creation", **more: Any) -> Term:
    return Term(kind="topic", label_sv=label, label_en=label_en, **more)


def get(tag_id: int) -> Tag:
    return db.session.get_one(Tag, tag_id)


def edition(tag_id: int) -> str:
    return get(tag_id).edition


def editions(source_id: int, target_id: int) -> str:
    return f"{edition(source_id)} {edition(target_id)}"


def words_of(tag_id: int, language: str) -> list[str]:
    return [synonym.text for synonym in get(tag_id).synonyms if synonym.language == language]


def tagged_articles(tag_id: int) -> list[int]:
    rows = select(ArticleTag.article_id).where(ArticleTag.tag_id == tag_id)
    return sorted(db.session.scalars(rows))


@contextmanager
def record_signals() -> Iterator[list[tuple[str, list[int]]]]:
    calls: list[tuple[str, list[int]]] = []

    def listen(tag: Tag, article_ids: list[int]) -> None:
        calls.append((tag.slug, article_ids))

    with signals.tag_changed.connected_to(listen):
        yield calls


def last_entry() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or (
        AuditEntry()
    )


def stored(app: Flask, slug: str = "co-creation") -> Tag:
    with app.app_context():
        return db.session.query(Tag).filter_by(slug=slug).one()
