"""Store sources; the caller checks permissions and commits."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, exists, or_, select

from wiki import signals
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.collation import sort_key
from wiki.references.csl import author_line, check_item, plain, year_of
from wiki.references.faults import Fault
from wiki.references.keys import fold, likeness, make_key, stem_of
from wiki.references.labels import VARIABLE_LABELS
from wiki.references.models import LinkCheck, Source, SourceRedirect
from wiki.references.queries import list_citing_ids

_LONGEST_AUTHORS = 500
# The variables whose words find a source, besides its authors, title and year.
_SEARCHED = ("container-title", "publisher", "DOI", "ISBN", "URL", "keyword")


NOT_ACCEPTED = _("Some fields need your attention.")


def check_source(raw: object) -> dict[str, Any]:
    """Return a checked item; raise InvalidInput with the message at the variable that is wrong."""
    try:
        return check_item(raw)
    except Fault as fault:
        raise InvalidInput(NOT_ACCEPTED, {fault.field: in_words(fault)}) from fault


def in_words(fault: Fault) -> str:
    """Return a fault in the reader's language, with the variable as the form calls it."""
    label = VARIABLE_LABELS.get(fault.field)
    values = {**fault.values, **({"field": gettext(label)} if label else {})}
    return str(gettext(fault.message, **values))


def put_source(item: Mapping[str, Any], source: Source | None = None, key: str = "") -> Source:
    """Store a checked item in `source`, or as a new source with `key` or a key made for it."""
    csl = {name: value for name, value in item.items() if name != "id"}
    if source is None:
        source = Source(key=key or _make_key(csl))
        db.session.add(source)
    elif csl != source.csl:
        source.version += 1
        source.updated_at = now()
        if (csl.get("URL"), csl.get("DOI")) != (source.csl.get("URL"), source.csl.get("DOI")):
            db.session.execute(delete(LinkCheck).where(LinkCheck.source_id == source.id))
    source.csl = csl
    source.type = csl["type"]
    source.title = plain(csl["title"])
    authors = author_line(csl)
    source.authors = authors[:_LONGEST_AUTHORS]
    source.year = year_of(csl)
    source.doi, source.isbn = csl.get("DOI", ""), csl.get("ISBN", "")
    source.url = csl.get("URL", "")
    source.likeness = likeness(csl)
    source.sort_key = sort_key(authors or source.title, "sv")
    words = [source.key, authors, source.title, source.year or ""]
    source.words = fold(" ".join(map(str, [*words, *(csl.get(name, "") for name in _SEARCHED)])))
    db.session.flush()
    return source


def _make_key(csl: Mapping[str, Any]) -> str:
    """Return a free key, after one look at all that begin like it."""
    stem = stem_of(csl)
    taken: set[str] = set()
    for column in (Source.key, SourceRedirect.key):
        taken.update(db.session.scalars(select(column).where(column.startswith(stem))))
    return make_key(stem, taken)


def is_key_free(key: str) -> bool:
    """Return whether no source has or had a key."""
    taken = or_(exists().where(Source.key == key), exists().where(SourceRedirect.key == key))
    return not db.session.scalar(select(taken))


def load_source(key: str, item: Mapping[str, Any], former_keys: Sequence[str]) -> None:
    """Store a source of a folder under its key, which replaces what stands there."""
    source = db.session.scalar(select(Source).where(Source.key == key))
    former = db.session.get(SourceRedirect, key)
    if source is None and former is not None:
        source = db.session.get(Source, former.source_id)
    before = source.csl if source else None
    source = put_source(item, source, key)
    new_names = [name for name in former_keys if is_key_free(name)]
    for name in new_names:
        db.session.add(SourceRedirect(key=name, source_id=source.id))
    # Each article that cites it is rendered again, which takes as long as loading the article.
    if new_names or before != source.csl:
        announce(source, new_names if before else [source.key, *new_names])


def announce(source: Source, new_keys: Sequence[str] = ()) -> None:
    """Tell the articles that cite a source that it has changed, and those that name a new key."""
    ids = list_citing_ids(source.id)
    signals.source_changed.send(source, article_ids=ids, new_keys=new_keys)
