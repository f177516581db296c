"""Move articles to other slugs, and add redirects to them; no step commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect
from wiki.articles.steps.links import render_linking
from wiki.articles.steps.render import Target, TargetChange, store_rendered
from wiki.articles.steps.slugs import RESERVED, is_taken
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.markup.render import Rendered
from wiki.markup.slugs import slugify

_NO_WORDS = _("These words cannot be an address.")
_TAKEN = _("An article has or had this address already.")
_NOT_PUBLIC = _("Choose an article that readers see.")


def slugs_of(article: Article) -> frozenset[Target]:
    """Return the slugs under which an article can be found: its own, and its redirects."""
    former = select(Redirect.language, Redirect.slug).where(Redirect.article_id == article.id)
    targets = {(language, slug) for language, slug in db.session.execute(former)}
    return frozenset(targets | {(article.language, article.slug)})


def move_article(article: Article, slug: str) -> None:
    """Give the article its new slug; leave a redirect if readers may know the old one."""
    if slug == article.slug:
        return
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
    """Hold an address that an article is to get or to lose, and the texts that link there."""

    article_id: int
    language: str
    slug: str
    words: str
    linking: Sequence[tuple[int, Rendered]]


def prepare_redirect(article: Article, language: str, words: str) -> RedirectChange:
    """Check words that are to lead to an article, and render the texts that link there in vain.

    This is the slow part, done before the transaction that writes. Raises InvalidInput when the
    words cannot be an address, and when readers cannot see the article.
    """
    slug = slugify(words)
    if not article.is_public:
        raise InvalidInput(_NOT_PUBLIC, {"title": _NOT_PUBLIC})
    if not slug or slug in RESERVED:
        raise InvalidInput(_NO_WORDS)
    linking = render_linking(TargetChange(appears=frozenset({(language, slug)})))
    return RedirectChange(article.id, language, slug, words, linking)


def insert_redirect(change: RedirectChange, viewer: Viewer) -> None:
    """Let the words lead to the article, as its former titles do; links to them come alive.

    Raises InvalidInput when they lead to an article already.
    """
    if is_taken(change.language, change.slug, None):
        raise InvalidInput(_TAKEN)
    db.session.add(
        Redirect(language=change.language, slug=change.slug, article_id=change.article_id)
    )
    store_rendered(change.linking)
    record(viewer.user_id, "add_address", "article", change.article_id, words=change.words)


def prepare_redirect_removal(article: Article, language: str, words: str) -> RedirectChange:
    """Render the texts that link to words which are to lead to an article no more."""
    slug = slugify(words)
    linking = render_linking(TargetChange(vanishes=frozenset({(language, slug)})))
    return RedirectChange(article.id, language, slug, words, linking)


def delete_redirect(change: RedirectChange, viewer: Viewer) -> None:
    """Let the words lead to the article no more; if they do not, nothing is changed."""
    found = db.session.get(Redirect, (change.language, change.slug))
    if found is None or found.article_id != change.article_id:
        return
    db.session.delete(found)
    store_rendered(change.linking)
    record(viewer.user_id, "remove_address", "article", change.article_id, words=change.words)
