"""Find which article a document of a folder writes, and its former addresses."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sqlalchemy import Select, select

from wiki.articles.models import Article, Redirect
from wiki.articles.queries.targets import (
    Key,
    Place,
    TargetChange,
    by_language,
    find_place,
    in_batches,
    is_given,
)
from wiki.articles.steps.slugs import RESERVED
from wiki.characters import normalise_line
from wiki.content.frontmatter import ContentDocument
from wiki.content.plain_yaml import ContentError
from wiki.db import db


def check_addresses(documents: Sequence[ContentDocument]) -> list[ContentError]:
    """Find former addresses at which something else stands, in the folder or in the wiki."""
    articles = {(document.language, document.slug) for document in documents}
    faults = [fault for document in documents for fault in _check_document(document, articles)]
    return faults + _find_doubled(documents)


def _check_document(document: ContentDocument, articles: Collection[Key]) -> Iterator[ContentError]:
    """Yield a fault for each former address of a document at which something else stands."""
    if not document.addresses:
        return
    own = find_stored(document)
    for number, address in enumerate(document.addresses):
        holder = _list_named({address}).get(address)
        is_other = holder is not None and (own is None or holder.id != own.id)
        if address in articles or address[1] in RESERVED or is_other:
            message = f"{'/'.join(address)} is the address of another page or article"
            yield document.error(f"addresses.{number}", message)


def _find_doubled(documents: Iterable[ContentDocument]) -> list[ContentError]:
    """Return a fault for each former address that an earlier document has too."""
    seen, faults = set[tuple[str, str]](), []
    for document in documents:
        for number, address in enumerate(document.addresses):
            if address in seen:
                message = f"{'/'.join(address)} stands in another file too"
                faults.append(document.error(f"addresses.{number}", message))
            seen.add(address)
    return faults


def is_moved(article: Article, document: ContentDocument) -> bool:
    """Return whether a document says that an article had its present address before."""
    own = (document.language, article.slug)
    return article.language == document.language and own in document.addresses


def find_stored(document: ContentDocument) -> Article | None:
    """Return the article that a document writes; raise ExceptionGroup if its kind differs."""
    [(_document, article)] = list_stored([document])
    return article


def list_stored(
    documents: Sequence[ContentDocument],
) -> list[tuple[ContentDocument, Article | None]]:
    """Return each document with the article that it writes, which may have a former address of it.

    Raises ExceptionGroup if a kind differs.
    """
    own = {(document.language, document.slug) for document in documents}
    former = {address for document in documents for address in document.addresses} - own
    named = _list_named(own)
    taken = {article.id for article in named.values()}
    moved = {key: found for key, found in _list_named(former).items() if found.id not in taken}
    return [
        (document, _checked(document, _choose(document, named, moved))) for document in documents
    ]


def _choose(
    document: ContentDocument, named: Mapping[Key, Article], moved: Mapping[Key, Article]
) -> Article | None:
    """Return the article at the address of a document, else the one that it says has moved."""
    before = (moved[address] for address in document.addresses if address in moved)
    renamed = next((article for article in before if is_moved(article, document)), None)
    return named.get((document.language, document.slug), renamed)


def _checked(document: ContentDocument, article: Article | None) -> Article | None:
    if article is not None and article.kind != document.kind:
        message = f"the article in the wiki is a {article.kind}: its kind cannot change"
        raise ExceptionGroup("the folder cannot be loaded", [document.error("kind", message)])
    return article


def _list_named(keys: Collection[Key]) -> dict[Key, Article]:
    """Return the articles with these addresses or, where there are none, with redirects of them."""
    found: dict[Key, Article] = {}
    for batch in in_batches(keys):
        given = by_language(batch)
        rows = db.session.execute(_forwarded(), given)
        found |= {(language, slug): article for language, slug, article in rows}
        articles = db.session.scalars(_addressed(), given)
        found |= {(article.language, article.slug): article for article in articles}
    return found


# A load runs these for each document, and building them costs more than running them.
@cache
def _forwarded() -> Select[str, str, Article]:
    return (
        select(Redirect.language, Redirect.slug, Article)
        .join(Article, Article.id == Redirect.article_id)
        .where(is_given(Redirect.language, Redirect.slug))
    )


@cache
def _addressed() -> Select[Article]:
    return select(Article).where(is_given(Article.language, Article.slug))


def store_addresses(article: Article, document: ContentDocument) -> None:
    """Let the former addresses of a document lead to its article."""
    for language, slug in document.addresses:
        if db.session.get(Redirect, (language, slug)) is None:
            db.session.add(Redirect(language=language, slug=slug, article_id=article.id))
    db.session.flush()


def find_change(stored: Sequence[tuple[ContentDocument, Article | None]]) -> TargetChange:
    """Return the public articles as the documents will leave them; new ones have no ids yet.

    Beside each document stands the article that it writes.
    """
    places: list[Place] = []
    keys: set[Key] = set()
    for number, (document, article) in enumerate(stored, start=1):
        if not document.published:
            continue
        title = normalise_line(document.title)
        if article is None:
            place = Place(-number, document.language, document.slug, title)
        else:
            before = find_place(article)
            keys |= before.keys
            place = replace(before, title=title, is_public=not article.is_archived)
            if is_moved(article, document):
                former = before.former | {(before.language, before.slug)}
                place = replace(place, slug=document.slug, former=former)
        place = replace(place, former=place.former | set(document.addresses))
        places.append(place)
        keys |= place.keys
    return TargetChange(tuple(places), frozenset(keys))
