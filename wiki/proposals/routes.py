"""Answer the page on which editors tag an article and authors propose tags for it.

The page is one of an article, so it is on the blueprint of articles. It is above them, for the
search's analysis and index say what the words of an article speak for.
"""

from collections.abc import Collection

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.articles.queries.tags import list_tag_ids
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_at, article_url
from wiki.errors import InvalidInput
from wiki.proposals.actions import decide_suggestion, propose_tags, withdraw_proposal
from wiki.proposals.forms import ProposalForm, TagsForm
from wiki.proposals.queries.proposals import list_proposals
from wiki.proposals.queries.suggestions import list_suggestions
from wiki.tags.forms.terms import read_filter
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import find_tag_by_id, list_matching_tags, list_tag_groups
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable


@bp.get("/articles/<slug>/tags")
@allow(Permission.PROPOSE_TAGS)
def tags(slug: str) -> str:
    """Show editors the tags that an article has and could have; let authors propose some."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    if not can(Permission.TAG, viewer):
        return _propose_page(article, ProposalForm(formdata=None))
    chosen = list_tag_ids(article, viewer)
    return _tags_page(article, chosen, chosen)


def _tags_page(
    article: Article, chosen: Collection[int], shown: Collection[int], message: str = ""
) -> str:
    viewer = current_viewer()
    words, matching = _read_filter()
    proposals = list_proposals([article.id], viewer).get(article.id, [])
    return render_template(
        "articles/tags.html",
        article=article,
        title=article.shown.title,
        groups=list_tag_groups(g.language, chosen),
        chosen=chosen,
        shown=shown,
        words=words,
        matching=matching,
        message=message,
        waiting=[proposal for proposal in proposals if proposal.is_waiting],
        suggestions=list_suggestions(article, viewer),
    )


def _read_filter() -> tuple[str, set[int]]:
    """Return the words by which the terms are filtered, and the ids of those that match."""
    words = read_filter(request.values)
    return words, {tag.id for tag in list_matching_tags(g.language, words)}


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


@bp.post("/articles/<slug>/tags/suggestions")
@allow(Permission.TAG)
def decide_tag(slug: str) -> ResponseReturnValue:
    """Accept or refuse one tag that was suggested or proposed; ticks that are not saved stay."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    form = TagsForm()
    chosen, shown = set(form.tags.data or []), set(form.shown.data or [])
    accept = "accept" in request.form
    tag_id = read_number(request.form.get("accept" if accept else "refuse"))
    try:
        row_id = decide_suggestion(article.id, tag_id, viewer, accept=accept)
    except InvalidInput as error:
        return _tags_page(article, chosen, shown, str(error.message)), 422
    term = find_tag_by_id(tag_id).label(g.language)
    here = article_url(article, "articles.tags")
    flash_undoable(
        _("The article has the tag “%(term)s”.", term=term)
        if accept
        else _("“%(term)s” is not suggested for this article any more.", term=term),
        url_for("desk.reopen"),
        {"proposals": row_id, "next": here},
    )
    if chosen == shown:
        return redirect(here, 303)
    added = {tag_id} if accept else set()
    return _tags_page(article, chosen | added, shown | added)


@bp.post("/articles/<slug>/tags/proposals")
@allow(Permission.PROPOSE_TAGS)
def propose(slug: str) -> ResponseReturnValue:
    """Propose the chosen tags to the editors, or show the form with fewer terms."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    form = ProposalForm()
    if request.form.get("intent") == "filter":
        return _propose_page(article, form)
    try:
        proposed = propose_tags(article.id, set(form.tags.data), form.reason.data, viewer)
    except InvalidInput as error:
        form.show(error)
        return _propose_page(article, form), 422
    if proposed:
        message = ngettext(
            "%(num)s topic is proposed. An editor decides.",
            "%(num)s topics are proposed. An editor decides.",
            len(proposed),
        )
        flash(message, "success")
    else:
        flash(_("The article has these already, or they wait for an editor."), "info")
    return redirect(article_url(article, "articles.tags"), 303)


@bp.post("/articles/<slug>/tags/withdrawal")
@allow(Permission.PROPOSE_TAGS)
def withdraw_tag(slug: str) -> Response:
    """Take an own proposal back."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    withdraw_proposal(read_number(request.form.get("proposal")), viewer)
    return redirect(article_url(article, "articles.tags"), 303)


def _propose_page(article: Article, form: ProposalForm) -> str:
    viewer = current_viewer()
    words, matching = _read_filter()
    had, suggestions = list_tags(article), list_suggestions(article, viewer)
    proposals = list_proposals([article.id], viewer).get(article.id, [])
    waiting = [proposal for proposal in proposals if proposal.is_waiting]
    elsewhere = {
        *(tag.id for tag in had),
        *(proposal.tag.id for proposal in waiting),
        *(found.tag.id for found in suggestions),
    }
    return render_template(
        "articles/propose.html",
        article=article,
        title=article.shown.title,
        form=form,
        groups=_without(elsewhere),
        chosen=set(form.tags.data or ()),
        had=had,
        waiting=waiting,
        refused=[proposal for proposal in proposals if proposal.is_refused],
        suggestions=suggestions,
        words=words,
        matching=matching,
    )


def _without(tag_ids: Collection[int]) -> list[tuple[TagKind, list[Tag]]]:
    """Return all tags by kind but for these, which stand elsewhere on the page."""
    return [
        (kind, [tag for tag in tags if tag.id not in tag_ids])
        for kind, tags in list_tag_groups(g.language)
    ]
