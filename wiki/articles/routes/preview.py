"""Serve the preview of a text that is being written, with advice on it."""

from flask import g, render_template, request
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.advice.queries import Writing, find_panel
from wiki.advice.wording import Panel
from wiki.articles.actions.preview import draw_typed_lead, render_preview, render_section
from wiki.articles.editing import part_of, prompts_message
from wiki.articles.forms import article_form
from wiki.articles.kinds import KINDS
from wiki.articles.merge import has_markers
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.routes.blueprint import bp, describe_length
from wiki.articles.text import check_body_length
from wiki.errors import Busy, InvalidInput, NotAllowed, NotFound, TooComplex
from wiki.markup.parse import find_block_lines
from wiki.media.lead import LEAD
from wiki.web.numbers import read_number


@bp.post("/articles/preview")
@allow(Permission.WRITE)
def preview() -> str:
    """Return the HTML of a text as the page will show it, for the editor's live preview.

    What takes long and nobody looks at while `typing` comes with the first answer after that.
    """
    body, is_typing = request.form.get("body", ""), bool(request.form.get("typing"))
    try:
        check_body_length(body)
        if has_markers(body):
            message = _("The preview comes back when you have merged the two texts.")
            return render_template("articles/_preview.html", html="", message=message)
        html, lines = _render_typed(body)
    except (Busy, InvalidInput, TooComplex) as error:
        own = error.fields.get("body", "") if isinstance(error, InvalidInput) else ""
        return render_template("articles/_preview.html", html="", message=own or _(error.message))
    article = _find_article()
    return render_template(
        "articles/_preview.html",
        html=html,
        message="",
        prompts=prompts_message(body),
        typing=is_typing,
        length="" if is_typing else describe_length(body),
        lead=draw_typed_lead(request.form.get(LEAD, ""), html, g.language),
        lines=lines,
        article=article,
        advice=None if is_typing else _advise(body, article),
    )


def _render_typed(body: str) -> tuple[str, list[int]]:
    """Return the HTML of what was sent, a text or a section of one, and the lines of its blocks."""
    if not request.form.get("section"):
        return render_preview(body, g.language), find_block_lines(body)
    viewer = current_viewer()
    article = find_permitted(read_number(request.args.get("article")), Permission.EDIT, viewer)
    part = part_of(article, article_form(article.kind), viewer)
    return render_section(part, body, article.language)


def _find_article() -> Article | None:
    """Return the article that the editor's script names, if it is one of the viewer's to edit."""
    number = read_number(request.args.get("article"))
    try:
        return find_permitted(number, Permission.EDIT, current_viewer()) if number > 0 else None
    except (NotFound, NotAllowed):
        return None


def _advise(body: str, article: Article | None) -> Panel | None:
    """Return the advice on a text; none on one that is no article's, as a statement of the site."""
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        return None
    title, summary = request.form.get("title", ""), request.form.get("summary", "")
    article_id = article.id if article else None
    writing = Writing(g.language, kind, title, summary, body, article_id)
    return find_panel(writing)
