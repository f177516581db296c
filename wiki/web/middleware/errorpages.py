"""Answer with error pages in the reader's language."""

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from wiki.db import end_reading, is_out_of_order
from wiki.errors import (
    WikiError,
)
from wiki.schema import SchemaState, find_schema_state
from wiki.web.forms import status_of
from wiki.web.kept import SECRET, KeptForm, keep_form
from wiki.web.middleware.origin import safe_next
from wiki.web.middleware.requestid import describe_request, request_id
from wiki.web.securitylog import note

# The statuses after which going back may not restore the form as it was.
_MAY_LOSE_TEXT = {400, 403, 404, 409, 422, 500, 503}
# Form fields that nobody types.
_NOT_TYPED = {
    "articles",
    "base",
    "edition",
    "form_id",
    "intent",
    "line",
    "next",
    "number",
    "of",
    "parent_id",
    "partner",
    "seen",
    "shown",
    "tag",
    "tags",
    "target",
    "translation_of",
}


def init_errorpages(app: Flask) -> None:
    """Handle our own errors, those of HTTP, and all other exceptions."""
    app.register_error_handler(WikiError, _answer_wiki_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_failure)


def _answer_wiki_error(error: WikiError) -> BaseResponse:
    status = status_of(error)
    viewer = g.get("viewer")
    if status == 403 and (viewer is None or viewer.is_anonymous):
        return _ask_to_log_in()
    _note_refusal(status)
    return _page(status, _(error.message) if error.message else "")


def _note_refusal(status: int, reason: str = "") -> None:
    """Log a refusal that may be an attack; most pages that are not found are misspelt."""
    if status in {403, 429} or reason:
        note("refused", user=getattr(g.get("viewer"), "user_id", None), status=status, why=reason)


def _ask_to_log_in() -> BaseResponse:
    """Redirect to the log-in; after a post, let people log in there and send again."""
    if request.method in {"GET", "HEAD"}:
        target = safe_next(request.full_path.rstrip("?"))
        return redirect(url_for("accounts.login", next=target or None), 303)
    kept = keep_form()
    message = (
        _("You are not logged in any more. Log in again, then send your text.")
        if kept
        else _("You are not logged in any more. Copy your text, log in, and send it again.")
    )
    return _page(403, message, title=_("Log in again"), login=kept, must_log_in=True)


def _answer_http_error(error: HTTPException) -> BaseResponse:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        _note_refusal(400, "host")
        # Not a full page, because links cannot be built for a host that is not ours.
        return Response("This host is not served here.\n", 400, mimetype="text/plain")
    if isinstance(error, CSRFError):
        _note_refusal(400, "csrf")
        message = _("The form had become too old to be accepted. Go back, reload and send again.")
        return _page(400, message, resend=keep_form())
    _note_refusal(error.code)
    own_words = str(error.description) if _is_our_message(error) else ""
    response = _page(error.code, own_words)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _is_our_message(error: HTTPException) -> bool:
    """Return whether the message is ours (translated) and not Werkzeug's (English)."""
    return error.description != type(error).description and error.code in {400, 403, 429}


def _answer_failure(error: Exception) -> BaseResponse:
    end_reading()
    if isinstance(error, DBAPIError) and _is_unprepared():
        message = _(
            "The wiki is not ready yet: its database has not been prepared for this version. "
            "Whoever runs it finds in the log what to do."
        )
        return _page(503, message)
    current_app.logger.exception("failed: %s", describe_request(), exc_info=error)
    if isinstance(error, DBAPIError) and is_out_of_order(error):
        return _page(503, _("The wiki cannot use its database just now. Nothing was stored."))
    return _page(500, "")


def _is_unprepared() -> bool:
    """Return whether the database lacks the schema of this version, and tell the operator."""
    try:
        state = find_schema_state(current_app)
    except SQLAlchemyError:
        return False
    if state == SchemaState.CURRENT:
        return False
    current_app.logger.error(
        "the schema of the database is %s: start the wiki with `python run.py` or `msi-wiki serve`"
        ", which prepare it, or run `flask --app wiki db upgrade`",
        state,
    )
    return True


def _titles() -> dict[int, tuple[str, str]]:
    return {
        400: (_("The request cannot be understood"), _("Check the address, or go back.")),
        403: (_("You may not do this"), _("Your account lacks the right to it.")),
        404: (
            _("The page does not exist"),
            _("The address may be misspelt, or the page may not be published. Try a search."),
        ),
        405: (_("This address cannot be used like that"), _("Go back and try another way.")),
        409: (_("Somebody else changed this"), _("Reload the page and try again.")),
        413: (_("The text is too large"), _("Go back: the browser still has it. Shorten it.")),
        414: (_("The address is too long"), _("Shorten the question and try again.")),
        422: (_("This cannot be accepted"), _("Go back and correct it.")),
        429: (_("Too many tries"), _("Wait a while and try again.")),
        503: (_("The wiki cannot do this just now"), _("Wait a while and try again.")),
        500: (
            _("Something went wrong on our side"),
            _("It has been written into the log. Try again in a while."),
        ),
    }


def _page(
    status: int,
    message: str,
    title: str = "",
    login: KeptForm | None = None,
    resend: KeptForm | None = None,
    *,
    must_log_in: bool = False,
) -> Response:
    """Show an error; `login` is carried by a form to log in, `resend` can be sent again.

    Who `must_log_in` is led there, where no form is to be carried.
    """
    titles = _titles()
    known, advice = titles.get(status, titles[400 if status < 500 else 500])
    typed = _typed_fields() if status in _MAY_LOSE_TEXT else []
    if typed and status == 404:
        # Somebody archived, renamed or merged it meanwhile; going back would not find it either.
        advice = _("What you were writing in is no longer here. Your text stands below: copy it.")
    html = render_template(
        "error.html",
        code=status,
        title=title or known,
        message=message or advice,
        login=login,
        resend=resend,
        must_log_in=must_log_in,
        request_id=request_id(),
        typed=typed,
    )
    return make_response(html, status)


def _typed_fields() -> list[tuple[str, str]]:
    """Return label and text of the fields typed into the form, so that no error loses them."""
    if request.method != "POST":
        return []
    try:
        fields = request.form
    except HTTPException:  # it is too large, or broke off: there is no form to read
        return []
    return [
        (_label_of(name), "\n".join(filled))
        for name, values in fields.lists()
        if _is_typed(name) and (filled := [value for value in values if value.strip()])
    ]


def _is_typed(name: str) -> bool:
    return bool(name) and name not in _NOT_TYPED and not any(part in name for part in SECRET)


def _label_of(name: str) -> str:
    """Return the label of a form field, for the fields that take the most work to write."""
    words: dict[str, str] = {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "comment": _("What you changed, and why"),
        "heading": _("Heading"),
        "words": _("Text"),
    }
    return words.get(name, name.replace("_", " "))
