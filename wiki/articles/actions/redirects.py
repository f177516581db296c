"""Give an article further addresses: words that lead to it although its title is another."""

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Redirect
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.links import render_linking
from wiki.articles.steps.render import TargetChange, store_rendered
from wiki.articles.steps.slugs import RESERVED, is_taken
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

_NO_WORDS = _("These words cannot be an address.")
_TAKEN = _("An article has or had this address already.")
_NOT_PUBLIC = _("Choose an article that readers see.")


def add_redirect(article_id: int, language: str, words: str, viewer: Viewer) -> str:
    """Let words lead to an article, as its former titles do; return the new address.

    Links to these words come alive. Raises InvalidInput when they cannot be an address, or are
    one, and when readers cannot see the article.
    """
    article = find_permitted(article_id, viewer, Permission.PUBLISH)
    slug = slugify(words)
    if not article.is_public:
        raise InvalidInput(_NOT_PUBLIC, {"title": _NOT_PUBLIC})
    if not slug or slug in RESERVED:
        raise InvalidInput(_NO_WORDS)
    rendered = render_linking(TargetChange(appears=frozenset({(language, slug)})))
    with write():
        if is_taken(language, slug, None):
            raise InvalidInput(_TAKEN)
        db.session.add(Redirect(language=language, slug=slug, article_id=article.id))
        store_rendered(rendered)
        record(viewer.user_id, "add_address", "article", article.id, words=words)
    return slug


def remove_redirect(article_id: int, language: str, words: str, viewer: Viewer) -> bool:
    """Let words lead to the article no more; return whether they did."""
    article = find_permitted(article_id, viewer, Permission.PUBLISH)
    slug = slugify(words)
    rendered = render_linking(TargetChange(vanishes=frozenset({(language, slug)})))
    with write():
        found = db.session.get(Redirect, (language, slug))
        if found is None or found.article_id != article.id:
            return False
        db.session.delete(found)
        store_rendered(rendered)
        record(viewer.user_id, "remove_address", "article", article.id, words=words)
    return True
