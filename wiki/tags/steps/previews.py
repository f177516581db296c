"""Say what a deed would change: every article concerned, and what it does to search."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.queries import find_tag_by_id, list_children, read_parents
from wiki.tags.steps.checks import NOT_ACCEPTED, check_term
from wiki.tags.steps.relations import check_place
from wiki.tags.steps.terms import term_of
from wiki.tags.terms import Renaming, Split, distinct_words, word_key
from wiki.tags.tree import iterate_above, list_below
from wiki.web.i18n import LANGUAGES

Words = list[tuple[str, str]]
"""Words with their languages."""


@dataclass(frozen=True)
class Preview:
    """What a deed would change.

    `found` are the words that would find the articles and did not, `lost` those that would no
    longer; `address` the former and the new one; `above` and `was_above` the way from the top.
    """

    article_ids: tuple[int, ...]
    found: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    address: tuple[str, str] | None = None
    children: tuple[Tag, ...] = ()
    was_above: tuple[Tag, ...] = ()
    above: tuple[Tag, ...] = ()


def list_tagged_ids(tag_ids: Iterable[int], viewer: Viewer) -> tuple[int, ...]:
    """Return the articles that have any of these tags, drafts too."""
    require(Permission.MANAGE_TAGS, viewer)
    query = select(ArticleTag.article_id).where(ArticleTag.tag_id.in_(tag_ids)).distinct()
    return tuple(db.session.scalars(query.order_by(ArticleTag.article_id)))


def preview_rename(tag: Tag, renaming: Renaming, viewer: Viewer) -> Preview:
    """Return what other labels and another address would change.

    Raises InvalidInput, as the others do, when the deed would be refused.
    """
    before = term_of(tag)
    after = check_term(renaming.apply(before), tag)
    lost: Words = []
    found: Words = []
    for language in LANGUAGES:
        old = [before.label(language), *before.words(language)]
        new = [after.label(language), *after.words(language)]
        lost += [(language, word) for word in distinct_words(old, new)]
        found += [(language, word) for word in distinct_words(new, old)]
    address = (tag.slug, after.slug) if after.slug != tag.slug else None
    return Preview(list_tagged_ids([tag.id], viewer), tuple(found), tuple(lost), address)


def preview_move(tag: Tag, parent_id: int | None, viewer: Viewer) -> Preview:
    """Return what moves along, and where it stood and would stand."""
    fault = check_place(tag, parent_id)
    if fault:
        raise InvalidInput(NOT_ACCEPTED, {"parent_id": fault})
    parents = read_parents()
    below = list_below(parents, tag.id)
    moved = {**parents, tag.id: parent_id}
    return Preview(
        list_tagged_ids([tag.id, *below], viewer),
        children=tuple(find_tag_by_id(tag_id) for tag_id in below),
        was_above=_way(parents, tag.id),
        above=_way(moved, tag.id),
    )


def _way(parents: dict[int, int | None], tag_id: int) -> tuple[Tag, ...]:
    """Return the topics above one, from the top."""
    return tuple(find_tag_by_id(above) for above in reversed([*iterate_above(parents, tag_id)]))


def preview_retirement(tag: Tag, viewer: Viewer) -> Preview:
    """Return which articles keep the topic, and which topics move up."""
    return Preview(
        list_tagged_ids([tag.id], viewer),
        children=tuple(list_children(tag, "en")),
        above=_way(read_parents(), tag.id),
    )


def preview_split(tag: Tag, split: Split, viewer: Viewer) -> Preview:
    """Return which articles would go to the new topic or get both, and which words would go."""
    check_term(replace(split.term, parent_id=tag.parent_id))
    own = {(language, word_key(word)) for language in LANGUAGES for word in tag.words(language)}
    lost = tuple(pair for pair in split.words if (pair[0], word_key(pair[1])) in own)
    tagged = set(list_tagged_ids([tag.id], viewer))
    return Preview(tuple(sorted(tagged & (split.moved | split.shared))), lost=lost)
