"""What the check of a term asks of all other terms, read once for as many as are checked."""

from collections import defaultdict

from sqlalchemy import select

from wiki.db import db
from wiki.tags.models import Tag, TagRedirect
from wiki.tags.terms import Term, word_key
from wiki.web.i18n import LANGUAGES


class Others:
    """Which addresses and labels terms have, by the number of the term."""

    def __init__(self) -> None:
        self._slugs: dict[str, set[int]] = defaultdict(set)
        self._labels: dict[tuple[str, str, str], set[int]] = defaultdict(set)

    def add_slug(self, tag_id: int, slug: str) -> None:
        """Add an address that a term has or had."""
        self._slugs[slug].add(tag_id)

    def add_label(self, tag_id: int, kind: str, language: str, label: str) -> None:
        """Add the label of a term."""
        self._labels[kind, language, word_key(label)].add(tag_id)

    def replace(self, tag_id: int, former: Term | None, term: Term) -> None:
        """Let a term have these words instead of its former ones, before it is stored."""
        self.add_slug(tag_id, term.slug)
        for language in LANGUAGES:
            if former is not None:
                key = former.kind, language, word_key(former.label(language))
                self._labels[key].discard(tag_id)
            self.add_label(tag_id, term.kind, language, term.label(language))

    def has_slug(self, slug: str, own_id: int) -> bool:
        """Return whether another term has or had an address."""
        return bool(self._slugs.get(slug, set()) - {own_id})

    def has_label(self, term: Term, language: str, own_id: int) -> bool:
        """Return whether another term of the same kind has the label."""
        key = term.kind, language, word_key(term.label(language))
        return bool(self._labels.get(key, set()) - {own_id})


def read_others() -> Others:
    """Return what is stored of all terms."""
    others = Others()
    rows = db.session.execute(select(Tag.id, Tag.kind, Tag.slug, Tag.label_sv, Tag.label_en))
    for tag_id, kind, slug, swedish, english in rows:
        others.add_slug(tag_id, slug)
        others.add_label(tag_id, kind, "sv", swedish)
        others.add_label(tag_id, kind, "en", english)
    for slug, tag_id in db.session.execute(select(TagRedirect.slug, TagRedirect.tag_id)):
        others.add_slug(tag_id, slug)
    return others
