"""Offer the viewer's working copies where they belong, and fill a form with one of them."""

from wiki.accounts.viewer import Viewer
from wiki.articles.forms import ArticleForm, copied_form
from wiki.articles.models import Article
from wiki.copies.models import WorkingCopy
from wiki.copies.queries import Place, find_copy, list_copies_of
from wiki.errors import NotFound


def place_of(article: Article) -> Place:
    """Return where the working copies of an article belong."""
    return Place(article.language, article.kind, article.id)


def offer_copies(form: ArticleForm, place: Place, viewer: Viewer) -> list[WorkingCopy]:
    """Return the viewer's unsaved texts of a place, but for what the form shows already."""
    return [
        copy
        for copy in list_copies_of(place, viewer)
        if copy.form_id != form.form_id.data
        and copied_form(copy.kind, copy.fields).typed != form.typed
    ]


def take_copy(form_id: str, place: Place, viewer: Viewer) -> ArticleForm:
    """Return the form as it was in a working copy of this place; raise NotFound without one."""
    copy = find_copy(form_id, viewer)
    if (copy.article_id, copy.kind) != (place.article_id, place.kind):
        raise NotFound()
    form = copied_form(copy.kind, copy.fields)
    form.kept_at = copy.saved_at.isoformat()
    return form
