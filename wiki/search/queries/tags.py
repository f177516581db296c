"""Read all tags, as a search must know them."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from wiki.db import db
from wiki.tags.models import Tag, TagSynonym
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

    def label(self, language: str) -> str:
        """Return the tag's name in `language`."""
        return self.label_sv if language == "sv" else self.label_en


def list_known_tags() -> list[KnownTag]:
    """Return all tags with their synonyms, in their order; tags are public."""
    synonyms: dict[int, list[Synonym]] = {}
    rows = select(TagSynonym.tag_id, TagSynonym.language, TagSynonym.text).order_by(TagSynonym.id)
    for tag_id, language, text in db.session.execute(rows):
        synonyms.setdefault(tag_id, []).append(Synonym(language, text))
    tags = select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en, Tag.number)
    return [
        KnownTag(*row, synonyms=tuple(synonyms.get(row.id, ())))
        for row in db.session.execute(
            tags.order_by(Tag.kind.desc(), BY_NUMBER, Tag.sort_key_sv, Tag.id)
        )
    ]
