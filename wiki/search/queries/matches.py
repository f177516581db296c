"""Read which texts hold the words of a question, while there is no index."""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, false, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from wiki.articles.kinds import DEFAULT_TIMEZONE
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.web.numbers import read_number

_MOST_MATCHES = 100
_MOST_WORDS_MATCHED = 5


def match_public_texts(words: Sequence[str], chosen: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return (article id, revision id) of public texts that hold any of the words, best first.

    Used while there is no index: exact words only, no drafts, and at most a hundred texts.
    """
    score: ColumnElement[int] = literal(0)
    holds: list[ColumnElement[bool]] = []
    for word in words[:_MOST_WORDS_MATCHED]:
        in_title, in_text = _holds(word, Revision.title), _holds(word, Revision.body_text)
        score = score + case((in_title, 4), else_=0) + case((in_text, 1), else_=0)
        holds += [in_title, in_text, _holds(word, Revision.summary)]
    query = (
        select(Article.id, Revision.id)
        .join(Revision, Revision.id == Article.published_id)
        .where(is_public(), Revision.hidden_at.is_(None))
        .order_by(score.desc(), Article.published_at.desc(), Article.id)
        .limit(_MOST_MATCHES)
    )
    if holds:
        query = query.where(or_(*holds))
    for name, value in chosen.items():
        query = query.where(_fits(name, value))
    return [(article_id, revision_id) for article_id, revision_id in db.session.execute(query)]


def _holds(word: str, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # SQLite's lower() does not know å ä ö, so the word is also looked for with a capital.
    return or_(
        column.icontains(word, autoescape=True), column.contains(word.capitalize(), autoescape=True)
    )


def _fits(name: str, value: str) -> ColumnElement[bool]:
    if name == "kind":
        return Article.kind == value
    if name == "language":
        return Article.language == value
    if name == "year":
        return _is_of_year(value)
    return exists().where(
        ArticleTag.article_id == Article.id, Tag.id == ArticleTag.tag_id, Tag.slug == value
    )


def _is_of_year(value: str) -> ColumnElement[bool]:
    """Tell whether a text is of this year, by the same rules as the field `year` of the index."""
    year, zone = read_number(value), ZoneInfo(DEFAULT_TIMEZONE)
    if not 1000 <= year < MAXYEAR:
        return false()
    fact_year, starts = Revision.facts["year"].as_integer(), Revision.facts["starts_at"].as_string()
    published = Article.first_published_at
    return or_(
        fact_year == year,
        starts.startswith(value),
        and_(
            fact_year.is_(None),
            starts.is_(None),
            published >= datetime(year, 1, 1, tzinfo=zone),
            published < datetime(year + 1, 1, 1, tzinfo=zone),
        ),
    )
