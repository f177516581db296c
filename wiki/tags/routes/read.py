"""Answer the pages on which terms are read, and of tagging an article in place."""

from collections.abc import Collection
from typing import Any

from flask import g, redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.models import Article
from wiki.articles.queries.lists import list_articles
from wiki.articles.queries.tags import (
    count_articles_by_tag,
    count_kinds,
    find_namesake,
    list_tag_ids,
    list_tags_shared_with,
    list_untranslated,
)
from wiki.articles.routes.urls import article_at, article_url
from wiki.clock import now
from wiki.errors import InvalidInput
from wiki.events.queries import When, list_events
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month
from wiki.tags.forms import ArticleTagsForm
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import (
    find_tag,
    list_children,
    list_matching_tags,
    list_tag_groups,
    list_tags,
    list_topic_tree,
)
from wiki.tags.routes.urls import bp, tag_url
from wiki.tags.steps.terms import LABEL_LENGTH, short_name
from wiki.web.languages import other_language
from wiki.web.numbers import read_page
from wiki.web.pagination import PAGE_SIZE
from wiki.web.undo import flash_undoable

# A partner's page shows its articles by kind, so a page of it holds more than other lists.
_UNIVERSITY_PAGE = 100
_EVENTS = 5


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
    return render_template(
        "tags/show.html",
        children=list_children(tag, viewer, g.language),
        counts=count_articles_by_tag(viewer, g.language),
        universities=list_tags_shared_with(tag, viewer, g.language, TagKind.UNIVERSITY),
        **_articles_of(tag, viewer),
    )


def _articles_of(tag: Tag, viewer: Viewer, size: int = PAGE_SIZE) -> dict[str, Any]:
    """Return the tag and its articles in both languages, this one's by kind and page."""
    kinds = count_kinds(viewer, tag, g.language)
    kind = request.args.get("kind")
    kind = kind if kind in kinds else None
    page = read_page(request.args.get("page"))
    return {
        "tag": tag,
        "kinds": kinds,
        "kind": kind,
        "articles": list_articles(
            viewer, language=g.language, tag=tag.slug, kind=kind, page=page, size=size
        ),
        "others": list_untranslated(viewer, tag, other_language(g.language)),
    }


@bp.get("/universities/<slug>")
@allow(Permission.READ)
def university(slug: str) -> str | Response:
    """Show a partner's landing page."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    if tag.slug != slug or tag.kind != TagKind.UNIVERSITY:
        return redirect(tag_url(tag), 301)
    topics = list_tags_shared_with(tag, viewer, g.language, TagKind.TOPIC)
    return render_template(
        "tags/university.html",
        initials=short_name(tag, g.language),
        namesake=find_namesake(tag, viewer, g.language),
        topics=topics,
        covered=[(row.tag.label(g.language), tag_url(row.tag), row.count) for row in topics],
        upcoming=list_events(viewer, g.language, When.UPCOMING, tag=tag.slug, size=_EVENTS),
        past=list_events(viewer, g.language, When.PAST, tag=tag.slug, size=_EVENTS),
        universities=list_tags(viewer, g.language, TagKind.UNIVERSITY),
        chart=make_column_chart(
            count_by_month(viewer, g.language, tag.slug), month_of(now()), g.language
        ),
        **_articles_of(tag, viewer, size=_UNIVERSITY_PAGE),
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
