"""Answer the page on which an article is tagged in place."""

from collections.abc import Collection

from flask import g, redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.forms import TagsForm
from wiki.articles.models import Article
from wiki.articles.queries.tags import list_tag_ids
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import InvalidInput
from wiki.tags.forms import read_filter
from wiki.tags.queries import list_matching_tags, list_tag_groups
from wiki.web.undo import flash_undoable


@bp.get("/articles/<slug>/tags")
@allow(Permission.TAG)
def tags(slug: str) -> str:
    """Show the tags that an article has and could have."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    chosen = list_tag_ids(article, viewer)
    return _tags_page(article, chosen, chosen)


def _tags_page(
    article: Article, chosen: Collection[int], shown: Collection[int], message: str = ""
) -> str:
    words = read_filter(request.values)
    matching = list_matching_tags(g.language, words)
    return render_template(
        "articles/tags.html",
        article=article,
        title=article.shown.title,
        groups=list_tag_groups(g.language),
        chosen=chosen,
        shown=shown,
        words=words,
        matching={tag.id for tag in matching},
        message=message,
    )


@bp.post("/articles/<slug>/tags")
@allow(Permission.TAG)
def update_tags(slug: str) -> Response | str | tuple[str, int]:
    """Give an article the chosen tags and return to it, or show the form with fewer terms."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    form = TagsForm()
    chosen, shown = set(form.tags.data or []), set(form.shown.data or [])
    if request.form.get("intent") == "filter":
        return _tags_page(article, chosen, shown)
    try:
        set_article_tags(article.id, chosen, shown, viewer)
    except InvalidInput as error:
        return _tags_page(article, chosen, shown, str(error.message)), 422
    number = len(chosen)
    message = ngettext("The article has %(num)s tag.", "The article has %(num)s tags.", number)
    # What was added since the form was shown goes, what was taken off comes back.
    flash_undoable(message, request.path, {"tags": sorted(shown), "shown": sorted(chosen)})
    return redirect(article_url(article), 303)
