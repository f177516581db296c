"""Create, save, publish, rename and restore articles; no revision is ever overwritten."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.mend import mend_links, mend_sections, note_mending
from wiki.articles.actions.result import NO_SECTIONS, FollowedSections, Saved
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted, is_visible
from wiki.articles.queries.completeness import contents_of, missing_parts, read_contents
from wiki.articles.steps.kind import facts_of_kind
from wiki.articles.steps.links import find_known_targets
from wiki.articles.steps.publish import (
    Incomplete,
    Publication,
    apply_publication,
    change_by,
    credit_reviewer,
    is_slug_free,
    prepare_publication,
)
from wiki.articles.steps.render import RenderedText, render_body
from wiki.articles.steps.revise import (
    add_revision,
    find_head,
    find_text,
    is_own_work,
    lock_article,
    merge_with_head,
    standing_of,
    text_of,
)
from wiki.articles.steps.sections import find_bases, follow_own_headings
from wiki.articles.steps.slugs import fits_title, free_slug, make_room
from wiki.articles.steps.translations import SourceVersion, find_source, insert_first_pair
from wiki.articles.text import ArticleText, check_title
from wiki.audit.steps import record, refuse_repeat
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.revisions.models import Revision
from wiki.signals import content_changed, draft_moved
from wiki.web.i18n import LANGUAGES

# How many times to try a write that others keep overtaking. A try fails only when somebody else's
# succeeded, so this many people can write at once.
_TRIES = 25
# A save merges and renders before it takes the write lock, so that others can write meanwhile.
# After this many lost races it takes the lock first, and cannot be overtaken again.
_TRIES_BEFORE_TURN = 5
_SAVED_SINCE = _("Somebody has saved since. Compare the versions first.")
_BUSY = _("Many people are saving this article at once. Try again.")
_NEWER = _("A newer draft was saved meanwhile. Read it, then publish.")


def create_article(
    language: str,
    kind: str,
    text: ArticleText,
    viewer: Viewer,
    *,
    comment: str = "",
    publish: bool = False,
    version: SourceVersion | None = None,
    form_id: str | None = None,
) -> Saved:
    """Create an article as a draft or, if the viewer may publish, published at once.

    It is paired with the article that it translates, unless that article has a translation
    already, which may be a draft that the viewer cannot see. Raises AlreadyMade: see `create_once`.
    """
    require(Permission.PUBLISH if publish else Permission.WRITE, viewer)
    if language not in LANGUAGES or kind not in KINDS:
        raise InvalidInput(_("Choose a language and a kind."))
    source = find_source(version, language, viewer)
    for _attempt in range(_TRIES):
        drafts = None if publish else is_visible(viewer)
        slug = free_slug(language, text.title, drafts=drafts)
        article = Article(language=language, kind=kind, slug=slug, created_by_id=viewer.user_id)
        publication, rendered, missing = _prepare(article, text, publish, viewer)
        with write():
            refuse_repeat(viewer.user_id, "article", form_id)
            if free_slug(language, text.title, drafts=drafts) != article.slug:
                continue
            make_room(language, article.slug)
            db.session.add(article)
            db.session.flush()
            revision = add_revision(article, text, rendered, comment, viewer)
            record(viewer.user_id, "create", "article", article.id, form_id, title=text.title)
            _finish(article, revision, publication, viewer)
            was_paired = source is not None and insert_first_pair(article, source, viewer)
        _mend(article, publication, viewer)
        return Saved(article, revision, is_new=True, was_paired=was_paired, missing=missing)
    raise EditConflict(_BUSY)


def save_article(
    article_id: int,
    text: ArticleText,
    base_number: int,
    viewer: Viewer,
    *,
    comment: str = "",
    publish: bool | None = False,
) -> Saved:
    """Save a text that is based on revision `base_number`.

    When somebody else has saved since, the two texts are merged. Raises TextConflict where they
    overlap, and then stores nothing. `publish` may be None: if readers see the newest text, they
    see this one next. What is archived gets a draft, whatever `publish` says.
    """
    for attempt in range(_TRIES_BEFORE_TURN + 1):
        has_turn = attempt == _TRIES_BEFORE_TURN
        saved = _try_save(article_id, text, base_number, comment, publish, has_turn, viewer)
        if saved is not None:
            return saved
    raise EditConflict(_BUSY)


def _try_save(
    article_id: int,
    text: ArticleText,
    base_number: int,
    comment: str,
    publish: bool | None,
    has_turn: bool,
    viewer: Viewer,
) -> Saved | None:
    """Merge, render and store a text; return None when somebody else saved first."""
    with ExitStack() as turn:
        if has_turn:
            turn.enter_context(write())
        article = find_permitted(article_id, Permission.EDIT, viewer)
        head, standing = find_head(article), standing_of(article)
        merged = merge_with_head(head, text, base_number, viewer)
        if merged.source_hash == head.source_hash:
            turn.close()  # publishing without a new text takes a transaction of its own
            saved = _save_nothing(article, head, bool(publish), viewer)
            is_repeat = base_number < head.number and head.author_id == viewer.user_id
            return replace(saved, is_repeat=is_repeat)
        publishes = _publishes(article, publish, viewer)
        final, publication, rendered, missing = _prepare_followed(
            article, find_bases(head, base_number), merged, publishes, viewer
        )
        if not has_turn:
            turn.enter_context(write())
        if not (lock_article(article, standing) and is_slug_free(article, publication)):
            return None
        revision = add_revision(article, final, rendered, comment, viewer)
        _follow_draft_title(article, final.title, viewer)
        record(viewer.user_id, "save", "article", article.id, revision=revision.number)
        _finish(article, revision, publication, viewer)
    followed = _mend(article, publication, viewer)
    was_merged = merged != text
    with_own = was_merged and is_own_work(head, base_number, viewer)
    saved = Saved(article, revision, is_new=True, was_merged=was_merged, with_own=with_own)
    return replace(saved, missing=missing, sections=followed)


def _publishes(article: Article, publish: bool | None, viewer: Viewer) -> bool:
    """Return whether a save publishes too; raise NotAllowed if the viewer may not."""
    if publish is None:
        publish = article.is_public and not article.has_draft
    if publish:
        require(Permission.PUBLISH, viewer, article)
    return publish and not article.is_archived


def _prepare_followed(
    article: Article, bases: Sequence[Revision], text: ArticleText, publish: bool, viewer: Viewer
) -> tuple[ArticleText, Publication | None, RenderedText, Sequence[str]]:
    """Prepare a text whose links to its own sections follow the headings that it renames."""
    prepared = _prepare(article, text, publish, viewer)
    followed = follow_own_headings(bases, article.language, text, prepared[1].headings)
    if followed != text:
        prepared = _prepare(article, followed, publish, viewer)
    return followed, *prepared


def _prepare(
    article: Article, text: ArticleText, publish: bool, viewer: Viewer
) -> tuple[Publication | None, RenderedText, Sequence[str]]:
    """Render a text and prepare to publish it if that is wanted; return what it lacks for that."""
    known = find_known_targets(article.id) if article.id else None
    publication = prepare_publication(article, text.title) if publish else None
    rendered = render_body(text.body, article.language, change_by(publication), known)
    contents = read_contents(article.kind, rendered.text, text.summary, rendered.html)
    missing = missing_parts(article, contents, viewer) if publish else ()
    if missing:  # a draft, whose links must not lead to where only its publication would
        return None, render_body(text.body, article.language, known=known), missing
    return publication, rendered, missing


def publish_article(article_id: int, number: int, viewer: Viewer) -> Saved:
    """Show revision `number` to readers; only the newest can be published.

    The slug follows the title, the old slug redirects to it for good, and links are updated.
    """
    for _attempt in range(_TRIES):
        article = find_permitted(article_id, Permission.PUBLISH, viewer)
        revision, standing = find_head(article), standing_of(article)
        if revision.number != number:
            raise EditConflict(_NEWER)
        if article.is_archived:
            raise InvalidInput(_("Bring the article back before you publish it."))
        if article.published_id == revision.id:  # the same form was sent twice
            return Saved(article, revision, is_new=False)
        if missing := missing_parts(article, contents_of(article, revision), viewer):
            raise Incomplete(missing)
        publication = prepare_publication(article, revision.title)
        with write():
            if not (lock_article(article, standing) and is_slug_free(article, publication)):
                continue
            _finish(article, revision, publication, viewer)
        followed = _mend(article, publication, viewer)
        return Saved(article, revision, is_new=False, was_published=True, sections=followed)
    raise EditConflict(_BUSY)


def rename_article(
    article_id: int, title: str, viewer: Viewer, comment: str = "", *, base: int | None = None
) -> Saved:
    """Give an article another title, and with it another slug.

    The public article is renamed at once unless it has a draft; then only the draft is renamed.
    Raises EditConflict when `base` is given and is no longer the newest revision.
    """
    article = find_permitted(article_id, Permission.RENAME, viewer)
    head = find_head(article)
    if base is not None and head.number != base:
        raise EditConflict(_SAVED_SINCE)
    text = replace(text_of(head), title=check_title(title))
    return save_article(article.id, text, head.number, viewer, comment=comment, publish=None)


def restore_revision(
    article_id: int, number: int, viewer: Viewer, *, publish: bool = False, base: int | None = None
) -> Saved:
    """Save the text of an old revision again, as the newest revision.

    Raises EditConflict when `base` is given and is no longer the newest revision.
    """
    article = find_permitted(article_id, Permission.EDIT, viewer)
    old = find_text(article.id, number)
    if old.is_hidden:
        raise NotFound()
    head = find_head(article)
    if base is not None and head.number != base:
        raise EditConflict(_SAVED_SINCE)
    comment = gettext("Version %(number)s restored", number=number)
    text = replace(text_of(old), facts=facts_of_kind(article.kind, old.facts))
    return save_article(article_id, text, head.number, viewer, comment=comment, publish=publish)


def _follow_draft_title(article: Article, title: str, viewer: Viewer) -> None:
    """Make the slug of an article that was never public follow its title."""
    if article.first_published_at is None and not fits_title(article, title):
        slug = free_slug(article.language, title, article.id, is_visible(viewer))
        make_room(article.language, slug, article.id)
        article.slug = slug


def _save_nothing(article: Article, head: Revision, publish: bool, viewer: Viewer) -> Saved:
    """Add no revision for an unchanged text; publish the newest revision if requested."""
    missing: Sequence[str] = ()
    if publish and article.published_id != head.id:
        try:
            return publish_article(article.id, head.number, viewer)
        except Incomplete as error:
            missing = error.missing
    return Saved(article, head, is_new=False, missing=missing)


def _finish(
    article: Article, revision: Revision, publication: Publication | None, viewer: Viewer
) -> None:
    """Publish if requested, and announce the change."""
    if publication is not None:
        said = credit_reviewer(article, revision, viewer)
        apply_publication(article, revision, publication)
        note_mending(publication, article.id, viewer)
        record(viewer.user_id, "publish", "article", article.id, revision=revision.number, **said)
        draft_moved.send(article, viewer=viewer)
    content_changed.send(article)


def _mend(article: Article, publication: Publication | None, viewer: Viewer) -> FollowedSections:
    """Mend the links that would lead elsewhere after a publication."""
    if publication is None:
        return NO_SECTIONS
    mend_links(publication, article.id, viewer)
    return mend_sections(article, publication.former_id, viewer)
