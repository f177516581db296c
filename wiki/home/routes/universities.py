"""Answer the landing pages of the universities."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import may_edit_university
from wiki.articles.queries.articles import ArticleSummary
from wiki.articles.queries.tags import (
    UniversityArticles,
    find_namesake,
    find_university_articles,
    list_tags_shared_with,
)
from wiki.authors.queries.people import list_people_of
from wiki.clock import now
from wiki.events.queries import When, list_events
from wiki.home.routes.blueprint import bp
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import find_tag, list_tags
from wiki.tags.routes.urls import tag_url
from wiki.tags.steps.terms import short_name
from wiki.universities.profile import network_of
from wiki.universities.queries import Shown, find_shown
from wiki.universities.schema_org import describe_university
from wiki.web.numbers import read_page

_MOST_EVENTS = 5


@bp.get("/universities/<slug>")
@allow(Permission.READ)
def university(slug: str) -> str | Response:
    """Show the landing page of a university: what it says of itself, its articles and people."""
    viewer, language = current_viewer(), g.language
    tag = find_tag(slug)
    if tag.slug != slug or tag.kind != TagKind.UNIVERSITY:
        return redirect(tag_url(tag), 301)
    shown = find_shown(tag)
    topics = list_tags_shared_with(tag, language, TagKind.TOPIC)
    months = count_by_month(language, tag.slug)
    universities = list_tags(language, TagKind.UNIVERSITY)
    return render_template(
        "home/university.html",
        tag=tag,
        shown=shown,
        networks=[(network_of(url), url) for url in shown.profile.social_media],
        described=_describe(tag, shown),
        may_edit=may_edit_university(tag.id, viewer),
        people=list_people_of(tag.id, language),
        initials=short_name(tag, language),
        namesake=find_namesake(tag, language, viewer),
        topics=topics,
        covered=[(row.tag.label(language), tag_url(row.tag), row.count) for row in topics],
        universities=universities,
        chart=make_column_chart(months, month_of(now()), language),
        **_list_articles(tag, len(universities)),
    )


def _list_articles(tag: Tag, most: int) -> Mapping[str, Any]:
    """Return the articles and events of a university; those with dates stand apart."""
    viewer, language = current_viewer(), g.language
    dated = [
        list_events(language, when, viewer, tag=tag.slug, size=_MOST_EVENTS)
        for when in (When.UPCOMING, When.PAST)
    ]
    found = find_university_articles(
        tag,
        language,
        viewer,
        kind=request.args.get("kind"),
        dated=dated[0].total + dated[1].total,
        page=read_page(request.args.get("page")),
    )
    return {
        "upcoming": dated[0],
        "past": dated[1],
        "kinds": found.kinds,
        "kind": found.kind,
        "articles": found.articles,
        "groups": _group(found, most),
        "others": found.others,
    }


def _group(found: UniversityArticles, most: int) -> Mapping[str, list[ArticleSummary]]:
    """Return the articles of a page by whose they are, each group in its order."""
    groups: dict[str, list[ArticleSummary]] = {"own": [], "with_others": [], "of_all": []}
    for line in found.articles.items:
        count = found.shared[line.id]
        name = "own" if count == 1 else "of_all" if count >= most else "with_others"
        groups[name].append(line)
    return groups


def _describe(tag: Tag, shown: Shown) -> Mapping[str, Any]:
    base = current_app.config["BASE_URL"]
    return describe_university(
        shown.profile,
        tag.label(g.language),
        f"{base}{url_for('home.university', slug=tag.slug)}",
        description=tag.description(g.language),
        logo=f"{base}{shown.logo.address}" if shown.logo else "",
    )
