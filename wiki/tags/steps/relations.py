"""Check and store which topics are related; the caller checks permissions and commits."""

from collections.abc import Collection, Sequence

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert, select, tuple_, update

from wiki.db import db
from wiki.tags.models import Tag, TagKind, TagRelation
from wiki.tags.queries import read_parents, read_related_pairs
from wiki.tags.terms import Term, word_key
from wiki.tags.tree import find_close_pairs, iterate_above, make_pair
from wiki.web.i18n import LANGUAGES

_NO_TOPIC = _("“%(words)s” is no topic.")
_SEVERAL = _("“%(words)s” means several topics. Write the last part of the address of one.")
_CIRCLE = _("“%(parent)s” is “%(term)s” or stands below it: the tree would be a circle.")
_RETIRED = _("“%(parent)s” is retired.")
_RELATED = _("These are related and would stand above each other: %(terms)s. End that first.")
_ABOVE = _("“%(term)s” stands above or below the topic, so that they belong together already.")


def check_related(term: Term, tag: Tag | None) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the slugs of the topics that a term names as related, and what is wrong with them.

    A topic is not related to those above and below it: the tree says that already. That holds for
    all topics that a new place in the tree moves too.
    """
    if term.kind != TagKind.TOPIC:
        return (), {}
    found: dict[str, Tag] = {}
    for words in term.related:
        meant = find_topics(words)
        if len(meant) != 1:
            return (), {"related": _explain(words, meant)}
        found[meant[0].slug] = meant[0]
    own_id = tag.id if tag else 0
    close = _find_close(term.parent_id, own_id, [other.id for other in found.values()])
    if close:
        names = ", ".join(_name_pair(pair, own_id) for pair in close)
        return (), {"related": str(_ABOVE) % {"term": names}}
    return tuple(sorted(found)), {}


def _find_close(parent_id: int | None, own_id: int, others: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs that cannot be related when a topic has this place and these relations."""
    if parent_id is None and not others:
        return []
    pairs = {pair for pair in read_related_pairs() if own_id not in pair}
    pairs |= {make_pair(own_id, other) for other in others}
    return find_close_pairs({**read_parents(), own_id: parent_id}, pairs)


def check_place(tag: Tag, parent_id: int | None) -> str:
    """Return why a topic cannot stand below another, or "" if it can."""
    if parent_id is None:
        return ""
    parents = read_parents()
    if parent_id not in parents:
        return str(_("Choose a topic that is not below this one."))
    language = str(get_locale() or LANGUAGES[0])
    parent = db.session.get_one(Tag, parent_id)
    names = {"term": tag.label(language), "parent": parent.label(language)}
    if parent_id == tag.id or tag.id in iterate_above(parents, parent_id):
        return str(_CIRCLE) % names
    if parent.retired_at is not None:
        return str(_RETIRED) % names
    close = find_close_pairs({**parents, tag.id: parent_id}, read_related_pairs())
    pairs = ", ".join(_name_pair(pair, 0) for pair in close)
    return str(_RELATED) % {"terms": pairs} if close else ""


def _explain(words: str, meant: Sequence[Tag]) -> str:
    return str(_SEVERAL if meant else _NO_TOPIC) % {"words": words.strip()}


def _name_pair(pair: tuple[int, int], own_id: int) -> str:
    language = str(get_locale() or LANGUAGES[0])
    others = set(pair) - {own_id} or {own_id}
    tags = db.session.scalars(select(Tag).where(Tag.id.in_(others)).order_by(Tag.id))
    return " – ".join(tag.label(language) for tag in tags)


def find_topics(words: str) -> Sequence[Tag]:
    """Return the topics that some words name: by the slug, else by a label."""
    topics = select(Tag).where(Tag.kind == TagKind.TOPIC)
    if exact := db.session.scalars(topics.where(Tag.slug == words.strip())).all():
        return exact
    key = word_key(words)
    return [
        topic
        for topic in db.session.scalars(topics)
        if key in (word_key(topic.label_sv), word_key(topic.label_en))
    ]


def put_related(tag: Tag, slugs: Collection[str]) -> None:
    """Relate a topic to exactly these; raise the version of each other that comes or goes."""
    wanted = set(db.session.scalars(select(Tag.id).where(Tag.slug.in_(slugs)))) if slugs else set()
    current = {other for pair in read_related_pairs() if tag.id in pair for other in pair}
    current -= {tag.id}
    if gone := current - wanted:
        drop_pairs({make_pair(tag.id, other) for other in gone})
    if new := wanted - current:
        add_pairs({make_pair(tag.id, other) for other in new})
    if changed := current ^ wanted:
        # Who has the form of the other open would take the relation away again, unseen.
        db.session.execute(update(Tag).where(Tag.id.in_(changed)).values(version=Tag.version + 1))


def add_pairs(pairs: Collection[tuple[int, int]]) -> None:
    """Relate the topics of each pair."""
    if pairs:
        rows = [{"tag_id": first, "other_id": second} for first, second in sorted(pairs)]
        db.session.execute(insert(TagRelation), rows)


def drop_pairs(pairs: Collection[tuple[int, int]]) -> None:
    """Let the topics of each pair be related no more."""
    key = tuple_(TagRelation.tag_id, TagRelation.other_id)
    db.session.execute(
        delete(TagRelation).where(key.in_(list(pairs))).execution_options(synchronize_session=False)
    )
