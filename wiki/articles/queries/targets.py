"""Find the article that a wiki link leads to: this is the only place that decides it.

A link names a language and a title. It leads to the public article of exactly this title, else to
one whose title differs only by capitals and signs that are not seen, else to the article whose
address the title makes, or made. An article that was archived or withdrawn keeps the links that
name it: they are missing until it comes back, or until another public article has its title.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, lru_cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect
from wiki.articles.queries.articles import is_public, is_visible, shown_id
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import may_name_section
from wiki.revisions.models import Revision
from wiki.web.i18n import LANGUAGES

Wanted = tuple[str, str]
"""The language and the title that a link names."""
Key = tuple[str, str]
"""A language and a slug."""

# SQLite takes 32,766 values per statement; each key is in three selects.
_BATCH = 1_000
_NOT_SEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True)
class Target:
    """The article that a link leads to, and its slug under the language of the link."""

    article_id: int
    slug: str


@dataclass(frozen=True)
class Place:
    """What decides which links lead to an article; `former` are its redirects."""

    article_id: int
    language: str
    slug: str
    title: str
    is_public: bool = True
    since: datetime | None = None
    former: frozenset[Key] = frozenset()

    @cached_property
    def addresses(self) -> frozenset[Key]:
        """Return the article's address and its redirects."""
        return self.former | {(self.language, self.slug)}

    @cached_property
    def keys(self) -> frozenset[Key]:
        """Return the keys of all links that can lead to the article."""
        return self.addresses | {_key((self.language, self.title))}


@dataclass(frozen=True)
class Namesake:
    """An article that has a title, but for capitals and unseen signs, or only its address."""

    article_id: int
    has_title: bool


@dataclass(frozen=True)
class TargetChange:
    """Articles as the current transaction will leave them, in place of what is stored.

    `keys` are those of all links that may lead elsewhere then. Those with a key in `forgotten` lose
    the article that they led to, although it stays.
    """

    places: tuple[Place, ...] = ()
    keys: frozenset[Key] = frozenset()
    forgotten: frozenset[Key] = frozenset()

    @cached_property
    def by_id(self) -> Mapping[int, Place]:
        """Return the changed articles by their ids."""
        return {place.article_id: place for place in self.places}

    @cached_property
    def by_key(self) -> Mapping[Key, Sequence[Place]]:
        """Return the changed articles by the keys of links to them."""
        return _by_key(self.places)


NO_CHANGE = TargetChange()


def find_targets(
    wanted: Collection[Wanted],
    change: TargetChange = NO_CHANGE,
    known: Mapping[Wanted, int] | None = None,
) -> dict[Wanted, Target]:
    """Return where links lead for readers; those that lead nowhere are missing in the result.

    `known` are the articles that the links of a stored text lead to: as long as such an article is
    public, its link stays with it, whatever else the title could mean by now.
    """
    keys = {_key(link) for link in wanted}
    stored = _find_places(keys, Article.first_published_at.is_not(None))
    places = _by_key(place for place in stored if place.article_id not in change.by_id)
    found = {}
    for link in wanted:
        key = _key(link)
        place = _choose(link, [*places.get(key, ()), *change.by_key.get(key, ())])
        if place is not None:
            found[link] = Target(place.article_id, _slug_under(link[0], place, key[1]))
    return found | _find_known(wanted, change, known or {})


def _find_known(
    wanted: Collection[Wanted], change: TargetChange, known: Mapping[Wanted, int]
) -> dict[Wanted, Target]:
    links = [link for link in wanted if link in known and _key(link) not in change.forgotten]
    public = find_public({known[link] for link in links}, change)
    return {
        link: Target(known[link], _slug_under(link[0], public[known[link]], _key(link)[1]))
        for link in links
        if known[link] in public
    }


def find_public(article_ids: Collection[int], change: TargetChange = NO_CHANGE) -> dict[int, Place]:
    """Return those of the articles that are public, without their redirects."""
    places = {place.article_id: place for place in _read_places(article_ids, is_public())}
    places |= {id_: place for id_, place in change.by_id.items() if id_ in article_ids}
    return {id_: place for id_, place in places.items() if place.is_public}


def find_namesakes(language: str, title: str, viewer: Viewer) -> list[Namesake]:
    """Return the articles that hold a title or its address, of those the viewer may see.

    They are in the order in which links would choose them, and within that public ones first.
    """
    link = (language, title)
    places = _find_places({_key(link)}, is_visible(viewer))
    found = [
        Namesake(place.article_id, _plain(place.title) == _plain(title))
        for named in _named(link, places)
        for place in sorted(named, key=lambda place: _order(place, link))
    ]
    return list({namesake.article_id: namesake for namesake in reversed(found)}.values())[::-1]


def find_place(article: Article, title: str | None = None) -> Place:
    """Return the place of a stored article as it is now, or as it will be with another title."""
    formers = select(Redirect.language, Redirect.slug).where(Redirect.article_id == article.id)
    return Place(
        article.id,
        article.language,
        article.slug,
        article.shown.title if title is None else title,
        article.is_public,
        article.first_published_at,
        frozenset((language, slug) for language, slug in db.session.execute(formers)),
    )


def in_batches(keys: Collection[Key]) -> Iterator[Sequence[Key]]:
    """Split keys into lists that any database takes as the values of a statement."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


@lru_cache(maxsize=4_096)  # a save asks for the same links several times
def _key(link: Wanted) -> Key:
    return link[0], slugify(link[1])


def _slug_under(language: str, place: Place, wanted: str) -> str:
    """Return the slug to link to; a redirect serves an article of the other language."""
    return place.slug if place.language == language else wanted


def _plain(title: str) -> str:
    """Return a title without what nobody sees or hears in it."""
    return title.translate(_NOT_SEEN).casefold()


def _choose(link: Wanted, places: Collection[Place]) -> Place | None:
    """Return the article that readers are led to: a public one of the nearest that are named."""
    named = next((group for group in _named(link, places) if group), [])
    public = [place for place in named if place.is_public]
    return min(public, key=lambda place: _order(place, link)) if public else None


def _named(link: Wanted, places: Collection[Place]) -> Iterator[list[Place]]:
    """Yield the articles that a link names: exactly, but for what is not seen, by address."""
    language, title = link
    own = [place for place in places if place.language == language]
    yield [place for place in own if place.title == title]
    plain = _plain(title)
    yield [place for place in own if _plain(place.title) == plain]
    key = _key(link)
    if not may_name_section(title):  # "Lag#Om" is a section of "Lag", not the address of "Lag om"
        yield [place for place in places if key in place.addresses]


def _order(place: Place, link: Wanted) -> tuple[bool, bool, float, int]:
    """Put first the article that has the address of the title, then the one that was public first.

    A new article, which has no id yet, is last.
    """
    since = place.since.timestamp() if place.since else float("inf")
    has_address = (place.language, place.slug) == _key(link)
    return not place.is_public, not has_address, since, abs(place.article_id)


def _by_key(places: Collection[Place] | Iterator[Place]) -> dict[Key, list[Place]]:
    found: defaultdict[Key, list[Place]] = defaultdict(list)
    for place in places:
        for key in place.keys:
            found[key].append(place)
    return dict(found)


def _find_places(keys: Collection[Key], condition: ColumnElement[bool]) -> list[Place]:
    """Read the articles that links with these keys can mean, each with the redirects among them."""
    formers: defaultdict[int, set[Key]] = defaultdict(set)
    for batch in in_batches(keys):
        for article_id, language, slug in db.session.execute(_ids_query(), by_language(batch)):
            formers[article_id].update([(language, slug)] if slug else [])
    return [
        replace(place, former=frozenset(formers[place.article_id]))
        for place in _read_places(formers, condition)
    ]


@cache  # building it costs as much as running it
def _ids_query() -> CompoundSelect[int, str, str]:
    """Return the query for the articles with any of the slugs that it is given by language."""
    redirects = select(Redirect.article_id, Redirect.language, Redirect.slug)
    articles = select(Article.id, null(), null())
    return union_all(
        redirects.where(is_given(Redirect.language, Redirect.slug)),
        articles.where(is_given(Article.language, Article.title_slug)),
        articles.where(is_given(Article.language, Article.slug)),
    )


def by_language(keys: Iterable[Key]) -> dict[str, list[str]]:
    """Return the slugs of keys by language, as statements with `is_given` take them."""
    return {code: [slug for language, slug in keys if language == code] for code in LANGUAGES}


def is_given(
    language: InstrumentedAttribute[str], slug: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Return the condition that a slug is among those that the statement is given by language."""
    named = (
        and_(language == code, slug.in_(bindparam(code, expanding=True))) for code in LANGUAGES
    )
    return or_(*named)


def _read_places(article_ids: Collection[int], condition: ColumnElement[bool]) -> list[Place]:
    if not article_ids:
        return []
    query = _places_query().where(Article.id.in_(article_ids), condition)
    return [Place(*row) for row in db.session.execute(query)]


@cache
def _places_query() -> Select[int, str, str, str, bool, datetime | None]:
    columns = (Article.id, Article.language, Article.slug, Revision.title, is_public())
    query = select(*columns, Article.first_published_at)
    return query.join(Revision, Revision.id == shown_id())
