"""Merge a text and add it as a revision, in steps; no step commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, undefer

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.labels import merge_bodies
from wiki.articles.merge import merge_values
from wiki.articles.models import Article
from wiki.articles.settle import TextMerge
from wiki.articles.steps.links import record_links
from wiki.articles.steps.render import RenderedText, note_stored
from wiki.articles.text import ArticleText
from wiki.clock import now
from wiki.db import db
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.markup.collation import sort_key
from wiki.markup.parse import drop_prompts
from wiki.markup.render import RENDERER_VERSION, Rendered
from wiki.markup.slugs import slugify
from wiki.media.lead import LEAD
from wiki.media.steps import record_uses
from wiki.references.steps.citations import store_citations
from wiki.revisions.authorship import count_words_added
from wiki.revisions.models import Revision
from wiki.signals import draft_moved
from wiki.web.numbers import LARGEST

_SOMEBODY_SAVED = _("Somebody else saved this article while you were writing.")
# No text holds this character.
_NOTHING = "\0"
_NO_VERSION = _("The form names a version that does not exist.")
_HIDDEN = _("An administrator has hidden the version that you read. What you wrote is kept below.")
_YOU_SAVED = _("You saved this article in another window while you were writing.")


class Standing(NamedTuple):
    """Which versions an article has and shows, and whether it is archived."""

    head_id: int | None
    published_id: int | None
    archived_at: datetime | None


class TextConflict(EditConflict):
    """A merge with places that its author has to settle, and what it was made of.

    `is_own` is whether everything saved meanwhile was saved by the author of this text.
    """

    def __init__(
        self,
        newest: Revision,
        merge: TextMerge,
        mine: ArticleText,
        base_number: int,
        *,
        is_own: bool,
    ) -> None:
        super().__init__(_YOU_SAVED if is_own else _SOMEBODY_SAVED)
        self.newest = newest
        self.merge = merge
        self.mine = mine
        self.base_number = base_number
        self.is_own = is_own


def find_text(article_id: int, number: int) -> Revision:
    """Return a revision of an article with its source; raise NotFound if there is none."""
    revision = db.session.scalar(
        select(Revision)
        .where(Revision.article_id == article_id, Revision.number == min(number, LARGEST))
        .options(undefer(Revision.body_markdown))
    )
    if revision is None:
        raise NotFound()
    return revision


def find_readable_text(article_id: int, number: int, viewer: Viewer) -> Revision:
    """Return a revision that a form names, with its source, to be quoted or compared with.

    Raises InvalidInput if there is none, and EditConflict where it is hidden from the viewer,
    whatever they know of its words.
    """
    try:
        revision = find_text(article_id, number)
    except NotFound as error:
        raise InvalidInput(_NO_VERSION) from error
    if not may_read(revision, viewer):
        raise EditConflict(_HIDDEN)
    return revision


def may_read(revision: Revision, viewer: Viewer) -> bool:
    """Return whether a revision of an article whose drafts the viewer sees is not hidden."""
    return not revision.is_hidden or can(Permission.HIDE_REVISION, viewer)


def find_head(article: Article) -> Revision:
    """Return an article's newest revision with its source."""
    return db.session.scalars(
        select(Revision)
        .where(Revision.id == article.head_id)
        .options(undefer(Revision.body_markdown), undefer(Revision.headings))
    ).one()


def text_of(revision: Revision) -> ArticleText:
    """Return a revision's text and facts."""
    return ArticleText(
        revision.title, revision.summary, revision.body_markdown, dict(revision.facts)
    )


def merge_with_head(
    head: Revision, mine: ArticleText, base_number: int, viewer: Viewer
) -> ArticleText:
    """Return the text to save: `mine`, merged with the newest revision if that is not its base.

    Raises TextConflict where the two overlap.
    """
    if base_number == head.number:
        return mine
    _check_base(head, base_number)
    if mine == text_of(head):
        return mine
    conflict = merge_with(head, mine, base_number, viewer)
    merge = conflict.merge
    if not merge.is_clean:
        raise conflict
    return ArticleText(
        merge.title.value, merge.summary.value, merge.body.joined(()), merge.facts.value
    )


def merge_with(
    saved: Revision, mine: ArticleText, base_number: int, viewer: Viewer
) -> TextConflict:
    """Merge a text with a revision that was saved meanwhile; tell what there is to settle."""
    _check_base(saved, base_number)
    theirs, stored = text_of(saved), find_text(saved.article_id, base_number)
    base = text_of(stored)
    if not may_read(stored, viewer):
        # Of a hidden base nothing is merged: who guesses its words right would see it by the
        # merge. With a base that neither resembles, all that differs has to be settled.
        facts = dict.fromkeys([*mine.facts, *theirs.facts], _NOTHING)
        base = ArticleText(_NOTHING, _NOTHING, _NOTHING, facts)
    merge = TextMerge(
        kind=db.session.get_one(Article, saved.article_id).kind,
        title=merge_values(base.title, mine.title, theirs.title),
        summary=merge_values(base.summary, mine.summary, theirs.summary),
        facts=merge_values(base.facts, mine.facts, theirs.facts),
        body=merge_bodies(base.body, mine.body, theirs.body),
    )
    is_own = is_own_work(saved, base_number, viewer)
    return TextConflict(saved, merge, mine, base_number, is_own=is_own)


def _check_base(saved: Revision, base_number: int) -> None:
    if not 0 < base_number <= saved.number:
        raise InvalidInput(_NO_VERSION)


def is_own_work(head: Revision, base_number: int, viewer: Viewer) -> bool:
    """Return whether the viewer saved all revisions after the base, up to the newest."""
    others = select(Revision.id).where(
        Revision.article_id == head.article_id,
        Revision.number > base_number,
        Revision.author_id != viewer.user_id,
    )
    return head.number > base_number and db.session.scalar(others.limit(1)) is None


def standing_of(article: Article) -> Standing:
    """Return where an article stands, as it was read."""
    return Standing(article.head_id, article.published_id, article.archived_at)


def lock_article(article: Article, expected: Standing) -> bool:
    """Lock the article's row; return whether it still stands where it was expected to."""
    standing = select(Article.head_id, Article.published_id, Article.archived_at)
    row = db.session.execute(standing.where(Article.id == article.id).with_for_update()).first()
    return row is not None and Standing(*row) == expected


def add_revision(
    article: Article, text: ArticleText, rendered: RenderedText, comment: str, viewer: Viewer
) -> Revision:
    """Add a text as the article's newest revision, with its links."""
    is_first = article.head_id is None
    numbers = select(func.max(Revision.number)).where(Revision.article_id == article.id)
    last = None if is_first else db.session.scalar(numbers)
    revision = Revision(
        article_id=article.id,
        number=(last or 0) + 1,
        parent_id=article.head_id,
        author_id=viewer.user_id,
        comment=comment,
        title=text.title,
        sort_key=sort_key(text.title, article.language),
        summary=text.summary,
        facts=dict(text.facts),
        source_hash=text.source_hash,
        body_markdown=text.body,
        body_html=rendered.html,
        body_text=rendered.text,
        headings=[vars(heading) for heading in rendered.headings],
        words_added=_count_words_added(article, text),
        renderer_version=RENDERER_VERSION,
        licence=article.licence or current_app.config["LICENCES"].split()[0],
        created_at=now(),
    )
    db.session.add(revision)
    db.session.flush()
    if article.held_at is not None and article.head.author_id != viewer.user_id:
        article.held_at = None  # one author does not hold the draft of another
        draft_moved.send(article, viewer=viewer)
    article.head_id = revision.id
    if article.published_id is None:
        article.title_slug = slugify(text.title)
    _record_names(revision, rendered, is_first)
    note_stored(revision.id, rendered)
    return revision


def _record_names(revision: Revision, rendered: Rendered, is_first: bool) -> None:
    """Store what a text links to, shows and cites; a first text has nothing to replace."""
    record_links(revision.article_id, rendered.wikilinks, is_first=is_first)
    if rendered.media or LEAD in revision.facts or not is_first:
        record_uses(revision.article_id, rendered.media, revision.facts)
    if rendered.cited or not is_first:
        store_citations(revision.article_id, rendered.cited)


def record_names(rendered: Sequence[tuple[int, RenderedText]]) -> None:
    """Store what texts link to, show and cite, of those rendered again that are read now."""
    results = dict(rendered)
    articles = db.session.scalars(
        select(Article).where(or_(Article.head_id.in_(results), Article.published_id.in_(results)))
    )
    for article in articles.all():
        for revision, is_head in ((article.published, False), (article.head, True)):
            if revision and (found := results.get(revision.id)):
                record_links(article.id, found.wikilinks, is_head=is_head)
                record_uses(article.id, found.media, revision.facts, is_head=is_head)
                store_citations(article.id, found.cited, is_head=is_head)


def _count_words_added(article: Article, text: ArticleText) -> int:
    """Count the words that the text before did not have; who restores a text has written none."""
    words = f"{text.summary} {drop_prompts(text.body)}"
    if article.head_id is None:
        return count_words_added("", words)
    earlier = aliased(Revision)
    is_earlier = exists().where(
        earlier.article_id == article.id, earlier.source_hash == text.source_hash
    )
    head = select(Revision.summary, Revision.body_markdown, is_earlier)
    before = head.where(Revision.id == article.head_id)
    summary, body, is_restored = db.session.execute(before).one()
    return 0 if is_restored else count_words_added(f"{summary} {drop_prompts(body)}", words)
