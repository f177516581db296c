"""Archive and unarchive articles, and pair them with their translations."""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, delete, select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.mend import mend_links, mend_own_links, note_mending
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import find_permitted, find_translation
from wiki.articles.queries.targets import NO_CHANGE, TargetChange, find_place
from wiki.articles.steps.links import relink, render_linking, store_linking
from wiki.articles.steps.publish import Publication
from wiki.articles.steps.translations import insert_pair, pairs_of
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.signals import content_changed, content_removed, draft_moved

_CHOSEN = _("Somebody else has chosen a translation meanwhile. Look at it, then choose.")

_EDITORS = _(
    "Which public articles are translations of each other is for an editor to say. You can choose "
    "a translation for drafts of your own."
)


def archive_article(article_id: int, reason: str, viewer: Viewer) -> Article:
    """Take an article out of the public wiki; nothing is deleted, and it can be unarchived."""
    article = find_permitted(article_id, Permission.ARCHIVE, viewer)
    place = replace(find_place(article), is_public=False)
    change = TargetChange((place,), place.keys)
    linking = render_linking(change)
    with write():
        if article.is_archived:  # the same form was sent twice
            return article
        article.archived_at = now()
        relink(change)
        store_linking(linking, article.id)
        record(viewer.user_id, "archive", "article", article.id, reason=reason)
        content_removed.send(article)
        draft_moved.send(article, viewer=viewer)
    return article


def unarchive_article(article_id: int, viewer: Viewer) -> Article:
    """Put an archived article back as it was before."""
    article = find_permitted(article_id, Permission.ARCHIVE, viewer)
    change = NO_CHANGE
    if article.published_id is not None:
        place = replace(find_place(article), is_public=True)
        change = TargetChange((place,), place.keys)
    publication = Publication(article.slug, render_linking(change), change)
    with write():
        if article.archived_at is None:
            raise InvalidInput(_("The article is not archived."))
        article.archived_at = None
        relink(change)
        store_linking(publication.linking, article.id)
        note_mending(publication, article.id, viewer)
        record(viewer.user_id, "bring_back", "article", article.id)
        content_changed.send(article)
    mend_links(publication, article.id, viewer)
    mend_own_links(article.id, viewer)
    return article


def pair_articles(
    article_id: int, other_id: int, viewer: Viewer, shown_id: int | None = None
) -> None:
    """Make two articles translations of each other, replacing any earlier pair.

    An author may pair a draft of their own, also with a public article that has no translation:
    readers see that pair when an editor publishes the draft.

    Raises EditConflict when `shown_id` (0 for none) is no longer the first article's translation.
    """
    article = find_permitted(article_id, Permission.TRANSLATE, viewer)
    other = find_permitted(other_id, Permission.TRANSLATE, viewer)
    if article.language == other.language:
        raise InvalidInput(_("A translation is in the other language."))
    with write():
        if shown_id is not None:
            _refuse_other_partner(article, other, shown_id, viewer)
        _require_pairing(article, other, viewer)
        insert_pair(article, other, viewer)


def _require_pairing(article: Article, other: Article, viewer: Viewer) -> None:
    """Raise NotAllowed when the pair, or the end of an earlier one, is an editor's to make."""
    fixed = [member for member in (article, other) if not can(Permission.PAIR, viewer, member)]
    if len(fixed) == 2 or any(
        _partner_id(member) not in (None, article.id, other.id) for member in fixed
    ):
        raise NotAllowed(_EDITORS)


def _partner_id(article: Article) -> int | None:
    """Return the id of the article's translation, whoever may see it."""
    pair = db.session.scalar(select(Translation).where(pairs_of(article.id)))
    if pair is None:
        return None
    return pair.en_id if pair.sv_id == article.id else pair.sv_id


def _refuse_other_partner(article: Article, other: Article, shown_id: int, viewer: Viewer) -> None:
    """Raise EditConflict when the translation is neither the one shown nor `other` already."""
    partner = find_translation(article, viewer)
    if (partner.id if partner else 0) not in (shown_id, other.id):
        raise EditConflict(_CHOSEN)


def unpair_article(article_id: int, viewer: Viewer, partner_id: int | None = None) -> None:
    """Remove an article's translation pair; given `partner_id`, only the pair with that article.

    Raises InvalidInput when the two are not a pair.
    """
    article = find_permitted(article_id, Permission.TRANSLATE, viewer)
    with write():
        partner = db.session.get(Article, _partner_id(article) or 0)
        ends = [end for end in (article, partner) if end is not None]
        if not any(can(Permission.PAIR, viewer, end) for end in ends):
            raise NotAllowed(_EDITORS)
        pairs = pairs_of(article.id)
        if partner_id is not None:
            pairs = and_(pairs, pairs_of(partner_id))
            if db.session.scalar(select(Translation).where(pairs)) is None:
                raise InvalidInput(_("The two are no longer translations of each other."))
        db.session.execute(delete(Translation).where(pairs))
        record(viewer.user_id, "unpair", "article", article.id)
        content_changed.send(article)
