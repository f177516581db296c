"""Read the vocabulary as plain values that can be compared and kept; no step commits."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wiki.db import db
from wiki.tags.changes import State
from wiki.tags.models import ArticleTag, Tag, TagProposal, TagRedirect, TagSynonym, WordKind
from wiki.tags.queries import read_related_pairs

# What a term is, apart from its words; `version` only counts and is never compared.
FIELDS = (
    "kind",
    "slug",
    "label_sv",
    "label_en",
    "description_sv",
    "description_en",
    "scope_note_sv",
    "scope_note_en",
    "parent_id",
    "website",
    "contact",
    "number",
    "retired_at",
    "created_at",
)
LISTS = {
    "synonyms_sv": ("sv", WordKind.SAME),
    "synonyms_en": ("en", WordKind.SAME),
    "near_sv": ("sv", WordKind.NEAR),
    "near_en": ("en", WordKind.NEAR),
}
_LIST_OF = {key: name for name, key in LISTS.items()}
PROPOSAL_FIELDS = tuple(column.key for column in TagProposal.__table__.columns)


def read_state(tag_ids: Collection[int]) -> State:
    """Read all of the vocabulary, and the articles and proposals of these terms."""
    redirects = db.session.execute(select(TagRedirect.slug, TagRedirect.tag_id))
    return {
        "terms": _read_terms(),
        "redirects": dict(redirects.all()),
        "related": {f"{first}-{second}": True for first, second in read_related_pairs()},
        "articles": _read_articles(tag_ids),
        "proposals": _read_proposals(tag_ids),
    }


def _read_terms() -> dict[str, Any]:
    columns = [getattr(Tag, name) for name in ("id", "version", *FIELDS)]
    terms = {
        str(row.id): {"version": row.version}
        | {name: as_json(getattr(row, name)) for name in FIELDS}
        | {name: [] for name in LISTS}
        for row in db.session.execute(select(*columns).order_by(Tag.id))
    }
    words = select(TagSynonym.tag_id, TagSynonym.language, TagSynonym.kind, TagSynonym.text)
    for tag_id, language, kind, text in db.session.execute(words.order_by(TagSynonym.id)):
        terms[str(tag_id)][_LIST_OF[language, WordKind(kind)]].append(text)
    return terms


def as_json(value: Any) -> Any:
    """Return a value as it is kept: a time as text."""
    return value.isoformat() if isinstance(value, datetime) else value


def from_json(name: str, value: Any) -> Any:
    """Return a value as the database takes it."""
    return datetime.fromisoformat(value) if name.endswith("_at") and value else value


def _read_articles(tag_ids: Collection[int]) -> dict[str, Any]:
    found: defaultdict[str, dict[str, list[Any]]] = defaultdict(dict)
    rows = select(
        ArticleTag.article_id, ArticleTag.tag_id, ArticleTag.added_by_id, ArticleTag.added_at
    ).where(ArticleTag.tag_id.in_(tag_ids))
    for article_id, tag_id, user_id, moment in db.session.execute(rows):
        found[str(article_id)][str(tag_id)] = [user_id, as_json(moment)]
    return dict(found)


def _read_proposals(tag_ids: Collection[int]) -> dict[str, Any]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    columns = [getattr(TagProposal, name) for name in PROPOSAL_FIELDS]
    rows = select(*columns).where(TagProposal.tag_id.in_(tag_ids)).order_by(TagProposal.id)
    for row in db.session.execute(rows):
        values = {name: as_json(getattr(row, name)) for name in PROPOSAL_FIELDS}
        found[str(row.article_id)].append(values)
    return dict(found)
