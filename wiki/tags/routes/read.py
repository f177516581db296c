"""Serve the pages of the tags."""

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.tags import (
    count_articles_by_tag,
    find_tagged_articles,
    list_tags_shared_with,
)
from wiki.tags.forms.terms import read_filter
from wiki.tags.models import TagKind
from wiki.tags.queries import (
    find_tag,
    list_children,
    list_matching_tags,
    list_related,
    list_tags,
    list_topic_tree,
)
from wiki.tags.routes.blueprint import bp
from wiki.tags.routes.urls import tag_url
from wiki.web.numbers import read_page


@bp.get("/tags/")
@allow(Permission.READ)
def index() -> str:
    """Show the vocabulary (universities, the tree of topics, UN goals), or the tags that match."""
    words = read_filter(request.args)
    return render_template(
        "tags/index.html",
        words=words,
        found=list_matching_tags(g.language, words) if words else [],
        counts=count_articles_by_tag(g.language),
        universities=list_tags(g.language, TagKind.UNIVERSITY),
        topics=list_topic_tree(g.language),
        goals=list_tags(g.language, TagKind.SDG),
    )


@bp.get("/tags/<slug>")
@allow(Permission.READ)
def show(slug: str) -> str | Response:
    """Show a topic or a UN goal with its articles; redirect from former slugs."""
    viewer = current_viewer()
    tag = find_tag(slug)
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
        children=list_children(tag, g.language),
        related=list_related(tag, g.language),
        counts=count_articles_by_tag(g.language),
        universities=list_tags_shared_with(tag, g.language, TagKind.UNIVERSITY),
    )
