"""Find the articles that have nearly the title of another one that somebody is about to write."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_public, is_visible, shown_id
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.revisions.models import Revision

_MOST = 5
# Those whose titles are nearest in length; more would take longer than somebody waits.
_MOST_COMPARED = 300
# Endings of Swedish and English words that say how many there are, or which.
_ENDING = re.compile(r"(?:arnas|ernas|ornas|arna|erna|orna|ies|ar|er|or|en|et|es|na|n|t|s|a|e|y)$")
_SHORTEST_STEM = 4
_MOST_STEMS = 4
# Of 100: high enough for a letter or an ending that differs, not for another word.
_ALIKE = 90
# Of a shorter title each letter counts.
_SHORT = 9


@dataclass(frozen=True)
class SimilarTitle:
    """An article whose title, or that of its translation, is nearly the one asked for.

    `original` is the title of the translation if it is that one.
    """

    id: int
    language: str
    slug: str
    title: str
    is_public: bool
    original: str = ""


def find_similar_titles(
    language: str, title: str, viewer: Viewer, without: Collection[int] = ()
) -> list[SimilarTitle]:
    """List at most five articles in either language whose titles are nearly this one.

    Capitals, accents, hyphens, endings and the order of words do not count. An article in the
    other language stands for its translation, if the viewer may see it. `without` are the ids of
    articles that are no news.
    """
    nearest = find_nearest(language, title, is_visible(viewer))
    if not nearest:
        return []
    rows = {row.id: row for row in db.session.execute(_titles().where(Article.id.in_(nearest)))}
    found = [SimilarTitle(*rows[article_id]) for article_id in nearest if article_id in rows]
    distinct: dict[int, SimilarTitle] = {}
    for similar in _with_translations(found, language, viewer):
        distinct.setdefault(similar.id, similar)
    return [similar for key, similar in distinct.items() if key not in without][:_MOST]


def find_nearest(language: str, title: str, condition: ColumnElement[bool]) -> list[int]:
    """Return the ids of the articles with the nearest titles, those in the language first.

    The condition says which articles are looked at; archived ones never are.
    """
    slug = slugify(title)
    if not slug:
        return []
    scored = [(_score(slug, row.title_slug), row) for row in _find_candidates(slug, condition)]
    alike = [(score, row.language == language, row.id) for score, row in scored if score >= _ALIKE]
    return [article_id for *_order, article_id in sorted(alike, reverse=True)][: 2 * _MOST]


def _find_candidates(slug: str, condition: ColumnElement[bool]) -> Sequence[Row[int, str, str]]:
    """Read the articles with titles of about this length that share half a word with this one."""
    folded = func.replace(Article.title_slug, "-", "")
    length = func.length(Article.title_slug)
    shares = [folded.contains(part) for part in _parts(slug)]
    query = (
        select(Article.id, Article.language, Article.title_slug)
        .where(condition, Article.archived_at.is_(None))
        .where(length.between(len(slug) * 0.7 - 4, len(slug) * 1.4 + 4), or_(*shares))
        .order_by(func.abs(length - len(slug)), Article.id)
        .limit(_MOST_COMPARED)
    )
    return db.session.execute(query).all()


def _titles() -> Select[int, str, str, str, bool]:
    columns = (Article.id, Article.language, Article.slug, Revision.title, is_public())
    return select(*columns).join(Revision, Revision.id == shown_id())


def _parts(slug: str) -> Iterable[str]:
    """Return the halves of the longest words, so that a slip in one of them does not matter."""
    stems = sorted(map(_stem, slug.split("-")), key=len, reverse=True)[:_MOST_STEMS]
    for stem in stems:
        middle = len(stem) // 2
        yield from (stem[:middle], stem[middle:]) if middle >= _SHORTEST_STEM - 1 else (stem,)


def _score(one: str, other: str) -> float:
    """Return how alike two titles are, given as slugs, from 0 to 100."""
    first, second = _read(one), _read(other)
    if first.stems == second.stems or first.letters == second.letters:
        return 100
    if first.in_order == second.in_order:
        return 100
    # "Seminar 2024" is not "Seminar 2025".
    if len(first.letters) < _SHORT or first.numbers != second.numbers:
        return 0
    return ratio(first.stems, second.stems)


class _Title(NamedTuple):
    """Hold what of a title is compared; `in_order` are the stems of its words, sorted."""

    letters: str
    stems: str
    in_order: list[str]
    numbers: list[str]


@lru_cache(maxsize=20_000)  # an import compares each title with hundreds of others
def _read(slug: str) -> _Title:
    stems = [*map(_stem, slug.split("-"))]
    numbers = re.findall(r"\d+", slug)
    return _Title(slug.replace("-", ""), "".join(stems), sorted(stems), numbers)


def _stem(word: str) -> str:
    """Return a word without its ending; again, since some have two, as "innovation-er-na"."""
    for _ in range(2):
        stem = _ENDING.sub("", word)
        if len(stem) < _SHORTEST_STEM:
            return word
        word = stem
    return word


def _with_translations(
    found: Sequence[SimilarTitle], language: str, viewer: Viewer
) -> list[SimilarTitle]:
    """Put the translation in the place of each article in the other language that has one."""
    other = {similar.id: similar for similar in found if similar.language != language}
    if not other:
        return list(found)
    own, original = Translation.sv_id, Translation.en_id
    if language == "en":
        own, original = original, own
    rows = db.session.execute(
        _titles()
        .join(Translation, own == Article.id)
        .add_columns(original)
        .where(original.in_(other), is_visible(viewer), Article.archived_at.is_(None))
    )
    translated = {
        row[5]: replace(SimilarTitle(*row[:5]), original=other[row[5]].title) for row in rows
    }
    return [translated.get(similar.id, similar) for similar in found]
