"""Suggest articles and tags while somebody types, by the words of titles and the names of tags."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_visible, shown_id
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search.index.models import TitleWord
from wiki.search.language.analysis import fold
from wiki.search.language.stopwords import ENGLISH, SWEDISH, WEAK_IN_ENGLISH, WEAK_IN_SWEDISH
from wiki.search.language.titles import BEGINS, compared, key_range, name_rank
from wiki.tags.models import Tag, TagSynonym, WordKind
from wiki.web.languages import other_language

MOST_CHARACTERS = 80
MOST_SUGGESTIONS = 8
# Places reserved for tags, so that many titles do not push out the topic itself.
_MOST_TAGS = 3
# Separate words are looked for from the longest on. If that is shorter, too many titles have it.
_SHORTEST_SEPARATE = 3
_MOST_SEPARATE = 4
_WORDS_OF_ASKING = frozenset(map(fold, SWEDISH | ENGLISH | WEAK_IN_SWEDISH | WEAK_IN_ENGLISH))

_SYNONYMS = select(TagSynonym.tag_id, TagSynonym.text).where(TagSynonym.kind == WordKind.SAME)

_Titles = Select[int, str, str, str, str]


@dataclass(frozen=True)
class Suggestion:
    """An article or a tag to go to; `kind` is the kind of either.

    `name` is the other name by which a tag was found, if it is not found by its label.
    """

    kind: str
    text: str
    slug: str
    language: str
    name: str = ""


def complete(text: str, language: str, viewer: Viewer) -> list[Suggestion]:
    """Return the articles and tags that have a name, or a word in it, that begins with `text`.

    Accents need not be typed. A tag that has exactly this name comes first, then titles in the
    reader's language, then titles in the other, then other tags. When nothing is found, words of
    asking are left out: "vad är samskapande" is about "samskapande".
    """
    typed = compared(text[:MOST_CHARACTERS])
    about = " ".join(word for word in typed.split() if word not in _WORDS_OF_ASKING)
    found = _complete(typed, language, viewer)
    return found if found or about == typed else _complete(about, language, viewer)


def complete_title(text: str, language: str, viewer: Viewer) -> list[Suggestion]:
    """Return the articles in this language whose title, or a word in it, begins with `text`."""
    typed = compared(text[:MOST_CHARACTERS])
    found = _articles(typed, language, viewer) if typed else []
    return [article for article in found if article.language == language]


def _complete(typed: str, language: str, viewer: Viewer) -> list[Suggestion]:
    if not typed:
        return []
    tags = _tags(typed, language)[:_MOST_TAGS]
    named = [tag for tag, is_exact in tags if is_exact]
    others = [tag for tag, is_exact in tags if not is_exact]
    articles = _articles(typed, language, viewer)
    return [*named, *articles[: MOST_SUGGESTIONS - len(tags)], *others]


def titles_with(text: str, language: str, viewer: Viewer) -> list[Suggestion]:
    """Return the articles whose title has every word of `text`, however common the words are.

    "Vad är" holds nothing that a search could look for, and yet titles begin with it.
    """
    typed = compared(text[:MOST_CHARACTERS])
    words = set(typed.split())
    found = _articles(typed, language, viewer) if words else []
    return [article for article in found if words <= set(compared(article.text).split())]


def _articles(typed: str, language: str, viewer: Viewer) -> list[Suggestion]:
    found: dict[int, Suggestion] = {}
    for words, in_language, is_start in _lookups(typed, language):
        ranges = [key_range(word) for word in words]
        given = {"language": in_language, "is_start": is_start}
        for number, (first, behind) in enumerate(ranges):
            given |= {f"first_{number}": first, f"behind_{number}": behind}
        for article_id, *line in db.session.execute(_titles(len(words), viewer), given):
            found.setdefault(article_id, Suggestion(*line))
        if len(found) >= MOST_SUGGESTIONS:
            break
    return list(found.values())[:MOST_SUGGESTIONS]


def _lookups(typed: str, language: str) -> Iterator[tuple[list[str], str, bool]]:
    """Yield (words, language, whether the title begins with the first), best first.

    The text as a whole comes before its separate words, the reader's language before the other.
    """
    separate = sorted(typed.split(), key=len, reverse=True)[:_MOST_SEPARATE]
    is_separable = len(separate) > 1 and len(separate[0]) >= _SHORTEST_SEPARATE
    for in_language in (language, other_language(language)):
        for words in ([typed], separate) if is_separable else ([typed],):
            for is_start in (True, False):
                yield words, in_language, is_start


@lru_cache(maxsize=256)
def _titles(count: int, viewer: Viewer) -> _Titles:
    """Return the query for `count` separate words; building it costs more than running it."""
    query = (
        select(Article.id, Article.kind, Revision.title, Article.slug, Article.language)
        .join(TitleWord, TitleWord.article_id == Article.id)
        .join(Revision, Revision.id == shown_id())
        .where(
            TitleWord.language == bindparam("language"),
            TitleWord.is_start == bindparam("is_start"),
            TitleWord.key.between(bindparam("first_0"), bindparam("behind_0")),
            is_visible(viewer),
            Article.archived_at.is_(None),
            Revision.hidden_at.is_(None),
        )
    )
    for number in range(1, count):
        other = aliased(TitleWord)
        within = other.key.between(bindparam(f"first_{number}"), bindparam(f"behind_{number}"))
        query = query.where(exists().where(other.article_id == Article.id, within))
    return query.order_by(TitleWord.key, Article.id).limit(MOST_SUGGESTIONS)


def _tags(typed: str, language: str) -> list[tuple[Suggestion, bool]]:
    """Return the tags with a word that begins so in a name, and whether that is the whole name.

    Whole names come first, then names that begin so. Of equals, a label comes before other names.
    """
    ranked = []
    for tag, names in _names(language):
        found = [
            (rank, name != tag.text, name)
            for name in (tag.text, *names)
            if (rank := name_rank(name, typed)) is not None
        ]
        if found:
            rank, is_other, name = min(found, key=lambda entry: entry[:2])
            shown = replace(tag, name=name) if is_other else tag
            ranked.append((rank, is_other, tag.text.casefold(), shown))
    ranked.sort(key=lambda entry: entry[:3])
    return [(tag, rank < BEGINS) for rank, _is_other, _text, tag in ranked]


def _names(language: str) -> Iterator[tuple[Suggestion, list[str]]]:
    """Yield every tag with all of its names; tags are public."""
    synonyms: defaultdict[int, list[str]] = defaultdict(list)
    for tag_id, text in db.session.execute(_SYNONYMS):
        synonyms[tag_id].append(text)
    rows = db.session.execute(select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en))
    for tag_id, kind, slug, swedish, english in rows:
        label = swedish if language == "sv" else english
        yield Suggestion(kind, label, slug, language), [swedish, english, *synonyms[tag_id]]
