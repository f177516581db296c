"""Move articles to other slugs, and add and remove redirects; no step commits."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect
from wiki.articles.queries.targets import TargetChange, find_place
from wiki.articles.steps.links import Linking, relink, render_linking, store_linking
from wiki.articles.steps.slugs import RESERVED, is_taken, make_room
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

_NO_WORDS = _("These words cannot be an address.")
_TAKEN = _("An article has or had this address already.")
_NOT_PUBLIC = _("Choose an article that readers see.")


def move_article(article: Article, slug: str) -> None:
    """Give the article its new slug; leave a redirect if readers may know the old one."""
    if slug == article.slug:
        return
    make_room(article.language, slug, article.id)
    own = db.session.get(Redirect, (article.language, slug))
    if own is not None:
        db.session.delete(own)
    if article.first_published_at is not None:
        db.session.add(
            Redirect(language=article.language, slug=article.slug, article_id=article.id)
        )
    article.slug = slug
    db.session.flush()


@dataclass(frozen=True)
class RedirectChange:
    """A redirect to add or remove, and the new HTML of the texts that link to it."""

    article_id: int
    language: str
    slug: str
    words: str
    change: TargetChange
    linking: Linking


def prepare_redirect(article: Article, language: str, words: str) -> RedirectChange:
    """Check the words of a new redirect, and rerender the texts that link to it already.

    This is the slow part, done before the transaction that writes. Raises InvalidInput when the
    words cannot be a slug, and when readers cannot see the article.
    """
    slug = slugify(words)
    if not article.is_public:
        raise InvalidInput(_NOT_PUBLIC, {"title": _NOT_PUBLIC})
    if not slug or slug in RESERVED:
        raise InvalidInput(_NO_WORDS)
    place, key = find_place(article), (language, slug)
    change = TargetChange((replace(place, former=place.former | {key}),), frozenset({key}))
    return RedirectChange(article.id, language, slug, words, change, render_linking(change))


def insert_redirect(change: RedirectChange, viewer: Viewer) -> None:
    """Add a redirect, so that the words lead to the article as its former titles do.

    Raises InvalidInput when an article or a redirect has the slug already.
    """
    if is_taken(change.language, change.slug, None):
        raise InvalidInput(_TAKEN)
    db.session.add(
        Redirect(language=change.language, slug=change.slug, article_id=change.article_id)
    )
    relink(change.change)
    store_linking(change.linking, change.article_id)
    record(viewer.user_id, "add_address", "article", change.article_id, words=change.words)


def prepare_redirect_removal(article: Article, language: str, words: str) -> RedirectChange:
    """Rerender the texts that link to a redirect which is to be removed."""
    slug = slugify(words)
    place, key = find_place(article), (language, slug)
    without = replace(place, former=place.former - {key})
    change = TargetChange((without,), frozenset({key}), forgotten=frozenset({key}))
    return RedirectChange(article.id, language, slug, words, change, render_linking(change))


def delete_redirect(change: RedirectChange, viewer: Viewer) -> None:
    """Remove a redirect; do nothing if it does not lead to the article."""
    redirect = db.session.get(Redirect, (change.language, change.slug))
    if redirect is None or redirect.article_id != change.article_id:
        return
    db.session.delete(redirect)
    relink(change.change)
    store_linking(change.linking, change.article_id)
    record(viewer.user_id, "remove_address", "article", change.article_id, words=change.words)
