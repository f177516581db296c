"""The pages that list what needs work, and tag articles from there."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from flask import flash, g, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.advice.kinds import LABELS
from wiki.advice.queries import count_by_kind, list_advised
from wiki.articles.actions.tags import tag_articles, untag_articles
from wiki.articles.queries.articles import ArticleSummary
from wiki.articles.queries.completeness import name_parts
from wiki.articles.queries.drafts import Draft, find_missing, list_waiting
from wiki.articles.queries.links import list_orphans, list_wanted
from wiki.articles.queries.lists import list_archived, list_lately_published, list_without_tag
from wiki.articles.queries.requests import list_requests
from wiki.articles.steps.tags import MOST_AT_ONCE
from wiki.clock import now
from wiki.desk.forms import TermsForm, UndoTermsForm
from wiki.desk.queries import count_work, read_queue
from wiki.desk.routes.blueprint import bp
from wiki.desk.terms import Words, write_deed
from wiki.errors import InvalidInput, NotFound
from wiki.memory.queries import remember
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month, list_topic_counts
from wiki.proposals.queries.suggestions import suggest_together
from wiki.reviews.queries import list_current
from wiki.search.queries.tags import list_offered_tags
from wiki.tags.models import Tag, TagKind, TagSynonym
from wiki.tags.queries import list_undescribed_tags, list_unused_topics, list_word_clashes
from wiki.upkeep.queries import list_due
from wiki.web.numbers import read_number, read_page
from wiki.web.undo import flash_undoable

# How many topics the chart of the overview shows.
_COVERED = 10
# The message of a deed names so many terms; it must fit a cookie.
_MOST_NAMED = 5


@bp.get("/desk/")
@allow(Permission.USE_DESK)
def index() -> str:
    """Show the drafts that wait to be published, oldest first, and the wiki in numbers."""
    return _show_waiting(TermsForm(formdata=None))


def _show_waiting(form: TermsForm) -> str:
    months = count_by_month()
    topics = list_topic_counts(g.language)
    viewer = current_viewer()
    waiting = list_waiting(viewer, _page())
    return render_template(
        "desk/index.html",
        waiting=waiting,
        missing=find_missing(waiting.items),
        reviews=list_current([draft.id for draft in waiting.items], viewer),
        name_parts=name_parts,
        now=now(),
        chart=make_column_chart(months, month_of(now()), g.language),
        topics=len(topics),
        covered=[
            (topic.label, url_for("tags.show", slug=topic.slug), topic.count)
            for topic in topics[:_COVERED]
        ],
        **_queue(form, waiting.items),
        **_frame(),
    )


def _page() -> int:
    return read_page(request.args.get("page"))


def _frame() -> dict[str, object]:
    return {"work": count_work(current_viewer())}


def _queue(form: TermsForm, listed: Iterable[ArticleSummary | Draft]) -> dict[str, object]:
    """Return what a list needs in which articles can be tagged."""
    chosen = form.articles.data or ()
    ids = [line.id for line in listed]
    queue = read_queue(ids, chosen, current_viewer())
    return {"form": form, "queue": queue, "options": _list_options(g.language)}


def _list_options(language: str) -> str:
    """Return the vocabulary as the options of a field, in HTML."""

    def make() -> str:
        write = get_template_attribute("desk/_vocabulary.html", "vocabulary_options")
        options: str = write(list_offered_tags(), language)
        return options

    return remember(("vocabulary options", language), (Tag, TagSynonym), make)


@bp.get("/desk/without/<any(topic, university):kind>")
@allow(Permission.USE_DESK)
def without(kind: str) -> str:
    """Show the articles without a topic or university, for tagging many at a time."""
    return _show_without(TermsForm(formdata=None), kind)


def _show_without(form: TermsForm, kind: str) -> str:
    articles = list_without_tag(TagKind(kind), current_viewer(), _page())
    return render_template(
        "desk/without.html",
        kind=kind,
        articles=articles,
        **_queue(form, articles.items),
        **_frame(),
    )


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
    return _show_unlinked(TermsForm(formdata=None))


def _show_unlinked(form: TermsForm) -> str:
    articles = list_orphans(current_viewer(), _page())
    return render_template(
        "desk/unlinked.html", articles=articles, **_queue(form, articles.items), **_frame()
    )


@bp.get("/desk/due")
@allow(Permission.USE_DESK)
def due() -> str:
    """Show the public articles that are to be checked, the longest unread first."""
    return render_template(
        "desk/due.html", articles=list_due(current_viewer(), _page()), **_frame()
    )


@bp.get("/desk/advice")
@allow(Permission.USE_DESK)
def advice() -> str:
    """Show the articles on which there is advice of the chosen kind, or of the first there is."""
    return _show_advice(TermsForm(formdata=None))


def _show_advice(form: TermsForm) -> str:
    viewer = current_viewer()
    counts = count_by_kind(viewer)
    kind = next(
        (kind for kind in counts if kind == request.args.get("kind")), next(iter(counts), None)
    )
    articles = list_advised(kind, viewer, _page()) if kind else None
    return render_template(
        "desk/advice.html",
        counts=counts,
        kind=kind,
        labels=LABELS,
        articles=articles,
        **_queue(form, [line for line, _count in articles.items] if articles else ()),
        **_frame(),
    )


@bp.get("/desk/published")
@allow(Permission.USE_DESK)
def published() -> str:
    """Show what was published lately, so that it can be taken back."""
    articles = list_lately_published(current_viewer(), _page())
    return render_template("desk/published.html", articles=articles, **_frame())


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


# The lists whose articles can be tagged, by the name of their endpoint; a topic or a university is
# what the articles of the last are without.
_LISTS: Mapping[str, Callable[[TermsForm], str]] = {
    "index": _show_waiting,
    "unlinked": _show_unlinked,
    "advice": _show_advice,
    "topic": partial(_show_without, kind="topic"),
    "university": partial(_show_without, kind="university"),
}


@bp.post("/desk/", defaults={"listed": "index"})
@bp.post("/desk/unlinked", defaults={"listed": "unlinked"})
@bp.post("/desk/advice", defaults={"listed": "advice"})
@bp.post("/desk/without/<any(topic, university):listed>")
@allow(Permission.TAG)
def tag(listed: str) -> Response | tuple[str, int] | str:
    """Put the terms on the chosen articles, or suggest terms for them; the list comes again."""
    form = TermsForm()
    if form.asks_for_suggestions:
        form.terms.data = form.with_added
        return _LISTS[listed](form)
    vocabulary = list_offered_tags()
    if not form.validate() or not form.read(Words(vocabulary, g.language)):
        return _LISTS[listed](form), 422
    try:
        came = tag_articles(form.articles.data, form.tag_ids, current_viewer())
    except NotFound:
        gone = _("One of the articles does not exist any more. The list is as it is now.")
        form.show(InvalidInput(gone), "articles")
        return _LISTS[listed](form), 422
    except InvalidInput as error:
        form.show(error, "articles")
        return _LISTS[listed](form), 422
    labels = {tag.id: tag.label(g.language) for tag in vocabulary}
    _flash_tagged(came, [labels[tag_id] for tag_id in form.tag_ids if tag_id in labels], listed)
    return redirect(_list_url(listed, form.at.data), 303)


def _list_url(listed: str, row: int = -1) -> str:
    """Return the URL of a list as it is read now, at a row."""
    page, anchor = request.args.get("page"), f"row-{row}" if row > 0 else None
    if listed in ("topic", "university"):
        return url_for("desk.without", kind=listed, page=page, _anchor=anchor)
    kind = request.args.get("kind")
    return url_for(f"desk.{listed}", kind=kind, page=page, _anchor=anchor)


def _flash_tagged(came: dict[int, set[int]], labels: list[str], listed: str) -> None:
    named = ", ".join(_("“%(words)s”", words=label) for label in labels[:_MOST_NAMED])
    message = ngettext(
        "%(num)s article got %(terms)s.",
        "%(num)s articles got %(terms)s.",
        len(came),
        terms=named if len(labels) <= _MOST_NAMED else f"{named} …",
    )
    if came:
        back = {"deed": write_deed(came), "next": _list_url(listed)}
        flash_undoable(message, url_for("desk.untag"), back)
    else:
        flash(_("The chosen articles had all these terms already."), "info")


@bp.post("/desk/tags/undo")
@allow(Permission.TAG)
def untag() -> Response:
    """Take off exactly the terms that came, each from the articles that got it."""
    form = UndoTermsForm()
    if not form.validate() or not form.deed.data:
        raise InvalidInput(_("There is nothing to undo."))
    changed = untag_articles(form.deed.data, current_viewer())
    message = ngettext(
        "%(num)s article is as it was before.",
        "%(num)s articles are as they were before.",
        len(changed),
    )
    flash(message, "success")
    return redirect(form.next.data or url_for("desk.index"), 303)


@bp.get("/desk/suggested")
@allow(Permission.TAG)
def suggested() -> str:
    """Return as HTML the terms that are suggested for the articles in the URL."""
    chosen = [read_number(number) for number in request.args.getlist("articles")[:MOST_AT_ONCE]]
    together = suggest_together(chosen, current_viewer())
    return render_template("desk/_suggested.html", suggested=together)
