"""Answer the pages on which terms are read, and of tagging an article in place."""

from collections.abc import Collection

from flask import g, redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.models import Article
from wiki.articles.queries.tags import (
    count_articles_by_tag,
    find_tagged_articles,
    list_tag_ids,
    list_tags_shared_with,
)
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import InvalidInput
from wiki.tags.forms import ArticleTagsForm
from wiki.tags.models import TagKind
from wiki.tags.queries import (
    find_tag,
    list_children,
    list_matching_tags,
    list_tag_groups,
    list_tags,
    list_topic_tree,
)
from wiki.tags.routes.urls import bp, tag_url
from wiki.tags.steps.terms import LABEL_LENGTH
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable


@bp.get("/tags/")
@allow(Permission.READ)
def index() -> str:
    """Show the vocabulary: universities, the tree of topics, UN goals; or what a filter finds."""
    viewer = current_viewer()
    words = _words()
    return render_template(
        "tags/index.html",
        words=words,
        found=list_matching_tags(viewer, g.language, words) if words else [],
        counts=count_articles_by_tag(viewer, g.language),
        universities=list_tags(viewer, g.language, TagKind.UNIVERSITY),
        topics=list_topic_tree(viewer, g.language),
        goals=list_tags(viewer, g.language, TagKind.SDG),
    )


@bp.get("/tags/<slug>")
@allow(Permission.READ)
def show(slug: str) -> str | Response:
    """Show a topic or a UN goal with its articles; lead to where the term is now."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    if tag.slug != slug or tag.kind == TagKind.UNIVERSITY:
        return redirect(tag_url(tag), 301)
    found = find_tagged_articles(
        tag,
        g.language,
        viewer,
        kind=request.args.get("kind"),
        page=read_page(request.args.get("page")),
    )
    return render_template(
        "tags/show.html",
        tag=tag,
        kinds=found.kinds,
        kind=found.kind,
        articles=found.articles,
        others=found.others,
        children=list_children(tag, viewer, g.language),
        counts=count_articles_by_tag(viewer, g.language),
        universities=list_tags_shared_with(tag, viewer, g.language, TagKind.UNIVERSITY),
    )


@bp.get("/articles/<slug>/tags")
@allow(Permission.TAG)
def article(slug: str) -> str:
    """Show the tags that an article bears and could bear."""
    viewer = current_viewer()
    found = article_at(slug, viewer)
    chosen = list_tag_ids(found, viewer)
    return _article_page(found, chosen, chosen)


def _article_page(
    article: Article, chosen: Collection[int], shown: Collection[int], message: str = ""
) -> str:
    viewer = current_viewer()
    words = _words()
    matching = list_matching_tags(viewer, g.language, words)
    return render_template(
        "tags/article.html",
        article=article,
        title=article.shown.title,
        groups=list_tag_groups(viewer, g.language),
        chosen=chosen,
        shown=shown,
        words=words,
        matching={tag.id for tag in matching},
        message=message,
    )


def _words() -> str:
    return " ".join(request.args.get("q", "").split())[:LABEL_LENGTH]


@bp.post("/articles/<slug>/tags")
@allow(Permission.TAG)
def tag_article(slug: str) -> Response | tuple[str, int]:
    """Give an article the chosen tags, and return to it."""
    viewer = current_viewer()
    found = article_at(slug, viewer)
    form = ArticleTagsForm()
    chosen, shown = set(form.tags.data or []), set(form.shown.data or [])
    try:
        set_article_tags(viewer, found.id, chosen, shown)
    except InvalidInput as error:
        return _article_page(found, chosen, shown, str(error.message)), 422
    number = len(chosen)
    message = ngettext("The article has %(num)s tag.", "The article has %(num)s tags.", number)
    # What was added since the form was shown goes, what was taken off comes back.
    flash_undoable(message, request.path, {"tags": sorted(shown), "shown": sorted(chosen)})
    return redirect(article_url(found), 303)
