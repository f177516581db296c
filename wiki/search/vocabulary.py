"""Find the tags that a reader's words mean, among all tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial

from wiki.markup.slugs import slugify
from wiki.search.language.analysis import fold
from wiki.search.queries.tags import KnownTag
from wiki.search.ranking.expansion import TagName
from wiki.search.ranking.facets import TagLookup

_MOST_NEAREST = 5
# Below this, readers see no resemblance between the words that difflib finds.
_LEAST_SIMILARITY = 0.75


@dataclass(frozen=True)
class TagIndex:
    """All tags, arranged for what questions need of them."""

    known: tuple[KnownTag, ...]

    @cached_property
    def by_slug(self) -> dict[str, KnownTag]:
        """Return every tag under its slug."""
        return {tag.slug: tag for tag in self.known}

    @cached_property
    def lookup(self) -> TagLookup:
        """Return what the selection must know of tags."""
        return TagLookup(
            kinds={tag.slug: tag.kind for tag in self.known},
            numbers={tag.slug: tag.number for tag in self.known if tag.number is not None},
            resolve=partial(tags_meant, self.known),
        )

    @cached_property
    def names(self) -> tuple[TagName, ...]:
        """Return every name of every tag, and what is searched together, to expand questions by."""
        return tuple(
            (tag.id, language, name)
            for tag in self.known
            for language, name in (
                ("sv", tag.label_sv),
                ("en", tag.label_en),
                *tag.synonyms,
                *tag.near,
            )
        )


def tags_meant(tags: Iterable[KnownTag], name: str, value: str) -> set[str]:
    """Return the slugs of the tags that `value` means by slug, label or synonym, accents or not.

    Without an exact match, the beginning of a slug is enough, as in `university:malmo`.
    """
    wanted, slug = fold(value), slugify(value)
    candidates = [tag for tag in tags if name != "university" or tag.kind == "university"]
    exact = {tag.slug for tag in candidates if tag.slug == slug or _is_named(tag, wanted)}
    # A value without letters has no slug, and no slug begins with the hyphen alone.
    beginning = f"{slug}-"
    return exact or {tag.slug for tag in candidates if tag.slug.startswith(beginning)}


def _is_named(tag: KnownTag, folded: str) -> bool:
    return any(fold(name) == folded for name in tag_names(tag))


def nearest_topics(tags: Sequence[KnownTag], words: Iterable[str]) -> list[KnownTag]:
    """Return the topics whose names resemble any of the words."""
    named: dict[str, KnownTag] = {}
    for tag in tags:
        if tag.kind == "topic":
            for name in tag_names(tag):
                for word in (fold(name), *fold(name).split()):
                    named.setdefault(word, tag)
    found: dict[int, KnownTag] = {}
    for word in words:
        for name in get_close_matches(fold(word), named, n=2, cutoff=_LEAST_SIMILARITY):
            found.setdefault(named[name].id, named[name])
    return list(found.values())[:_MOST_NEAREST]


def tag_names(tag: KnownTag) -> list[str]:
    """Return all names of a tag, in both languages."""
    return [tag.label_sv, tag.label_en, *(synonym.text for synonym in tag.synonyms)]
