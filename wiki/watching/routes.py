"""Serve watching, notices and their settings, and the link that stops mail."""

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user
from wiki.errors import InvalidInput, NotFound, WikiError
from wiki.mail.steps import is_mail_on
from wiki.watching import actions
from wiki.watching.forms import NoticesForm, SubscriptionForm
from wiki.watching.letters import read_stop, read_subscription
from wiki.watching.models import LONGEST_QUERY, Rhythm, SubscriptionKind, WatchKind
from wiki.watching.queries import find_rhythm, find_subscribable, list_notices, list_watches
from wiki.web.clients import client_code
from wiki.web.forms import WikiForm
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_number, read_page
from wiki.web.undo import flash_undoable

bp = Blueprint("watching", __name__)
Answer = str | Response | tuple[str, int]


@bp.post("/watches")
@allow(Permission.HAVE_ACCOUNT)
def watch() -> Response:
    """Watch something, or stop watching it."""
    kind, query = request.form.get("kind", ""), request.form.get("query", "")
    if kind not in set(WatchKind):
        raise NotFound
    target_id = max(0, read_number(request.form.get("target")))
    viewer = current_viewer()
    try:
        if request.form.get("intent") == "stop":
            actions.unwatch(WatchKind(kind), target_id, query, viewer)
            fields: dict[str, str | int] = {
                "kind": kind,
                "target": target_id,
                "query": query[:LONGEST_QUERY],
                "next": safe_next(request.form.get("next")),
            }
            message = _("You do not watch this any more.")
            flash_undoable(message, url_for("watching.watch"), fields)
        else:
            actions.watch(WatchKind(kind), target_id, query, viewer)
            flash(_watching_words(WatchKind(kind)), "success")
    except InvalidInput as error:
        flash(error.message, "error")
    return redirect(safe_next(request.form.get("next")) or url_for("watching.settings"), 303)


def _watching_words(kind: WatchKind) -> str:
    if kind is WatchKind.THREAD:
        return str(_("You watch this now, and get a notice when somebody writes in it."))
    return str(_("You watch this now, and get a notice when something is published."))


@bp.get("/account/notices")
@allow(Permission.HAVE_ACCOUNT)
def notices() -> str:
    """List the viewer's notices."""
    page = list_notices(read_page(request.args.get("page")), current_viewer())
    return render_template("watching/notices.html", page=page)


@bp.post("/account/notices/read")
@allow(Permission.HAVE_ACCOUNT)
def read() -> Response:
    """Mark all notices as read."""
    actions.read_notices(current_viewer())
    flash(_("All notices are marked as read."), "success")
    return redirect(url_for("watching.notices"), 303)


@bp.route("/account/watches", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def settings() -> Answer:
    """Show what the viewer watches, and choose how often notices are mailed."""
    viewer = current_viewer()
    user = find_own_user(viewer)
    rhythm = find_rhythm(user.id).value
    form = NoticesForm(data={"rhythm": rhythm, "mail_language": user.language})
    if form.validate_on_submit():
        actions.choose_rhythm(Rhythm(form.rhythm.data), form.mail_language.data, viewer)
        flash(_("Your choice is saved."), "success")
        return redirect(url_for("watching.settings"), 303)
    page = render_template(
        "watching/settings.html", form=form, watches=list_watches(viewer), is_on=is_mail_on()
    )
    return page, 422 if form.errors else 200


@bp.route("/notices/stop/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def stop(token: str) -> Answer:
    """Stop the mail of whoever has the link; mail programs send the form by themselves.

    The signature stands for the token of a form: such a program has no page of ours.
    """
    user_id = read_stop(token)
    if user_id is None:
        raise NotFound
    is_done = request.method == "POST"
    if is_done:
        actions.stop_mail(user_id)
    return render_template("watching/stop.html", form=WikiForm(), is_done=is_done)


@bp.route("/subscribe", methods=["GET", "POST"])
@allow(Permission.READ)
def subscribe() -> Answer:
    """Ask an address that has no account what it wants to hear of, and mail it a link."""
    form, target_id = SubscriptionForm(), max(0, read_number(request.args.get("target")))
    asked = request.args.get("kind", "")
    kind = SubscriptionKind(asked) if asked in set(SubscriptionKind) else SubscriptionKind.ALL
    name = find_subscribable(kind, target_id, g.language)
    form.kind.choices = [SelectChoice(SubscriptionKind.ALL.value, _("Everything new"))]
    if kind is not SubscriptionKind.ALL:
        form.kind.choices.insert(0, SelectChoice(kind.value, name))
    form.kind.data = form.kind.data or kind.value
    if is_mail_on() and form.validate_on_submit():
        return _ask_to_subscribe(form, kind, target_id)
    page = render_template("watching/subscribe.html", form=form, is_on=is_mail_on())
    return page, 422 if form.errors else 200


def _ask_to_subscribe(form: SubscriptionForm, kind: SubscriptionKind, target_id: int) -> Answer:
    if not current_app.extensions["subscriptions"].hit(client_code()):
        form.show(WikiError(_("Too many have been asked for from here. Wait a minute.")))
        return render_template("watching/subscribe.html", form=form, is_on=True), 429
    wanted = kind if form.kind.data == kind.value else SubscriptionKind.ALL
    target = target_id if wanted is kind else 0
    try:
        if not form.website.data:
            actions.ask_to_subscribe(form.email.data, wanted, target, g.language)
    except InvalidInput as error:
        form.show(error)
        return render_template("watching/subscribe.html", form=form, is_on=True), 422
    return render_template("watching/asked.html", email=form.email.data)


@bp.route("/subscribe/confirm/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def confirm(token: str) -> Answer:
    """Begin a subscription; reading the page does not."""
    named = read_subscription("confirm", token)
    if named is None:
        raise NotFound
    if request.method == "POST":
        actions.confirm_subscription(named)
    return render_template("watching/confirm.html", is_done=request.method == "POST")


@bp.route("/subscribe/end/<token>", methods=["GET", "POST"])
@allow(Permission.READ)
def end(token: str) -> Answer:
    """End a subscription; mail programs send the form by themselves."""
    named = read_subscription("end", token)
    if named is None:
        raise NotFound
    if request.method == "POST":
        actions.end_subscription(named)
    return render_template("watching/end.html", is_done=request.method == "POST")
