"""Read the library of sources; it is public, but not which drafts cite them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Select, exists, or_, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.references.keys import fold, likeness
from wiki.references.models import CitedSource, LinkCheck, Source, SourceRedirect
from wiki.web.pagination import Page, paginate


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
    if not keys:  # as in most texts
        return {}
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


def find_faults(keys: Collection[str]) -> dict[str, str]:
    """Return what was wrong with the links of sources, by the keys asked for, when last checked."""
    sources = _find_sources({key.lower() for key in keys})
    if not sources:
        return {}
    query = select(LinkCheck.source_id, LinkCheck.fault).where(
        LinkCheck.source_id.in_({source.id for source in sources.values()}), LinkCheck.fault != ""
    )
    faults = dict(db.session.execute(query).all())
    found = {key: faults.get(sources[key.lower()].id) for key in keys if key.lower() in sources}
    return {key: fault for key, fault in found.items() if fault}


def find_source_ids(keys: Collection[str]) -> set[int]:
    """Return the ids of the sources that have or had these keys."""
    return {source.id for source in _find_sources({key.lower() for key in keys}).values()}


def item_of(source: Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item whose id is its key."""
    return {"id": source.key, **source.csl}


def find_source(key: str) -> Source:
    """Return the source that has or had a key; raise NotFound if there is none."""
    source = _find_sources({key.lower()}).get(key.lower())
    if source is None:
        raise NotFound()
    return source


def list_by_id(source_ids: Collection[int]) -> dict[int, Source]:
    """Return the sources that have these ids."""
    query = select(Source).where(Source.id.in_(source_ids))
    return {source.id: source for source in db.session.scalars(query)}


def list_sources(words: str = "") -> Sequence[Source]:
    """Return the sources that have all the words, in the order of a list of sources."""
    return db.session.scalars(_select_matching(words).order_by(*BY_NAME)).all()


def list_matching(words: str, number: int) -> Page[Source]:
    """Return one page of the sources that have all the words."""
    return paginate(_select_matching(words).order_by(*BY_NAME), lambda source: source, number)


def suggest_sources(words: str) -> Sequence[Source]:
    """Return a few sources that have all the words; those whose key begins with them come first."""
    begins = Source.key.startswith(fold(words).replace(" ", ""), autoescape=True)
    query = _select_matching(words).order_by(begins.desc(), *BY_NAME)
    return db.session.scalars(query.limit(_MOST_SUGGESTIONS)).all()


def _select_matching(words: str) -> Select[Source]:
    query = select(Source)
    for word in fold(words).split()[:_MOST_WORDS]:
        query = query.where(Source.words.contains(word, autoescape=True))
    return query


_MOST_SUGGESTIONS, _MOST_WORDS = 8, 10
BY_NAME = (Source.sort_key, Source.year, Source.id)


def find_duplicates(item: Mapping[str, Any], but_id: int = 0) -> Sequence[Source]:
    """Return the stored sources that are probably the same as an item, except one of them."""
    [found] = list_duplicates([item])
    return [source for source in found if source.id != but_id]


def list_duplicates(items: Sequence[Mapping[str, Any]]) -> list[list[Source]]:
    """Return for each item the stored sources that are probably the same.

    They have its DOI, its ISBN, or its title, year and first author. An ISBN is that of the whole
    book, so it says nothing of a chapter.
    """
    names = [
        _names_of(likeness(item), item.get("DOI"), item.get("ISBN"), item["type"]) for item in items
    ]
    wanted = set[tuple[str, str]]().union(*names)
    columns = {"likeness": Source.likeness, "doi": Source.doi, "isbn": Source.isbn}
    conditions = [
        column.in_([value for kind, value in wanted if kind == name])
        for name, column in columns.items()
    ]
    stored: dict[tuple[str, str], list[Source]] = {}
    for source in db.session.scalars(select(Source).where(or_(*conditions)).order_by(*BY_NAME)):
        for name in _names_of(source.likeness, source.doi, source.isbn, source.type):
            stored.setdefault(name, []).append(source)
    return [
        list(dict.fromkeys(source for name in sorted(own) for source in stored.get(name, ())))
        for own in names
    ]


def _names_of(like: str, doi: str | None, isbn: str | None, kind: str) -> set[tuple[str, str]]:
    """Return by what a source is known: two with a name in common are probably the same."""
    names = {("likeness", like)}
    names |= {("doi", doi)} if doi else set()
    names |= {("isbn", isbn)} if isbn and kind not in _PARTS else set()
    return names


_PARTS = ("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia")


def list_citing_ids(source_id: int) -> list[int]:
    """Return the ids of all articles that cite a source, drafts too: never shown, only acted on."""
    cited = select(CitedSource.article_id).where(CitedSource.source_id == source_id)
    return list(db.session.scalars(cited.order_by(CitedSource.article_id)))


def is_cited(source_id: int) -> bool:
    """Return whether any text cites a source, a draft too."""
    return bool(db.session.scalar(select(exists().where(CitedSource.source_id == source_id))))


def list_redirect_keys(source_id: int) -> list[str]:
    """Return the keys of the sources that were merged into one."""
    query = select(SourceRedirect.key).where(SourceRedirect.source_id == source_id)
    return list(db.session.scalars(query.order_by(SourceRedirect.key)))


def list_former_keys() -> Mapping[int, list[str]]:
    """Return the keys of merged sources by the id of the source that they lead to."""
    former: dict[int, list[str]] = {}
    for row in db.session.scalars(select(SourceRedirect).order_by(SourceRedirect.key)):
        former.setdefault(row.source_id, []).append(row.key)
    return former


def list_addresses(resolver: str) -> list[tuple[int, str, str]]:
    """Return id, key and address of each source; a DOI without an address is asked at `resolver`.

    The addresses that were checked least lately come first.
    """
    query = (
        select(Source)
        .outerjoin(LinkCheck, LinkCheck.source_id == Source.id)
        .where((Source.url != "") | (Source.doi != ""))
        .order_by(LinkCheck.checked_at.nulls_first(), Source.id)
    )
    return [
        (source.id, source.key, source.url or f"{resolver}/{quote(source.doi, safe='/')}")
        for source in db.session.scalars(query)
    ]


def list_dead_links(number: int, viewer: Viewer) -> Page[tuple[Source, LinkCheck]]:
    """Return one page of the sources whose address led nowhere, the longest dead first."""
    require(Permission.MANAGE_SOURCES, viewer)
    query = (
        select(Source, LinkCheck)
        .join(LinkCheck, LinkCheck.source_id == Source.id)
        .where(LinkCheck.fault != "")
        .order_by(LinkCheck.failing_since, Source.id)
    )
    return paginate(query, lambda source, check: (source, check), number)


def find_last_check(viewer: Viewer) -> datetime | None:
    """Return when an address of a source was checked last, or None."""
    require(Permission.MANAGE_SOURCES, viewer)
    return db.session.scalar(
        select(LinkCheck.checked_at).order_by(LinkCheck.checked_at.desc()).limit(1)
    )
