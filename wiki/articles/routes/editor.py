"""Make the pages of the editor: for a whole text, for a section of it, for a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, g, render_template, request, session, url_for
from flask_babel import gettext as _

from wiki.accounts.gate import current_viewer
from wiki.advice.queries import Writing, find_panel
from wiki.advice.wording import Panel
from wiki.articles.actions.preview import (
    draw_typed_lead,
    preview_stored,
    render_preview,
    render_section,
)
from wiki.articles.editing import (
    describe_others,
    fields_as_sent,
    find_similar,
    find_source,
    offer_copies,
    part_of,
    place_of,
    saves_untouched,
    take_copy,
    whole_form,
)
from wiki.articles.forms import ArticleForm, filled_form, note_taken
from wiki.articles.kinds import KINDS, display_facts
from wiki.articles.models import Article
from wiki.articles.queries.completeness import list_checks
from wiki.articles.routes.urls import SAVED_KEY, article_url
from wiki.articles.sections import name_section
from wiki.articles.settle import Choice, DisputedPlace
from wiki.articles.steps.revise import TextConflict, find_head, text_of
from wiki.articles.steps.sections import find_line
from wiki.copies.actions import drop_copy
from wiki.copies.queries import CopyPlace
from wiki.errors import Busy, InvalidInput, NotFound, TooComplex
from wiki.markup.headings import NO_SECTION
from wiki.media.forms import ACCEPTED
from wiki.media.lead import LEAD
from wiki.media.licences import LICENCES
from wiki.media.queries import find_chosen
from wiki.pairs.queries.beginning import Original, find_original
from wiki.pairs.queries.standing import find_followed
from wiki.revisions.comparing import compare_in_turn
from wiki.revisions.diff import Comparison
from wiki.web.i18n import LANGUAGES


def taken_form(place: CopyPlace) -> ArticleForm | None:
    """Return the form as it was in the working copy that the URL names, if it names one."""
    form_id = request.args.get("copy")
    try:
        return take_copy(form_id, place, current_viewer()) if form_id else None
    except NotFound:
        flash(_("This text is not kept any more: it was saved or thrown away."), "info")
        return None


def forget_copy(form_id: str | None) -> None:
    """Drop the unsaved copies of a form that is saved: ours, and the browser's on its next page."""
    drop_copy(form_id, current_viewer())
    session[SAVED_KEY] = form_id


def new_page(kind: str, form: ArticleForm, preview: str = "", state: str = "") -> str:
    """Show the form of an article to come."""
    source = find_source(form, g.language, current_viewer())
    form.comment.label.text = _("Comment on the first version")
    # In the other language it would be another article, so the language switch opens an empty form.
    g.alternates = {code: url_for("articles.new", language=code, kind=kind) for code in LANGUAGES}
    return render_template(
        "articles/edit.html",
        licences=LICENCES,
        accepted=ACCEPTED,
        form=form,
        kind=KINDS[kind],
        article=None,
        source=source,
        original=_show_original(source, is_new=True),
        taken=note_taken(form, g.language, None, current_viewer()),
        similar=find_similar(form, g.language, None, current_viewer()),
        untouched=saves_untouched(form, g.language),
        leading=find_chosen(form.typed),
        lead_figure=_lead_above(form, preview),
        advice=_advise(form, g.language, None),
        preview=preview,
        checks=list_checks(kind, None),
        editor_key=f"new-{g.language}-{kind}",
        editor_copies=offer_copies(form, CopyPlace(g.language, kind), current_viewer()),
        editor_copies_url=url_for("articles.keep", kind=kind),
        editor_saved=session.pop(SAVED_KEY, None),
        editor_state=state,
        editor_action=request.full_path.rstrip("?"),
    )


def _lead_above(form: ArticleForm, html: str) -> str:
    return draw_typed_lead(form.typed.get(LEAD, ""), html, g.language)


def open_page(article: Article) -> str:
    """Show the newest text in a form, or the section of it that the URL names."""
    head = find_head(article)
    form = filled_form(article.kind, text_of(head), head.number)
    if anchor := request.args.get("section"):
        line = find_line(head, article.language, anchor)
        if line != NO_SECTION:
            form.section.data = str(line)
            part = part_of(article, form, current_viewer())
            form.body.data = part.cut.section if part.cut else ""
            return edit_page(article, form, preview=_preview_opened(article, form))
        message = _("There is no such section in the newest text, so here is all of it.")
        flash(message, "info")
    return edit_page(article, form, preview=preview_stored(head, article.language))


def _preview_opened(article: Article, form: ArticleForm) -> str:
    try:
        return preview_of(article, form)
    except (Busy, InvalidInput, TooComplex):
        return ""  # the editor opens whatever happens


def preview_of(article: Article, form: ArticleForm) -> str:
    """Return the HTML of what is typed in a form: of a section as part of the whole text."""
    words = form.body.data or ""
    if not form.section.data:
        return render_preview(words, g.language)
    return render_section(part_of(article, form, current_viewer()), words, article.language)[0]


def edit_page(article: Article, form: ArticleForm, **values: Any) -> str:
    """Show the form of an article, or of a section of it."""
    values = {"preview": "", "state": "", "taken": None, **values}
    head, viewer = find_head(article), current_viewer()
    form.article_id.data = str(article.id)
    followed, has_changed = find_followed(article, viewer)
    whole, part, name = whole_form(article, form, viewer), None, None
    if form.section.data:
        name = request.args.get("section", "")
        others = "\n".join(f"{heading.text}\t{name_section(heading)}" for heading in head.outline)
        part = {"id": name, "heading": part_of(article, form, viewer).heading, "others": others}
    return render_template(
        "articles/edit.html",
        licences=LICENCES,
        accepted=ACCEPTED,
        form=form,
        kind=KINDS[article.kind],
        article=article,
        title=head.title,
        checks=list_checks(article.kind, (article.id, head.id)),
        source=None,
        original=_show_original(followed, is_new=False, is_open=has_changed),
        similar=[] if part else find_similar(form, article.language, article, viewer),
        taken=values["taken"],
        leading=find_chosen(whole.typed),
        lead_figure="" if part else _lead_above(whole, values["preview"]),
        advice=None if part else _advise(form, article.language, article),
        preview=values["preview"],
        part=part,
        editor_key=f"article-{article.id}-{name}" if name else f"article-{article.id}",
        editor_copies=offer_copies(whole, place_of(article), viewer),
        editor_copies_url=url_for("articles.keep", article=article.id),
        editor_number=head.number,
        saved_at=head.created_at,
        others=describe_others(article, viewer),
        editor_saved=session.pop(SAVED_KEY, None),
        editor_state=values["state"],
        editor_action=article_url(article, "articles.update", section=name),
    )


def _show_original(
    source: Article | None, *, is_new: bool, is_open: bool = True
) -> Original | None:
    if source is None:
        return None
    url = article_url(source)
    return find_original(source, url, current_viewer(), is_new=is_new, is_open=is_open)


@dataclass(frozen=True)
class ShownPlace:
    """A place to settle, with both versions compared, and what is chosen so far."""

    place: DisputedPlace
    label: str
    change: Comparison
    choice: Choice
    can_edit: bool
    message: str


def conflict_page(
    article: Article,
    conflict: TextConflict,
    form: ArticleForm,
    choices: Mapping[str, Choice] | None = None,
    messages: Mapping[str, str] | None = None,
    preview: str = "",
) -> str:
    """Show both texts, and ask what is to stand in each place that they do not share.

    The page has the fields by which it sends the author's text again.
    """
    comment = form.comment.data or ""
    mine = filled_form(article.kind, conflict.mine, conflict.base_number, comment, form.sent_id)
    mine.article_id.data = str(article.id)
    chosen, messages = choices or {}, messages or {}
    places = [
        _show(place, mine, chosen.get(place.name), messages.get(place.name, ""))
        for place in conflict.merge.places()
    ]
    names = {place.place.name for place in places}
    return render_template(
        "articles/settle.html",
        article=article,
        form=mine,
        places=places,
        is_own=conflict.is_own,
        newest=conflict.newest,
        kept=[(name, text) for name, texts in fields_as_sent(mine).items() for text in texts],
        messages=[text for name, text in messages.items() if name not in names],
        preview=preview,
    )


def _show(
    place: DisputedPlace, form: ArticleForm, choice: Choice | None, message: str
) -> ShownPlace:
    is_field = not place.is_in_body
    sides = place.theirs, place.mine
    if is_field and place.name not in {"title", "summary"}:
        theirs, mine = (_worded(form.kind, place.name, side) for side in sides)
        sides = theirs, mine
    return ShownPlace(
        place=place,
        label=form[place.name].label.text if is_field else "",
        change=compare_in_turn(*sides, current_viewer().user_id),
        choice=choice or Choice("", place.mine),
        can_edit=not is_field or form[place.name].type in {"StringField", "TextAreaField"},
        message=message,
    )


def _worded(kind: str, name: str, side: str) -> str:
    """Return a fact as people read it."""
    values = side.split("\n") if side else []
    return "\n".join(text for fact in display_facts(kind, {name: values}) for text in fact.values)


def _advise(form: ArticleForm, language: str, article: Article | None) -> Panel:
    """Return what the writer may want to look at in the form; nothing of it keeps from saving."""
    title, summary, body = (field.data or "" for field in (form.title, form.summary, form.body))
    article_id = article.id if article else None
    writing = Writing(language, form.kind, title, summary, body, article_id)
    return find_panel(writing)


def show_error(form: ArticleForm, error: InvalidInput | TooComplex | Busy) -> None:
    """Put the messages at their fields; TooComplex belongs to the body."""
    form.show(error, "body" if isinstance(error, TooComplex) else "")
