"""Store terms and describe them; the caller checks permissions and commits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.collation import sort_key
from wiki.tags.models import Tag, TagRedirect, TagSynonym, WordKind
from wiki.tags.queries import list_related
from wiki.tags.steps.relations import put_related
from wiki.tags.terms import Term, distinct_words, word_key
from wiki.web.i18n import LANGUAGES

# Words of a term in a language, of one kind: the rows there are, and what they are to be.
_Words = tuple[list[TagSynonym], str, WordKind, Sequence[str]]
# What the audit log records of a tag, besides its synonyms; a change of any raises its version.
_FIELDS = (
    "kind",
    "slug",
    "label_sv",
    "label_en",
    "description_sv",
    "description_en",
    "scope_note_sv",
    "scope_note_en",
    "parent_id",
    "website",
    "contact",
    "number",
)


def lock_tag(tag_id: int) -> Tag:
    """Return a tag, locked until the end of the transaction; raise NotFound if there is none."""
    tag = db.session.scalar(select(Tag).where(Tag.id == tag_id).with_for_update())
    if tag is None:
        raise NotFound()
    return tag


def put_term(term: Term, tag: Tag | None = None) -> Tag:
    """Store a checked term in `tag`, or in a new tag; a former slug redirects to the new slug.

    A term without a number leaves the stored number as it is.
    """
    tag = put_fields(term, tag)
    put_all_words([(tag, term)])
    db.session.flush()
    put_related(tag, term.related)
    return tag


def put_fields(term: Term, tag: Tag | None = None) -> Tag:
    """Do the same for all but its words and relations."""
    if tag is None:
        tag = Tag(kind=term.kind, slug=term.slug)
        db.session.add(tag)
    elif tag.slug != term.slug:
        _change_slug(tag, term.slug)
    for language in LANGUAGES:
        setattr(tag, f"label_{language}", term.label(language))
        setattr(tag, f"sort_key_{language}", sort_key(term.label(language), language))
    tag.description_sv, tag.description_en = term.description_sv, term.description_en
    tag.scope_note_sv, tag.scope_note_en = term.scope_note_sv, term.scope_note_en
    tag.parent_id = term.parent_id
    tag.website, tag.contact = term.website, term.contact
    if term.number is not None:
        tag.number = term.number
    return tag


def _change_slug(tag: Tag, slug: str) -> None:
    own = db.session.get(TagRedirect, slug)
    if own is not None:
        db.session.delete(own)
        db.session.flush()
    db.session.add(TagRedirect(slug=tag.slug, tag_id=tag.id))
    tag.slug = slug


def put_words(
    tag: Tag, language: str, same: Sequence[str], near: Sequence[str] | None = None
) -> None:
    """Make these the synonyms of `tag` in `language`, in this order, and what is searched with it.

    Without `near`, what is searched together stays, but for words that are synonyms now.
    """
    if near is None:
        near = distinct_words(tag.words(language, WordKind.NEAR), same)
    _put_lists(_lists_of(tag, language, same, near))


def put_all_words(terms: Iterable[tuple[Tag, Term]]) -> None:
    """Make the words of each tag those of its term."""
    _put_lists(
        [
            each
            for tag, term in terms
            for language in LANGUAGES
            for each in _lists_of(tag, language, term.words(language), term.near(language))
        ]
    )


def _lists_of(tag: Tag, language: str, same: Sequence[str], near: Sequence[str]) -> list[_Words]:
    return [
        (tag.synonyms, language, WordKind.SAME, same),
        (tag.near_words, language, WordKind.NEAR, near),
    ]


def _put_lists(lists: Sequence[_Words]) -> None:
    kept = [_keep_beginning(rows, language, words) for rows, language, _kind, words in lists]
    # What goes is gone before anything comes: a term has each word once, of one kind.
    db.session.flush()
    for (rows, language, kind, words), count in zip(lists, kept, strict=True):
        rows += [
            TagSynonym(language=language, text=word, key=word_key(word), kind=kind)
            for word in words[count:]
        ]


def _keep_beginning(rows: list[TagSynonym], language: str, words: Sequence[str]) -> int:
    """Remove the rows from the first on that is another word than wanted; return how many stay."""
    own = [row for row in rows if row.language == language]
    count = 0
    for row, word in zip(own, words, strict=False):
        if row.key != word_key(word):
            break
        row.text = word
        count += 1
    for row in own[count:]:
        rows.remove(row)
    return count


def describe_tag(tag: Tag, related: Sequence[str] | None = None) -> dict[str, Any]:
    """Return every field of a tag and its words, for the audit log and to detect changes.

    `related` are the slugs of the related topics, where many were read at once.
    """
    if related is None:
        related = [other.slug for other in list_related(tag, "en")]
    words = {
        f"{name}_{language}": list(tag.words(language, kind))
        for name, kind in (("synonyms", WordKind.SAME), ("near", WordKind.NEAR))
        for language in LANGUAGES
    }
    return {field: getattr(tag, field) for field in _FIELDS} | words | {"related": list(related)}


def term_of(tag: Tag, related: Sequence[str] | None = None) -> Term:
    """Return a stored tag as a term; `related` as in `describe_tag`."""
    described = describe_tag(tag, related)
    known = {name: described[name] for name in Term.__dataclass_fields__}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Term(**known | lists)


def count_change(tag: Tag, before: Mapping[str, Any]) -> None:
    """Raise the version of a tag if it differs from `before`."""
    if describe_tag(tag) != before:
        tag.version += 1


def short_name(tag: Tag, language: str) -> str:
    """Return the abbreviation of a university: its first short synonym, else its initials."""
    words = tag.words(language)
    short = next((word for word in words if 2 <= len(word) <= 4 and word.isupper()), None)
    return short or "".join(word[0] for word in tag.label(language).split()).upper()[:4]
