"""Complete what somebody is typing: titles of articles from their keys, and names of tags."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries import is_visible, shown_id
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search.models import TitleWord
from wiki.search.titles import compared, key_range, name_rank
from wiki.tags.models import Tag, TagSynonym
from wiki.web.languages import other_language

MOST_CHARACTERS = 80
MOST_SUGGESTIONS = 8
# Places kept for tags, so that many titles do not hide the topic itself.
_MOST_TAGS = 3
# Words apart are looked for from the longest on; one that is shorter stands in too many titles.
_SHORTEST_APART = 3

_Titles = Select[int, str, str, str, str]


@dataclass(frozen=True)
class Suggestion:
    """Hold one way on: an article or a tag; `kind` is the article's or the tag's."""

    kind: str
    text: str
    slug: str
    language: str


def complete(text: str, language: str, viewer: Viewer) -> list[Suggestion]:
    """Return what begins with `text`, also inside of titles; accents need not be typed.

    Titles in the reader's language come first, then those in the other, then tags.
    """
    wanted = compared(text[:MOST_CHARACTERS])
    if not wanted:
        return []
    tags = _tags(wanted, language)[:_MOST_TAGS]
    articles = _articles(wanted, language, viewer)
    return [*articles[: MOST_SUGGESTIONS - len(tags)], *tags]


def _articles(wanted: str, language: str, viewer: Viewer) -> list[Suggestion]:
    found: dict[int, Suggestion] = {}
    for query in _queries(wanted, language, viewer):
        for article_id, *line in db.session.execute(query):
            found.setdefault(article_id, Suggestion(*line))
        if len(found) >= MOST_SUGGESTIONS:
            break
    return list(found.values())[:MOST_SUGGESTIONS]


def _queries(wanted: str, language: str, viewer: Viewer) -> Iterator[_Titles]:
    """Yield queries from the best matches on: the title's beginning, a word in it, words apart.

    All of them for the reader's language, then for the other.
    """
    said = sorted(wanted.split(), key=len, reverse=True)
    is_apart = len(said) > 1 and len(said[0]) >= _SHORTEST_APART
    for one in (language, other_language(language)):
        for is_start in (True, False):
            yield _titles(wanted, one, is_start, viewer)
        for is_start in (True, False) if is_apart else ():
            query = _titles(said[0], one, is_start, viewer)
            yield query.where(*(_has_word(word) for word in said[1:]))


def _titles(wanted: str, language: str, is_start: bool, viewer: Viewer) -> _Titles:
    return (
        select(Article.id, Article.kind, Revision.title, Article.slug, Article.language)
        .join(TitleWord, TitleWord.article_id == Article.id)
        .join(Revision, Revision.id == shown_id())
        .where(
            TitleWord.language == language,
            TitleWord.is_start == is_start,
            TitleWord.key.between(*key_range(wanted)),
            is_visible(viewer),
            Article.archived_at.is_(None),
            Revision.hidden_at.is_(None),
        )
        .order_by(TitleWord.key, Article.id)
        .limit(MOST_SUGGESTIONS)
    )


def _has_word(word: str) -> ColumnElement[bool]:
    other = aliased(TitleWord)
    return exists().where(other.article_id == Article.id, other.key.between(*key_range(word)))


def _tags(wanted: str, language: str) -> list[Suggestion]:
    """Return the tags so named in either language, those whose names begin so first."""
    ranked = []
    for tag, names in _names(language):
        ranks = [rank for name in names if (rank := name_rank(name, wanted)) is not None]
        if ranks:
            ranked.append((min(ranks), tag.text.casefold(), tag))
    return [tag for _rank, _text, tag in sorted(ranked, key=lambda one: one[:2])]


def _names(language: str) -> Iterator[tuple[Suggestion, list[str]]]:
    """Yield every tag with all that it is called; the vocabulary is public."""
    synonyms: defaultdict[int, list[str]] = defaultdict(list)
    for tag_id, text in db.session.execute(select(TagSynonym.tag_id, TagSynonym.text)):
        synonyms[tag_id].append(text)
    rows = db.session.execute(select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en))
    for tag_id, kind, slug, swedish, english in rows:
        label = swedish if language == "sv" else english
        yield Suggestion(kind, label, slug, language), [swedish, english, *synonyms[tag_id]]
