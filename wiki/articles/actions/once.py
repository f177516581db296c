"""Create one article from a form, however often the form is sent."""

from dataclasses import replace

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.result import Saved
from wiki.articles.actions.save import create_article, save_article
from wiki.articles.models import Article
from wiki.articles.steps.translations import SourceVersion
from wiki.articles.text import ArticleText
from wiki.audit.steps import AlreadyMade, find_made
from wiki.db import db


def create_once(
    form_id: str | None,
    language: str,
    kind: str,
    text: ArticleText,
    viewer: Viewer,
    *,
    comment: str = "",
    publish: bool = False,
    version: SourceVersion | None = None,
) -> Saved:
    """Create an article; when the form was sent before, save what differs in the first one.

    A second click, a reload and going back to the form thus never make a second article. Raises
    TextConflict when somebody else has changed the same words of the first one meanwhile.
    """

    def create(form_id: str | None) -> Saved:
        return create_article(
            language,
            kind,
            text,
            viewer,
            comment=comment,
            publish=publish,
            version=version,
            form_id=form_id,
        )

    try:
        return create(form_id)
    except AlreadyMade as made:
        article = _find_made(made.object_id, kind, viewer)
    if article is None:  # somebody else has archived it, and a text needs a place
        return create(None)
    saved = save_article(article.id, text, 1, viewer, comment=comment, publish=publish)
    return replace(saved, is_repeat=True, was_paired=version is not None)


def was_sent(form_id: str | None, viewer: Viewer) -> bool:
    """Return whether the viewer has made an article with this form before."""
    return find_made(viewer.user_id, "article", form_id) is not None


def _find_made(article_id: int, kind: str, viewer: Viewer) -> Article | None:
    """Return the article that the form has made, if the viewer can still write in it."""
    article = db.session.get_one(Article, article_id)
    is_open = not article.is_archived and can(Permission.EDIT, viewer, article)
    return article if is_open and article.kind == kind else None
