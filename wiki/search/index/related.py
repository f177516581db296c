"""Find the articles related to an article: by common tags, and by its words in their titles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from math import log

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search.index.models import TitleWord
from wiki.search.language.analysis import fold, terms
from wiki.search.language.titles import key_range
from wiki.tags.models import ArticleTag, Tag

MOST_RELATED = 5
# A common topic means a common subject; a common university need not.
_TAG_WEIGHTS = {"topic": 1.0, "sdg": 0.6, "university": 0.3}
_IN_TITLE, _IN_SUMMARY = 1.0, 0.5
# Of a tag on very many articles, the newest are enough. A word in so many titles says nothing.
_MOST_TAGGED = 200
_MOST_TITLES = 100
_MOST_WORDS = 24
# Many unrelated words begin with a shorter stem.
_SHORTEST_BEGINNING = 4


class Nearness:
    """Rank public articles of one language by how near they are to an article, as of now."""

    def __init__(self) -> None:
        self._titled: dict[tuple[str, str], frozenset[int]] = {}
        self._tagged: dict[tuple[str, int], tuple[int, list[int]]] = {}

    def nearest(self, article_id: int) -> list[int]:
        """Return the nearest articles, best first, or none for an article that is not public."""
        row = db.session.execute(_public_text(), {"article_id": article_id}).first()
        if row is None:
            return []
        language, title, summary = row
        scores: defaultdict[int, float] = defaultdict(float)
        for weight, found in (
            *self._by_tags(article_id, language),
            *self._by_words(title, summary, language),
        ):
            for other in found:
                scores[other] += weight
        scores.pop(article_id, None)
        best = sorted(scores, key=lambda other: (-scores[other], -other))
        return best[:MOST_RELATED]

    def _by_tags(self, article_id: int, language: str) -> Iterator[tuple[float, Iterable[int]]]:
        tags = db.session.execute(_tags_of(), {"article_id": article_id})
        for tag_id, kind in tags.all():
            count, articles = self._articles_tagged(language, tag_id)
            yield _TAG_WEIGHTS[kind] * self._rarity(count), articles

    def _articles_tagged(self, language: str, tag_id: int) -> tuple[int, list[int]]:
        """Return how many articles have a tag, and the newest of them in this language."""
        key = (language, tag_id)
        if key not in self._tagged:
            count = db.session.scalar(
                select(func.count()).select_from(ArticleTag).where(ArticleTag.tag_id == tag_id)
            )
            newest = (
                select(Article.id)
                .join(ArticleTag, ArticleTag.article_id == Article.id)
                .where(ArticleTag.tag_id == tag_id, Article.language == language, is_public())
                .order_by(ArticleTag.article_id.desc())
                .limit(_MOST_TAGGED)
            )
            self._tagged[key] = (count or 0, list(db.session.scalars(newest)))
        return self._tagged[key]

    def _by_words(
        self, title: str, summary: str, language: str
    ) -> Iterator[tuple[float, Iterable[int]]]:
        in_title = terms(title, language)
        for word in list(dict.fromkeys([*in_title, *terms(summary, language)]))[:_MOST_WORDS]:
            found = self._with_title_word(fold(word), language)
            if found:
                weight = _IN_TITLE if word in in_title else _IN_SUMMARY
                yield weight * self._rarity(len(found)), found

    def _with_title_word(self, word: str, language: str) -> frozenset[int]:
        """Return the articles with a word that begins so in their title, or none if too many."""
        key = (language, word)
        if key not in self._titled:
            found = list(db.session.scalars(*_titled(language, word)))
            self._titled[key] = frozenset(found if len(found) <= _MOST_TITLES else ())
        return self._titled[key]

    def _rarity(self, count: int) -> float:
        return log(1 + self._count / max(count, 1))

    @cached_property
    def _count(self) -> int:
        return db.session.scalar(select(func.count()).select_from(Article)) or 1


# An import runs these for each word of each title, and building them costs more than running them.
@cache
def _public_text() -> Select[str, str, str]:
    return (
        select(Article.language, Revision.title, Revision.summary)
        .join(Revision, Revision.id == Article.published_id)
        .where(Article.id == bindparam("article_id"), is_public())
    )


@cache
def _tags_of() -> Select[int, str]:
    return (
        select(Tag.id, Tag.kind)
        .join(ArticleTag, ArticleTag.tag_id == Tag.id)
        .where(ArticleTag.article_id == bindparam("article_id"))
    )


def _titled(language: str, word: str) -> tuple[Select[int], Mapping[str, str]]:
    """Return the statement for the articles with a word in their title, and its parameters."""
    is_long = len(word) >= _SHORTEST_BEGINNING
    first, last = key_range(word if is_long else f"{word} ")
    parameters = {"language": language, "first": first, "last": last}
    return _titled_with(is_long), parameters if is_long else {**parameters, "word": word}


@cache
def _titled_with(is_long: bool) -> Select[int]:
    begins: ColumnElement[bool] = TitleWord.key.between(bindparam("first"), bindparam("last"))
    if not is_long:
        begins = or_(TitleWord.key == bindparam("word"), begins)
    return (
        select(TitleWord.article_id)
        .join(Article, Article.id == TitleWord.article_id)
        .where(
            TitleWord.language == bindparam("language"),
            TitleWord.is_start.in_([True, False]),  # both, for the index begins with them
            begins,
            is_public(),
        )
        .limit(_MOST_TITLES + 1)
    )
