"""Check what somebody writes in a thread, before anything is stored."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, find_text
from wiki.characters import FORBIDDEN, normalise_line, normalise_text
from wiki.db import db
from wiki.errors import InvalidInput, NotFound
from wiki.remarks.anchors import find_spot
from wiki.reviews.words import check_words
from wiki.revisions.models import Revision
from wiki.talk.models import HEADING_LENGTH, QUOTE_LENGTH
from wiki.talk.naming import find_named
from wiki.talk.passages import find_passage, read_passage
from wiki.talk.queries.people import list_people

_MOST_NAMED = 20

_NO_WORDS = _("Write something.")
_NO_TEXT = _("This holds characters that are not text. Remove them.")
_LONG_LINE = _("Use at most %(count)s characters.", count=HEADING_LENGTH)
_LONG_QUOTE = _("Shorten the words to at most %(count)s characters.", count=QUOTE_LENGTH)
_NO_QUOTE = _("These words are not in the article. Copy them from it, or leave this empty.")
_TOO_MANY = _("Name at most %(count)s people.", count=_MOST_NAMED)


def check_post(text: str) -> str:
    """Return what somebody says as it is stored."""
    words = check_words(text, "words")
    if not words:
        raise InvalidInput(_NO_WORDS, {"words": _NO_WORDS})
    return words


def check_heading(text: str) -> str:
    """Return a heading as it is stored; it may be empty."""
    heading = normalise_line(text[: 4 * HEADING_LENGTH])
    message = _NO_TEXT if FORBIDDEN.search(heading) else ""
    if len(heading) > HEADING_LENGTH or len(text) > 4 * HEADING_LENGTH:
        message = _LONG_LINE
    if message:
        raise InvalidInput(message, {"heading": message})
    return heading


def find_people(words: str, article: Article, viewer: Viewer) -> frozenset[int]:
    """Return who is named in what the viewer says; only who may read it is."""
    if "@" not in words:
        return frozenset()
    named = find_named(words, list_people(article, viewer).items())
    user_ids = frozenset().union(*(place.user_ids for place in named))
    if len(user_ids) > _MOST_NAMED:
        raise InvalidInput(_TOO_MANY, {"words": _TOO_MANY})
    return user_ids


def list_unknown(words: str, article: Article, viewer: Viewer) -> list[str]:
    """Return the names that nobody has who may read what the viewer says, as they were typed."""
    if "@" not in words:
        return []
    named = find_named(words, list_people(article, viewer).items())
    places = (words[place.start : place.end] for place in named if not place.user_ids)
    return list(dict.fromkeys(places))


def find_quote(text: str, number: int, line: int, article: Article) -> tuple[Revision, int, str]:
    """Return the version that has words which somebody copied, the line there, and its own words.

    It is version `number`, which they read, or else the newest or the published one.
    """
    if len(text) > 4 * QUOTE_LENGTH:
        raise InvalidInput(_LONG_QUOTE, {"quote": _LONG_QUOTE})
    words = normalise_text(text).strip()
    for revision in _list_versions(article, number):
        passage = find_passage(words, revision.body_markdown)
        if len(passage) > QUOTE_LENGTH:
            raise InvalidInput(_LONG_QUOTE, {"quote": _LONG_QUOTE})
        if spot := find_spot(passage, line, revision.body_markdown) if _says(passage) else None:
            return revision, spot.line, passage
    raise InvalidInput(_NO_QUOTE, {"quote": _NO_QUOTE})


def _says(passage: str) -> bool:
    return bool(read_passage(passage))


def _list_versions(article: Article, number: int) -> list[Revision]:
    """Return the versions that may hold the words, but for what nobody may read."""
    found = [find_head(article)]
    published = select(Revision.number).where(Revision.id == article.published_id)
    for other in (number, db.session.scalar(published)):
        try:
            found.append(find_text(article.id, other or 0))
        except NotFound:
            continue
    order = sorted(found, key=lambda revision: revision.number != number)
    return [revision for revision in order if not revision.is_hidden]
