"""The pages that list what needs work, and tag articles from there."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.advice.kinds import LABELS
from wiki.advice.queries import count_by_kind, list_advised
from wiki.articles.actions.tags import tag_articles, untag_articles
from wiki.articles.queries.completeness import name_parts
from wiki.articles.queries.drafts import find_missing, list_waiting
from wiki.articles.queries.links import list_orphans, list_wanted
from wiki.articles.queries.lists import list_archived
from wiki.articles.queries.requests import list_requests
from wiki.articles.queries.tags import list_without_tag
from wiki.clock import now
from wiki.desk.forms import TaggingForm
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.errors import InvalidInput
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month, find_topic_numbers
from wiki.reviews.queries import list_current
from wiki.tags.models import TagKind
from wiki.tags.queries import (
    list_tags,
    list_undescribed_tags,
    list_unused_topics,
    list_word_clashes,
)
from wiki.tags.routes.urls import tag_url
from wiki.web.numbers import read_page
from wiki.web.undo import flash_undoable

# How many topics the chart of the overview shows.
_COVERED = 10


@bp.get("/desk/")
@allow(Permission.USE_DESK)
def index() -> str:
    """Show the drafts that wait to be published, oldest first, and the wiki in numbers."""
    viewer = current_viewer()
    months = count_by_month()
    topics = find_topic_numbers(g.language)
    waiting = list_waiting(viewer, _page())
    return render_template(
        "desk/index.html",
        waiting=waiting,
        missing=find_missing(waiting.items),
        reviews=list_current([line.id for line, _revision in waiting.items], viewer),
        name_parts=name_parts,
        now=now(),
        chart=make_column_chart(months, month_of(now()), g.language),
        topics=topics,
        covered=[
            (tag.label(g.language), tag_url(tag), count)
            for tag, count in zip(topics.tags[:_COVERED], topics.counts, strict=False)
        ],
        **_frame(),
    )


def _page() -> int:
    return read_page(request.args.get("page"))


def _frame() -> dict[str, object]:
    return {"work": count_work(g.language, current_viewer())}


@bp.get("/desk/without/<any(topic, university):kind>")
@allow(Permission.USE_DESK)
def without(kind: str) -> str:
    """Show the articles without a topic or university, for tagging many at a time."""
    return _without_page(kind, TaggingForm(formdata=None))


def _without_page(kind: str, form: TaggingForm) -> str:
    viewer = current_viewer()
    return render_template(
        "desk/without.html",
        kind=kind,
        form=form,
        articles=list_without_tag(TagKind(kind), viewer, _page()),
        tags=list_tags(g.language, TagKind(kind)),
        **_frame(),
    )


@bp.post("/desk/without/<any(topic, university):kind>")
@allow(Permission.TAG)
def tag(kind: str) -> Response | tuple[str, int]:
    """Add a tag to the chosen articles; the next page offers to undo it."""
    form = TaggingForm()
    if not form.validate():
        return _without_page(kind, form), 422
    try:
        changed = tag_articles(form.articles.data, form.tag.data, current_viewer())
    except InvalidInput as error:
        form.show(error)
        return _without_page(kind, form), 422
    _flash_tagged(kind, form.tag.data, changed)
    return redirect(url_for("desk.without", kind=kind), 303)


def _flash_tagged(kind: str, tag_id: int, articles: Sequence[int]) -> None:
    tags = list_tags(g.language, TagKind(kind))
    term = next((tag.label(g.language) for tag in tags if tag.id == tag_id), "")
    message = ngettext(
        "%(num)s article got the tag “%(term)s”.",
        "%(num)s articles got the tag “%(term)s”.",
        len(articles),
        term=term,
    )
    if articles:
        undo_url = url_for("desk.untag", kind=kind)
        flash_undoable(message, undo_url, {"tag": tag_id, "articles": articles})
    else:
        flash(message, "info")


@bp.post("/desk/without/<any(topic, university):kind>/undo")
@allow(Permission.TAG)
def untag(kind: str) -> Response:
    """Remove the tag from exactly the articles that got it."""
    form = TaggingForm()
    if not form.validate():
        raise InvalidInput(_("There is nothing to undo."))
    changed = untag_articles(form.articles.data, form.tag.data, current_viewer())
    message = ngettext(
        "The tag has been taken off %(num)s article.",
        "The tag has been taken off %(num)s articles.",
        len(changed),
    )
    flash(message, "success")
    return redirect(url_for("desk.without", kind=kind), 303)


@bp.get("/desk/wanted")
@allow(Permission.USE_DESK)
def wanted() -> str:
    """Show articles that are linked to or requested but not written yet."""
    viewer = current_viewer()
    return render_template(
        "desk/wanted.html",
        wanted=list_wanted(viewer),
        requests=list_requests(viewer),
        **_frame(),
    )


@bp.get("/desk/unlinked")
@allow(Permission.USE_DESK)
def unlinked() -> str:
    """Show the public articles to which no other article links."""
    return render_template(
        "desk/unlinked.html", articles=list_orphans(current_viewer(), _page()), **_frame()
    )


@bp.get("/desk/advice")
@allow(Permission.USE_DESK)
def advice() -> str:
    """Show the articles on which there is advice of the chosen kind, or of the first there is."""
    viewer = current_viewer()
    counts = count_by_kind(viewer)
    kind = next(
        (kind for kind in counts if kind == request.args.get("kind")), next(iter(counts), None)
    )
    return render_template(
        "desk/advice.html",
        counts=counts,
        kind=kind,
        labels=LABELS,
        articles=list_advised(kind, viewer, _page()) if kind else None,
        **_frame(),
    )


@bp.get("/desk/archived")
@allow(Permission.USE_DESK)
def archived() -> str:
    """Show the archived articles."""
    return render_template(
        "desk/archived.html", articles=list_archived(current_viewer(), _page()), **_frame()
    )


@bp.get("/desk/vocabulary")
@allow(Permission.USE_DESK)
def vocabulary() -> str:
    """Show unused terms, terms without a description, and words that lead to several terms."""
    return render_template(
        "desk/vocabulary.html",
        unused=list_unused_topics(g.language),
        undescribed=list_undescribed_tags(g.language),
        clashes=list_word_clashes(),
        **_frame(),
    )
