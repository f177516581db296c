"""Check terms before they are stored; the caller checks permissions and commits."""

from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext as _

from wiki.characters import FORBIDDEN, normalise_line, normalise_text
from wiki.errors import EditConflict, InvalidInput
from wiki.markup.slugs import MAX_SLUG_LENGTH, slugify
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import read_parents
from wiki.tags.steps.others import Others, read_others
from wiki.tags.steps.relations import check_related
from wiki.tags.terms import Term, distinct_words
from wiki.tags.tree import iterate_above
from wiki.urls import is_web_address
from wiki.web.i18n import LANGUAGES

LABEL_LENGTH = 100
DESCRIPTION_LENGTH = 2000
WEBSITE_LENGTH = 300
CONTACT_LENGTH = 1000
# A longer list no longer consists of synonyms.
SYNONYM_COUNT = 50
# More topics than these belong together by standing below the same one.
RELATED_COUNT = 20

# How many times longer a field may be as it was typed.
_MOST_BLANKS = 10
# URLs below /tags/ that are not tags.
RESERVED = frozenset({"exchange", "new", "proposals", "restorations"})
_LENGTHS = {
    "label_sv": LABEL_LENGTH,
    "label_en": LABEL_LENGTH,
    "description_sv": DESCRIPTION_LENGTH,
    "description_en": DESCRIPTION_LENGTH,
    "scope_note_sv": DESCRIPTION_LENGTH,
    "scope_note_en": DESCRIPTION_LENGTH,
    "website": WEBSITE_LENGTH,
    "contact": CONTACT_LENGTH,
}
_WORDS = ("synonyms_sv", "synonyms_en", "near_sv", "near_en")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")
ONLY_TOPICS = _("The universities and the UN goals are fixed: only their words can be edited.")
_LOOK_AGAIN = _("Somebody has changed the term meanwhile. Look at it once more, then decide.")
NOT_ACCEPTED = _("Some fields need your attention.")


def refuse_changed(edition: str, seen: str) -> None:
    """Raise EditConflict when a term is no longer what was seen of it."""
    if edition != seen:
        raise EditConflict(_LOOK_AGAIN)


def check_term(term: Term, tag: Tag | None = None, others: Others | None = None) -> Term:
    """Return the term normalised; raise InvalidInput with a message for each invalid field.

    `tag` is the stored tag that is edited, None when the term is new. Who checks many terms reads
    the `others` once.
    """
    _refuse_too_many(term)
    _refuse_far_too_long(term)
    term = _normalise(term)
    messages = {
        **_check_relations(term, tag, others or read_others()),
        **_check_words(term),
        **_check_texts(term),
    }
    related, faults = check_related(term, tag)
    messages |= faults
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)
    return replace(term, related=related)


def _refuse_too_many(term: Term) -> None:
    """Refuse more words than anybody types, before spending time on comparing them."""
    messages = {
        field: _("Write at most %(count)s synonyms.", count=SYNONYM_COUNT)
        for field in _WORDS
        if len(getattr(term, field)) > SYNONYM_COUNT * 4
    }
    if len(term.related) > RELATED_COUNT:
        messages["related"] = _("Write at most %(count)s topics.", count=RELATED_COUNT)
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)


def _refuse_far_too_long(term: Term) -> None:
    """Refuse what is too long however it is normalised, before time is spent on that."""
    messages = {
        name: _("Use at most %(count)s characters.", count=length)
        for name, length in {**_LENGTHS, "slug": MAX_SLUG_LENGTH}.items()
        if len(getattr(term, name)) > length * _MOST_BLANKS
    } | {
        field: _("Use at most %(count)s characters a line.", count=LABEL_LENGTH)
        for field in (*_WORDS, "related")
        if any(len(word) > LABEL_LENGTH * _MOST_BLANKS for word in getattr(term, field))
    }
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)


def _normalise(term: Term) -> Term:
    label_sv, label_en = normalise_line(term.label_sv), normalise_line(term.label_en)
    synonyms_sv = distinct_words(term.synonyms_sv, [label_sv])
    synonyms_en = distinct_words(term.synonyms_en, [label_en])
    return replace(
        term,
        label_sv=label_sv,
        label_en=label_en,
        slug=normalise_line(term.slug) or slugify(label_en) or slugify(label_sv),
        description_sv=normalise_text(term.description_sv).strip(),
        description_en=normalise_text(term.description_en).strip(),
        scope_note_sv=normalise_text(term.scope_note_sv).strip(),
        scope_note_en=normalise_text(term.scope_note_en).strip(),
        synonyms_sv=synonyms_sv,
        synonyms_en=synonyms_en,
        near_sv=distinct_words(term.near_sv, [label_sv, *synonyms_sv]),
        near_en=distinct_words(term.near_en, [label_en, *synonyms_en]),
        website=normalise_line(term.website),
        contact=normalise_text(term.contact).strip(),
    )


def _check_texts(term: Term) -> dict[str, str]:
    messages = {}
    for field, length in _LENGTHS.items():
        text = getattr(term, field)
        if FORBIDDEN.search(text):
            messages[field] = _NOT_TEXT
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
    for field in _WORDS:
        words = getattr(term, field)
        if any(FORBIDDEN.search(word) for word in words):
            messages[field] = _NOT_TEXT
        elif any(len(word) > LABEL_LENGTH for word in words):
            messages[field] = _("Use at most %(count)s characters a line.", count=LABEL_LENGTH)
        elif len(words) > SYNONYM_COUNT:
            messages[field] = _("Write at most %(count)s synonyms.", count=SYNONYM_COUNT)
    return messages


def _check_relations(term: Term, tag: Tag | None, others: Others) -> Mapping[str, str]:
    """Check what depends on other tags: the slug, the parent and the labels."""
    own_id = tag.id if tag else 0
    messages = {}
    if not term.slug or slugify(term.slug) != term.slug or term.slug in RESERVED:
        messages["slug"] = _("Use only a to z, digits and hyphens, as in “co-creation”.")
    elif others.has_slug(term.slug, own_id):
        messages["slug"] = _("Another tag has or had this address.")
    if not _may_have_parent(term, own_id):
        messages["parent_id"] = _("Choose a topic that is not below this one.")
    for language in LANGUAGES:
        if others.has_label(term, language, own_id):
            messages[f"label_{language}"] = _("Another tag of this kind has the same term.")
    return messages


def _may_have_parent(term: Term, own_id: int) -> bool:
    """Check that the parent is a topic, and is not the tag itself or below it."""
    if term.parent_id is None:
        return True
    if term.kind != TagKind.TOPIC:
        return False
    parents = read_parents()
    if term.parent_id not in parents or term.parent_id == own_id:
        return False
    return own_id not in iterate_above(parents, term.parent_id)
