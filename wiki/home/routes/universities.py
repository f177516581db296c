"""Answer the landing pages of the universities."""

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.tags import find_namesake, find_tagged_articles, list_tags_shared_with
from wiki.clock import now
from wiki.events.queries import When, list_events
from wiki.home.routes.blueprint import bp
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month
from wiki.tags.models import TagKind
from wiki.tags.queries import find_tag, list_tags
from wiki.tags.routes.urls import tag_url
from wiki.tags.steps.terms import short_name
from wiki.web.numbers import read_page

# A partner's page shows its articles by kind, so a page of it holds more than other lists.
_MOST_ARTICLES = 100
_MOST_EVENTS = 5


@bp.get("/universities/<slug>")
@allow(Permission.READ)
def university(slug: str) -> str | Response:
    """Show the landing page of a university: its articles, events and topics."""
    viewer, language = current_viewer(), g.language
    tag = find_tag(slug)
    if tag.slug != slug or tag.kind != TagKind.UNIVERSITY:
        return redirect(tag_url(tag), 301)
    topics = list_tags_shared_with(tag, language, TagKind.TOPIC)
    months = count_by_month(language, tag.slug)
    found = find_tagged_articles(
        tag,
        language,
        viewer,
        kind=request.args.get("kind"),
        page=read_page(request.args.get("page")),
        size=_MOST_ARTICLES,
    )
    return render_template(
        "home/university.html",
        tag=tag,
        kinds=found.kinds,
        kind=found.kind,
        articles=found.articles,
        others=found.others,
        initials=short_name(tag, language),
        namesake=find_namesake(tag, language, viewer),
        topics=topics,
        covered=[(row.tag.label(language), tag_url(row.tag), row.count) for row in topics],
        upcoming=list_events(language, When.UPCOMING, viewer, tag=tag.slug, size=_MOST_EVENTS),
        past=list_events(language, When.PAST, viewer, tag=tag.slug, size=_MOST_EVENTS),
        universities=list_tags(language, TagKind.UNIVERSITY),
        chart=make_column_chart(months, month_of(now()), language),
    )
