"""The calendar, as a page and as iCalendar files."""

from collections.abc import Iterable

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.redirects import find_redirect
from wiki.errors import NotFound
from wiki.events.ical import CalendarEvent, calendar
from wiki.events.queries import EventSummary, When, find_event, list_calendar, list_events
from wiki.urls import permanent_id
from wiki.web.numbers import read_page

bp = Blueprint("events", __name__)


@bp.get("/events/")
@allow(Permission.READ)
def index() -> str:
    """Show upcoming events, recordings, and past events."""
    viewer = current_viewer()
    coming, gone = (read_page(request.args.get(name)) for name in ("upcoming", "page"))
    return render_template(
        "events/index.html",
        upcoming=list_events(g.language, When.UPCOMING, viewer, page=coming),
        recorded=list_events(g.language, When.RECORDED, viewer),
        past=list_events(g.language, When.PAST, viewer, page=gone, size=20),
    )


@bp.get("/events.ics")
@allow(Permission.READ)
def ics() -> Response:
    """Send the whole calendar as an iCalendar file."""
    return _calendar(list_calendar(g.language, current_viewer()), "events.ics")


@bp.get("/events/<slug>.ics")
@allow(Permission.READ)
def event_ics(slug: str) -> BaseResponse:
    """Send an event as an iCalendar file, unless it is known only by month.

    The address under a former title leads on, as the event's page does.
    """
    viewer = current_viewer()
    try:
        event = find_event(g.language, slug, viewer)
    except NotFound:
        new = find_redirect(g.language, slug, viewer)
        if new is None:
            raise
        return redirect(url_for("events.event_ics", language=new[0], slug=new[1]), 301)
    if not event.times.start.has_day:
        raise NotFound()
    return _calendar([event], f"{slug}.ics")


def _calendar(lines: Iterable[EventSummary], filename: str) -> Response:
    base_url = current_app.config["BASE_URL"]
    body = calendar(
        [_entry(line) for line in lines], str(current_app.extensions["site"].name()), base_url
    )
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _entry(line: EventSummary) -> CalendarEvent:
    path = url_for("articles.show", language=line.language, slug=line.slug)
    return CalendarEvent(
        key=permanent_id("event", line.id, line.created_at),
        title=line.title,
        url=current_app.config["BASE_URL"] + path,
        times=line.times,
        updated_at=line.updated_at,
        description=line.summary,
        place=line.place,
        link=str(line.facts.get("online_url") or ""),
    )
