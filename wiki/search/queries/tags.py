"""Read all tags, as a search must know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from wiki.db import db
from wiki.memory.queries import remember
from wiki.tags.models import Tag, TagSynonym, WordKind
from wiki.tags.queries import BY_NUMBER


class Synonym(NamedTuple):
    """Another name of a tag."""

    language: str
    text: str


@dataclass(frozen=True)
class KnownTag:
    """What a search must know of a tag, in a form that outlives the session, to be cached."""

    id: int
    kind: str
    slug: str
    label_sv: str
    label_en: str
    number: int | None
    synonyms: tuple[Synonym, ...] = ()
    near: tuple[Synonym, ...] = ()  # searched together, not the same
    is_retired: bool = False
    description_sv: str = ""
    description_en: str = ""

    def label(self, language: str) -> str:
        """Return the tag's name in `language`."""
        return self.label_sv if language == "sv" else self.label_en

    def in_short(self, language: str) -> str:
        """Return the first sentence on what the tag is about, in `language`."""
        text = self.description_sv if language == "sv" else self.description_en
        first, dot, _ = text.partition(". ")
        return first + dot.strip()


def list_offered_tags() -> list[KnownTag]:
    """Return the tags that can be put on articles: all but retired ones."""
    return [tag for tag in list_known_tags() if not tag.is_retired]


def list_known_tags() -> Sequence[KnownTag]:
    """Return all tags with their synonyms, in their order; tags are public."""
    return remember("known tags", (Tag, TagSynonym), _find_known_tags)


def _find_known_tags() -> Sequence[KnownTag]:
    words: dict[tuple[int, str], list[Synonym]] = {}
    rows = select(TagSynonym.tag_id, TagSynonym.kind, TagSynonym.language, TagSynonym.text)
    for tag_id, kind, language, text in db.session.execute(rows.order_by(TagSynonym.id)):
        words.setdefault((tag_id, kind), []).append(Synonym(language, text))
    retired = set(db.session.scalars(select(Tag.id).where(Tag.retired_at.is_not(None))))
    tags = select(
        Tag.id,
        Tag.kind,
        Tag.slug,
        Tag.label_sv,
        Tag.label_en,
        Tag.number,
        Tag.description_sv,
        Tag.description_en,
    )
    return [
        KnownTag(
            *row[:6],
            description_sv=row.description_sv,
            description_en=row.description_en,
            synonyms=tuple(words.get((row.id, WordKind.SAME), ())),
            near=tuple(words.get((row.id, WordKind.NEAR), ())),
            is_retired=row.id in retired,
        )
        for row in db.session.execute(
            tags.order_by(Tag.kind.desc(), BY_NUMBER, Tag.sort_key_sv, Tag.id)
        )
    ]
