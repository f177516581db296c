"""Show a text as the page will show it, before it is saved."""

from threading import BoundedSemaphore

from flask import g, render_template, request
from flask_babel import gettext as _

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.articles.forms import doubled_message
from wiki.articles.routes.blueprint import bp
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import is_unmerged
from wiki.articles.text import check_body, check_body_length
from wiki.characters import normalise_text
from wiki.errors import Busy, InvalidInput, TooComplex

# Each process renders a single text at a time, for seconds at worst: however many previews are
# requested, those that wait must leave threads for readers.
_previews = BoundedSemaphore(2)
_WAIT_SECONDS = 0.3


@bp.post("/articles/preview")
@allow(Permission.WRITE)
def preview() -> str:
    """Return the HTML of a text as the page will show it, for the editor's live preview."""
    body = request.form.get("body", "")
    try:
        check_body_length(body)
        if is_unmerged(body):
            message = _("The preview comes back when you have merged the two texts.")
            return render_template("articles/_preview.html", html="", message=message)
        html = render_text(body)
    except (Busy, InvalidInput, TooComplex) as error:
        own = error.fields.get("body", "") if isinstance(error, InvalidInput) else ""
        return render_template("articles/_preview.html", html="", message=own or _(error.message))
    return render_template(
        "articles/_preview.html", html=html, message="", doubled=doubled_message(body)
    )


def render_text(body: str) -> str:
    """Return the HTML of a text that is not saved.

    Raises InvalidInput, TooComplex, and Busy when many previews are being made.
    """
    check_body_length(body)
    body = normalise_text(body)
    if messages := check_body(body):
        raise InvalidInput(_("Some fields need your attention."), messages)
    if not _previews.acquire(timeout=_WAIT_SECONDS):
        raise Busy(_("Many previews are being made just now. Try again in a moment."))
    try:
        return render_body(body, g.language).html
    finally:
        _previews.release()
