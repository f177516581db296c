"""The pages that show the wiki as pictures: the timeline and the map of topics."""

from flask import Blueprint, g, render_template, request

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.pictures.queries import DATED_KINDS, find_timeline, find_topic_numbers
from wiki.pictures.timeline import group_by_decade, make_spans
from wiki.pictures.topiclinks import Topic, list_neighbours
from wiki.pictures.topicmap import MIDDLE, NARROW, WIDE, draw_map
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags
from wiki.web.numbers import read_page

bp = Blueprint("pictures", __name__)


@bp.get("/timeline")
@allow(Permission.READ)
def timeline() -> str:
    """Show cases and events in chronological order, filtered by kind and tags."""
    viewer = current_viewer()
    choices = {
        kind.value: [(tag.slug, tag.label(g.language)) for tag in list_tags(g.language, kind)]
        for kind in (TagKind.UNIVERSITY, TagKind.TOPIC)
    }
    chosen = {
        name: slug
        for name, tags in choices.items()
        if (slug := request.args.get(name, "")) in dict(tags)
    }
    if (kind := request.args.get("kind")) in DATED_KINDS:
        chosen["kind"] = kind
    found = find_timeline(
        g.language,
        viewer,
        kind=chosen.get("kind"),
        tags=[chosen[name] for name in choices if name in chosen],
        page=read_page(request.args.get("page")),
    )
    return render_template(
        "pictures/timeline.html",
        page=found.page,
        decades=group_by_decade(found.page.items),
        spans=make_spans(found.years, found.page.size),
        choices=choices,
        chosen=chosen,
    )


@bp.get("/topics/map")
@allow(Permission.READ)
def topics() -> str:
    """Show which topics belong together, because articles are tagged with both."""
    found = find_topic_numbers(g.language)
    topics = tuple(
        Topic(tag.label(g.language), count)
        for tag, count in zip(found.tags, found.counts, strict=True)
    )
    return render_template(
        "pictures/topics.html",
        tags=found.tags,
        counts=found.counts,
        maps={
            "wide": draw_map(topics, found.links, WIDE),
            "middle": draw_map(topics, found.links, MIDDLE),
            "narrow": draw_map(topics, found.links, NARROW),
        },
        neighbours=list_neighbours(found.links, len(topics)),
    )
