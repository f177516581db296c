"""Find the section that somebody edits, and put their words into the text that it is from."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.sections import Cut, Outline, cut_section, find_section, follow_headings
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import find_head, find_text, text_of
from wiki.articles.text import ArticleText
from wiki.characters import normalise_text
from wiki.db import db
from wiki.errors import InvalidInput, WikiError
from wiki.markup.headings import NO_SECTION, Heading, Sections
from wiki.markup.slugs import ANCHOR_PREFIX
from wiki.markup.wikilinks import find_own_sections, move_section_links
from wiki.revisions.models import Revision

_NOT_CLOSED = _(
    "A block of code begins here and does not end: what comes after this section would become "
    "part of it."
)


@dataclass(frozen=True)
class OpenedSection:
    """A section in the text that it was opened from; `cut` is None when it is not there."""

    whole: ArticleText
    line: int
    cut: Cut | None

    @property
    def heading(self) -> str:
        """Return the heading as it was typed, without its signs."""
        return self.cut.first_line.strip("# \t") if self.cut else ""

    def join(self, words: str) -> ArticleText:
        """Return the whole text with these words as the section; nothing of them is ever lost."""
        if self.cut is None:
            words = normalise_text(words)
            return replace(self.whole, body=f"{self.whole.body.rstrip()}\n\n{words}".lstrip())
        return replace(self.whole, body=self.cut.put(words))

    def check(self, joined: ArticleText) -> None:
        """Raise InvalidInput when the words would swallow what comes after the section."""
        if self.cut is not None and not self.cut.is_closed_in(joined.body):
            raise InvalidInput(_NOT_CLOSED, {"body": _NOT_CLOSED})

    def find_lines(self, body: str) -> range:
        """Return the lines of the section in the whole text with other words in it."""
        count = body.count("\n") + 1
        if self.cut is None:
            return range(self.whole.body.rstrip().count("\n") + 1, count)
        after = self.cut.after
        end = count - after.count("\n") - 1 if after else count
        return range(self.cut.before.count("\n"), end)


def find_part(article: Article, base_number: int, line: int, viewer: Viewer) -> OpenedSection:
    """Return the section that begins on a line of the revision that it was opened from.

    Of a text that was hidden since, nothing is joined: the words follow the newest text, and where
    they belong has to be settled by hand.
    """
    stored = find_text(article.id, base_number)
    if stored.is_hidden and not can(Permission.HIDE_REVISION, viewer):
        return OpenedSection(text_of(find_head(article)), line, None)
    text = text_of(stored)
    return OpenedSection(text, line, cut_section(text.body, line))


def find_line(revision: Revision, language: str, anchor: str) -> int:
    """Return the line on which the section with an id begins; NO_SECTION if there is none."""
    headings = revision.outline
    if any(heading.line is None for heading in headings):  # rendered by an older version
        with suppress(WikiError):
            headings = render_body(revision.body_markdown, language).headings
    lines = {heading.anchor: heading.line for heading in headings if heading.may_begin_section}
    line = lines.get(anchor)
    return NO_SECTION if line is None else line


def find_anchor(revision: Revision, words: str, line: int) -> str:
    """Return the id of the section of a saved text that begins with words; "" if there is none."""
    anchors = {
        heading.line: heading.anchor
        for heading in revision.outline
        if heading.line is not None and heading.may_begin_section
    }
    found = find_section(revision.body_markdown, words, line, anchors)
    return anchors.get(found, "")


def has_same_headings(*revision_ids: int | None) -> bool:
    """Return whether revisions have the same headings; this is asked at each publication."""
    query = select(Revision.headings).where(Revision.id.in_(revision_ids))
    found = [[heading["anchor"] for heading in row] for row in db.session.scalars(query)]
    return all(anchors == found[0] for anchors in found)


def find_outlines(*revision_ids: int | None) -> list[Outline]:
    """Return the texts of revisions with their headings."""
    query = select(Revision.id, Revision.headings, Revision.body_markdown)
    rows = db.session.execute(query.where(Revision.id.in_(revision_ids)))
    found = {
        number: Outline(tuple(Heading(**heading) for heading in headings), body)
        for number, headings, body in rows
    }
    return [found[number] for number in revision_ids if number is not None]


def find_bases(head: Revision, base_number: int) -> list[Revision]:
    """Return the texts whose headings a save may change: the newest, and the one it began with."""
    if base_number == head.number:
        return [head]
    return [head, find_text(head.article_id, base_number)]


def follow_own_headings(
    bases: Sequence[Revision], language: str, text: ArticleText, headings: Sequence[Heading]
) -> ArticleText:
    """Return a text whose links to its own sections follow the headings that it renames.

    `headings` are its own, and `bases` what it is compared with, the newest first: a link may have
    been written before somebody else renamed its section. A link that leads to a section still is
    as its author wants it.
    """
    after, head = Outline(headings, text.body), bases[0]
    moved: dict[str, str] = {}
    for base in bases if "[" in text.body else ():
        found = follow_headings(Outline(base.outline, base.body_markdown), after)
        for anchor, new in found.items():
            if new is not None and anchor not in after.anchors:
                moved.setdefault(anchor, new)
    if not moved:
        return text
    names = {
        (name, anchor.removeprefix(ANCHOR_PREFIX)): new
        for anchor, new in moved.items()
        for name in (None, *((language, base.title) for base in bases), (language, text.title))
    }
    own = language, db.session.get_one(Article, head.article_id).slug
    return replace(text, body=move_section_links(text.body, language, names, own))


def find_lost_sections(article: Article, revision: Revision) -> list[str]:
    """Return the sections of itself that a text links to and does not have, as it names them."""
    sections = Sections(heading.anchor for heading in revision.outline)
    own = article.language, article.slug
    names = find_own_sections(revision.body_markdown, {(own[0], revision.title)}, own)
    return [
        name
        for name, slug in names.items()
        if not (sections.find(ANCHOR_PREFIX + slug) or sections.find(name))
    ]
