"""Choose the authors of an article, and its licence."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.audit.steps import record
from wiki.authors.lines import AuthorLine, check_lines
from wiki.authors.queries.choices import find_edition, list_nameable
from wiki.authors.steps import put_authors
from wiki.db import write
from wiki.errors import EditConflict, InvalidInput
from wiki.media.licences import LICENCES
from wiki.signals import content_changed

_CHANGED = _("Somebody else has changed the list meanwhile. Look at it, then choose.")


def choose_licence(article_id: int, licence: str, viewer: Viewer) -> Article:
    """Choose the licence of the versions to come; those that are saved keep theirs."""
    article = find_permitted(article_id, Permission.NAME_AUTHORS, viewer)
    if licence not in current_app.config["LICENCES"].split():
        raise InvalidInput(_("Choose a licence from the list."))
    with write():
        record(viewer.user_id, "licence", "article", article.id, words=LICENCES[licence].label)
        article.licence = licence
    return article


def name_authors(
    article_id: int, lines: Sequence[AuthorLine], seen: str, viewer: Viewer
) -> Article:
    """Store who is named for an article; `seen` is the edition of the list that was shown.

    Raises EditConflict when the stored list is another one by now.
    """
    article = find_permitted(article_id, Permission.NAME_AUTHORS, viewer)
    nameable = list_nameable(article, viewer)
    checked = check_lines(lines, nameable)
    names = [nameable[line.user_id] if line.user_id else line.name for line in checked]
    with write():
        if find_edition(article, viewer) != seen:
            raise EditConflict(_CHANGED)
        put_authors(article, checked)
        record(viewer.user_id, "name_authors", "article", article.id, names=names)
        content_changed.send(article)
    return article
