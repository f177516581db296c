"""A term as an editor wrote it, and the comparison of words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from wiki.characters import normalise_line
from wiki.markup.slugs import slugify

# What a university says of itself: edited with its profile, not with the other terms.
OWN_WORDS = ("description_sv", "description_en", "website", "contact")


@dataclass(frozen=True)
class Term:
    """What an editor wrote of a tag: its words in both languages and its place in the tree."""

    kind: str
    label_sv: str
    label_en: str
    slug: str = ""  # made from the English label when it is empty
    description_sv: str = ""
    description_en: str = ""
    synonyms_sv: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()
    near_sv: tuple[str, ...] = ()  # searched together, not the same
    near_en: tuple[str, ...] = ()
    scope_note_sv: str = ""
    scope_note_en: str = ""
    related: tuple[str, ...] = ()  # topics by slug, or by label as long as it is unchecked
    parent_id: int | None = None
    website: str = ""
    contact: str = ""
    number: int | None = None

    def words(self, language: str) -> tuple[str, ...]:
        """Return the synonyms in `language`."""
        return self.synonyms_sv if language == "sv" else self.synonyms_en

    def near(self, language: str) -> tuple[str, ...]:
        """Return the words in `language` that are searched together with the term."""
        return self.near_sv if language == "sv" else self.near_en

    def label(self, language: str) -> str:
        """Return the label in `language`."""
        return self.label_sv if language == "sv" else self.label_en


@lru_cache(maxsize=4096)
def word_key(word: str) -> str:
    """Return the key by which words for tags are compared, without case and accents."""
    # A word in another script has no slug; it is compared as it is written.
    line = normalise_line(word)
    return slugify(line) or line.casefold()[:100]


def distinct_words(words: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words in order, without empty words, repetitions and those in `taken`."""
    seen = {word_key(word) for word in taken}
    distinct = []
    for word in map(normalise_line, words):
        key = word_key(word)
        if key and key not in seen:
            seen.add(key)
            distinct.append(word)
    return tuple(distinct)


@dataclass(frozen=True)
class Renaming:
    """The new labels and address of a topic, and whether the former labels become synonyms."""

    label_sv: str
    label_en: str
    slug: str
    keeps_words: bool = True

    def apply(self, term: Term) -> Term:
        """Return the term with these labels; the address stays where none is given."""
        kept_sv, kept_en = ((term.label_sv,), (term.label_en,)) if self.keeps_words else ((), ())
        return replace(
            term,
            label_sv=self.label_sv,
            label_en=self.label_en,
            slug=normalise_line(self.slug) or term.slug,
            synonyms_sv=(*term.synonyms_sv, *kept_sv),
            synonyms_en=(*term.synonyms_en, *kept_en),
        )


@dataclass(frozen=True)
class Split:
    """A new topic, the articles that go to it or get both, and the synonyms that go to it.

    `words` are pairs of a language and a word.
    """

    term: Term
    moved: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    words: tuple[tuple[str, str], ...] = ()

    def words_of(self, language: str) -> tuple[str, ...]:
        """Return the synonyms in `language` that go to the new topic."""
        return tuple(word for other, word in self.words if other == language)
