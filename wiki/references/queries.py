"""Read the library of sources; it is public, but not which drafts cite them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wiki.db import db
from wiki.references.models import CitedSource, Source, SourceRedirect


def find_items(keys: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the CSL-JSON items of sources by the keys asked for; unknown keys are left out.

    Case does not count, and the key of a source that was merged leads to the other one. The `id`
    of an item is its own key, so two keys of one source have items with the same id.
    """
    wanted = {key: key.lower() for key in keys}
    found = _find_sources(set(wanted.values()))
    return {key: item_of(found[name]) for key, name in wanted.items() if name in found}


def _find_sources(keys: Collection[str]) -> dict[str, Source]:
    """Return sources by the keys that they have or had."""
    sources = {
        source.key: source
        for source in db.session.scalars(select(Source).where(Source.key.in_(keys)))
    }
    former = (
        select(SourceRedirect.key, Source)
        .join(Source, Source.id == SourceRedirect.source_id)
        .where(SourceRedirect.key.in_(set(keys) - sources.keys()))
    )
    return sources | dict(db.session.execute(former).all())


def find_source_ids(keys: Collection[str]) -> set[int]:
    """Return the ids of the sources that have or had these keys."""
    return {source.id for source in _find_sources({key.lower() for key in keys}).values()}


def item_of(source: Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item whose id is its key."""
    return {"id": source.key, **source.csl}


def list_sources() -> Sequence[Source]:
    """Return all sources in the order of a list of sources."""
    return db.session.scalars(select(Source).order_by(*BY_NAME)).all()


BY_NAME = (Source.sort_key, Source.year, Source.id)


def list_citing_ids(source_id: int) -> list[int]:
    """Return the ids of all articles that cite a source, drafts too: never shown, only acted on."""
    cited = select(CitedSource.article_id).where(CitedSource.source_id == source_id)
    return list(db.session.scalars(cited.order_by(CitedSource.article_id)))


def list_former_keys() -> Mapping[int, list[str]]:
    """Return the keys of merged sources by the id of the source that they lead to."""
    former: dict[int, list[str]] = {}
    for row in db.session.scalars(select(SourceRedirect).order_by(SourceRedirect.key)):
        former.setdefault(row.source_id, []).append(row.key)
    return former
