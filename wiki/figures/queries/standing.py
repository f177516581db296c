"""Count the public articles of today: two statements, however many there are."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, case, func, select, union
from sqlalchemy.orm import aliased

from wiki.articles.kinds import KINDS
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import is_public
from wiki.clock import now
from wiki.db import db
from wiki.figures.counts import Age, Standing, TopicCount
from wiki.figures.queries.scope import covers
from wiki.memory.queries import remember
from wiki.tags.models import ArticleTag, Tag, TagKind
from wiki.upkeep.queries import due_key, is_due
from wiki.web.i18n import LANGUAGES

_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


def find_standing(university: str = "") -> Standing:
    """Count the public articles of the wiki, or those with the tag of a university, by its slug."""
    key = ("standing", university, now().date(), *due_key())
    tables = (Article, Translation, ArticleTag, Tag)
    return remember(key, tables, lambda: _count(university))


def _count(university: str) -> Standing:
    facts = (
        select(
            Article.kind,
            Article.language,
            _is_translated().label("is_translated"),
            _age().label("age"),
            case((is_due(), 1), else_=0).label("is_due"),
        )
        .where(covers(university))
        .subquery()
    )
    rows = db.session.execute(select(*facts.c, func.count()).group_by(*facts.c)).all()
    kinds, languages, ages = Counter[str](), Counter[tuple[str, bool]](), Counter[Age]()
    due = 0
    for row in rows:
        kind, language, is_translated, age, is_to_be_checked, count = tuple(row)
        kinds[kind] += count
        languages[language, bool(is_translated)] += count
        ages[Age(age)] += count
        due += count * is_to_be_checked
    return Standing(
        kinds={kind: kinds[kind] for kind in KINDS},
        languages={
            (language, is_translated): languages[language, is_translated]
            for language in LANGUAGES
            for is_translated in (True, False)
        },
        ages={age: ages[age] for age in Age},
        due=due,
        topics=_count_topics(university),
    )


def _is_translated() -> ColumnElement[int]:
    """Return whether an article has a translation that readers see."""
    other = aliased(Article)
    pairs = union(
        select(Translation.sv_id)
        .join(other, other.id == Translation.en_id)
        .where(is_public(other)),
        select(Translation.en_id)
        .join(other, other.id == Translation.sv_id)
        .where(is_public(other)),
    )
    return case((Article.id.in_(pairs), 1), else_=0)


def _age() -> ColumnElement[str]:
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)  # it is remembered for the day
    return case(
        (Article.published_at >= today - _MONTH, Age.MONTH.value),
        (Article.published_at >= today - _YEAR, Age.YEAR.value),
        else_=Age.OLDER.value,
    )


def _count_topics(university: str) -> Sequence[TopicCount]:
    """Return the topics that public articles have, the most frequent first."""
    count = func.count()
    rows = db.session.execute(
        select(Tag.slug, Tag.label_sv, Tag.label_en, count)
        .join(ArticleTag, ArticleTag.tag_id == Tag.id)
        .join(Article, Article.id == ArticleTag.article_id)
        .where(Tag.kind == TagKind.TOPIC, covers(university))
        .group_by(Tag.id, Tag.slug, Tag.label_sv, Tag.label_en)
        .order_by(count.desc(), Tag.slug)
    )
    return [TopicCount(*row) for row in rows]
