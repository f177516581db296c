"""Check and store terms; the caller checks permissions and commits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, or_, select

from wiki.characters import FORBIDDEN, normalise_line, normalise_text
from wiki.db import db
from wiki.errors import InvalidInput, NotFound
from wiki.markup.collation import sort_key
from wiki.markup.slugs import MAX_SLUG_LENGTH, slugify
from wiki.tags.models import Tag, TagKind, TagRedirect, TagSynonym
from wiki.tags.terms import Term, distinct_words, word_key
from wiki.urls import is_web_address
from wiki.web.i18n import LANGUAGES

LABEL_LENGTH = 100
DESCRIPTION_LENGTH = 2000
WEBSITE_LENGTH = 300
CONTACT_LENGTH = 1000
# A longer list no longer consists of synonyms.
SYNONYM_COUNT = 50

# How many times longer a field may be as it was typed.
_MOST_BLANKS = 10
# URLs below /tags/ that are not tags.
RESERVED = frozenset({"new", "restorations"})
_LENGTHS = {
    "label_sv": LABEL_LENGTH,
    "label_en": LABEL_LENGTH,
    "description_sv": DESCRIPTION_LENGTH,
    "description_en": DESCRIPTION_LENGTH,
    "website": WEBSITE_LENGTH,
    "contact": CONTACT_LENGTH,
}
# What the audit log records of a tag, besides its synonyms; a change of any raises its version.
_FIELDS = (
    "kind",
    "slug",
    "label_sv",
    "label_en",
    "description_sv",
    "description_en",
    "parent_id",
    "website",
    "contact",
    "number",
)
NOT_ACCEPTED = _("Some fields need your attention.")


def lock_tag(tag_id: int) -> Tag:
    """Return a tag, locked until the end of the transaction; raise NotFound if there is none."""
    tag = db.session.scalar(select(Tag).where(Tag.id == tag_id).with_for_update())
    if tag is None:
        raise NotFound()
    return tag


def check_term(term: Term, tag: Tag | None = None) -> Term:
    """Return the term normalised; raise InvalidInput with a message for each invalid field.

    `tag` is the stored tag that is edited, None when the term is new.
    """
    _refuse_too_many(term)
    _refuse_far_too_long(term)
    term = _normalise(term)
    messages = {
        **_check_relations(term, tag),
        **_check_words(term),
        **_check_texts(term),
    }
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)
    return term


def _refuse_too_many(term: Term) -> None:
    """Refuse more words than anybody types, before spending time on comparing them."""
    messages = {
        f"synonyms_{language}": _("Write at most %(count)s synonyms.", count=SYNONYM_COUNT)
        for language in LANGUAGES
        if len(term.words(language)) > SYNONYM_COUNT * 4
    }
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)


def _refuse_far_too_long(term: Term) -> None:
    """Refuse what is too long however it is normalised, before time is spent on that."""
    messages = {
        name: _("Use at most %(count)s characters.", count=length)
        for name, length in {**_LENGTHS, "slug": MAX_SLUG_LENGTH}.items()
        if len(getattr(term, name)) > length * _MOST_BLANKS
    } | {
        f"synonyms_{language}": _("Use at most %(count)s characters a line.", count=LABEL_LENGTH)
        for language in LANGUAGES
        if any(len(word) > LABEL_LENGTH * _MOST_BLANKS for word in term.words(language))
    }
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)


def _normalise(term: Term) -> Term:
    label_sv, label_en = normalise_line(term.label_sv), normalise_line(term.label_en)
    return replace(
        term,
        label_sv=label_sv,
        label_en=label_en,
        slug=normalise_line(term.slug) or slugify(label_en) or slugify(label_sv),
        description_sv=normalise_text(term.description_sv).strip(),
        description_en=normalise_text(term.description_en).strip(),
        synonyms_sv=distinct_words(term.synonyms_sv, [label_sv]),
        synonyms_en=distinct_words(term.synonyms_en, [label_en]),
        website=normalise_line(term.website),
        contact=normalise_text(term.contact).strip(),
    )


def _check_texts(term: Term) -> dict[str, str]:
    messages = {}
    for field, length in _LENGTHS.items():
        text = getattr(term, field)
        if FORBIDDEN.search(text):
            messages[field] = _("This holds characters that are not text. Remove them.")
        elif len(text) > length:
            messages[field] = _("Use at most %(count)s characters.", count=length)
    for field in ("label_sv", "label_en"):
        if not getattr(term, field):
            messages[field] = _("Write the term in this language too.")
    if term.website and "website" not in messages and not is_web_address(term.website):
        messages["website"] = _("Write a web address that begins with https:// or http://.")
    return messages


def _check_words(term: Term) -> dict[str, str]:
    messages = {}
    for field in ("synonyms_sv", "synonyms_en"):
        words = getattr(term, field)
        if any(FORBIDDEN.search(word) for word in words):
            messages[field] = _("This holds characters that are not text. Remove them.")
        elif any(len(word) > LABEL_LENGTH for word in words):
            messages[field] = _("Use at most %(count)s characters a line.", count=LABEL_LENGTH)
        elif len(words) > SYNONYM_COUNT:
            messages[field] = _("Write at most %(count)s synonyms.", count=SYNONYM_COUNT)
    return messages


def _check_relations(term: Term, tag: Tag | None) -> Mapping[str, str]:
    """Check what depends on other tags: the slug, the parent and the labels."""
    own_id = tag.id if tag else 0
    messages = {}
    if not term.slug or slugify(term.slug) != term.slug or term.slug in RESERVED:
        messages["slug"] = _("Use only a to z, digits and hyphens, as in “co-creation”.")
    elif _is_slug_taken(term.slug, own_id):
        messages["slug"] = _("Another tag has or had this address.")
    if not _may_have_parent(term, own_id):
        messages["parent_id"] = _("Choose a topic that is not below this one.")
    for language in LANGUAGES:
        if _is_label_taken(term, language, own_id):
            messages[f"label_{language}"] = _("Another tag of this kind has the same term.")
    return messages


def _is_slug_taken(slug: str, own_id: int) -> bool:
    tags = exists().where(Tag.slug == slug, Tag.id != own_id)
    redirects = exists().where(TagRedirect.slug == slug, TagRedirect.tag_id != own_id)
    return bool(db.session.scalar(select(or_(tags, redirects))))


def _may_have_parent(term: Term, own_id: int) -> bool:
    """Check that the parent is a topic, and is not the tag itself or below it."""
    if term.parent_id is None:
        return True
    if term.kind != TagKind.TOPIC:
        return False
    rows = db.session.execute(select(Tag.id, Tag.parent_id).where(Tag.kind == TagKind.TOPIC))
    parents: dict[int, int | None] = dict(rows.all())
    if term.parent_id not in parents:
        return False
    step: int | None = term.parent_id
    while step is not None and step != own_id:
        step = parents.get(step)
    return step is None


def _is_label_taken(term: Term, language: str, own_id: int) -> bool:
    column = Tag.label_sv if language == "sv" else Tag.label_en
    others = select(column).where(Tag.kind == term.kind, Tag.id != own_id)
    key = word_key(term.label(language))
    return any(word_key(label) == key for label in db.session.scalars(others))


def put_term(term: Term, tag: Tag | None = None) -> Tag:
    """Store a checked term in `tag`, or in a new tag; a former slug redirects to the new slug.

    A term without a number leaves the stored number as it is.
    """
    if tag is None:
        tag = Tag(kind=term.kind, slug=term.slug)
        db.session.add(tag)
    elif tag.slug != term.slug:
        _change_slug(tag, term.slug)
    for language in LANGUAGES:
        setattr(tag, f"label_{language}", term.label(language))
        setattr(tag, f"sort_key_{language}", sort_key(term.label(language), language))
    tag.description_sv, tag.description_en = term.description_sv, term.description_en
    tag.parent_id = term.parent_id
    tag.website, tag.contact = term.website, term.contact
    if term.number is not None:
        tag.number = term.number
    for language in LANGUAGES:
        put_synonyms(tag, language, term.words(language))
    db.session.flush()
    return tag


def _change_slug(tag: Tag, slug: str) -> None:
    own = db.session.get(TagRedirect, slug)
    if own is not None:
        db.session.delete(own)
        db.session.flush()
    db.session.add(TagRedirect(slug=tag.slug, tag_id=tag.id))
    tag.slug = slug


def put_synonyms(tag: Tag, language: str, words: tuple[str, ...]) -> None:
    """Make `words` the synonyms of `tag` in `language`; unchanged synonyms keep their rows."""
    wanted = {word_key(word): word for word in words}
    for synonym in [found for found in tag.synonyms if found.language == language]:
        word = wanted.pop(synonym.key, None)
        if word is None:
            tag.synonyms.remove(synonym)
        else:
            synonym.text = word
    tag.synonyms += [
        TagSynonym(language=language, text=word, key=key) for key, word in wanted.items()
    ]


def describe_tag(tag: Tag) -> dict[str, Any]:
    """Return every field of a tag and its synonyms, for the audit log and to detect changes."""
    words = {
        f"synonyms_{language}": [
            synonym.text for synonym in tag.synonyms if synonym.language == language
        ]
        for language in LANGUAGES
    }
    return {field: getattr(tag, field) for field in _FIELDS} | words


def term_of(detail: Mapping[str, Any]) -> Term:
    """Return the term that `describe_tag` described, without a parent that was deleted since."""
    known = {field: detail[field] for field in Term.__dataclass_fields__ if field in detail}
    known["synonyms_sv"] = tuple(known["synonyms_sv"])
    known["synonyms_en"] = tuple(known["synonyms_en"])
    if known["parent_id"] is not None and db.session.get(Tag, known["parent_id"]) is None:
        known["parent_id"] = None
    return Term(**known)


def count_change(tag: Tag, before: Mapping[str, Any]) -> None:
    """Raise the version of a tag if it differs from `before`."""
    if describe_tag(tag) != before:
        tag.version += 1


def short_name(tag: Tag, language: str) -> str:
    """Return the abbreviation of a university: its first short synonym, else its initials."""
    words = [synonym.text for synonym in tag.synonyms if synonym.language == language]
    short = next((word for word in words if 2 <= len(word) <= 4 and word.isupper()), None)
    return short or "".join(word[0] for word in tag.label(language).split()).upper()[:4]
