"""Lead to a provider, and take its answer."""

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.arrival import arrive, target_of
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.clock import now
from wiki.oidc.actions import enter_by_university, spend_state
from wiki.oidc.claims import Person, Refused
from wiki.oidc.client import Client
from wiki.oidc.flow import (
    Asked,
    check_question,
    make_question,
    question_url,
    read_answer,
    read_asked,
)
from wiki.oidc.routes.blueprint import PENDING_LINK, bp, root
from wiki.oidc.setup import find_client
from wiki.outgoing import NotReached
from wiki.web.clients import client_code
from wiki.web.middleware import sessioncookie
from wiki.web.middleware.origin import safe_next
from wiki.web.securitylog import note

_ASKED = "oidc"


@bp.get("/login/with/<key>")
@allow(Permission.READ)
def start(key: str) -> Response:
    """Send somebody to their university to log in there."""
    client, target = find_client(key), safe_next(request.args.get("next"))
    if not current_viewer().is_anonymous:
        return redirect(target_of(target, current_viewer()), 303)
    return _ask(client, make_question(key, now(), g.language, target))


@bp.get("/account/university/<key>/start")
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def start_link(key: str) -> Response:
    """Send somebody to their university to link the log-in there with the account here."""
    user_id = current_viewer().user_id or 0
    return _ask(find_client(key), make_question(key, now(), g.language, "", user_id))


def _ask(client: Client, asked: Asked) -> Response:
    """Send the browser to a provider, and keep in its cookie what was asked."""
    if not current_app.extensions["oidc_limit"].hit(client_code()):
        return _refuse(client, asked.language, "often")
    try:
        url = question_url(client, asked, _redirect_uri(client))
    except NotReached as error:
        return _refuse(client, asked.language, "down", error.reason)
    session[_ASKED] = asked.values
    return redirect(url, 303)


def _redirect_uri(client: Client) -> str:
    """Return where the provider sends its answer; it is registered there, one for each provider."""
    path = url_for("oidc_answers.callback", key=client.provider.key)
    return f"{current_app.config['BASE_URL']}{path}"


@root.get("/oidc/<key>/callback")
@allow(Permission.READ)
def callback(key: str) -> Response:
    """Take the answer of a provider: log in, or ask whether to link it with the account."""
    client = find_client(key)
    asked = read_asked(session.pop(_ASKED, None))
    language = asked.language if asked else g.language
    try:
        asked = check_question(asked, key, request.args.get("state", ""), now())
        spend_state(asked.state)
        uri = _redirect_uri(client)
        person = read_answer(client, asked, request.args.to_dict(), uri, now())
        if asked.user_id:
            return _offer_link(person, client, asked)
        return _let_in(person, client, asked)
    except Refused as error:
        return _refuse(client, language, error.reason)
    except NotReached as error:
        return _refuse(client, language, "down", error.reason)


def _let_in(person: Person, client: Client, asked: Asked) -> Response:
    known = sessioncookie.read_known_browser()
    login, is_new = enter_by_university(person, client.provider, known)
    target = asked.target
    if is_new:
        target = url_for("accounts.profile", language=asked.language)
    response = arrive(login, target or url_for("home.index", language=asked.language), None)
    session["university"] = client.provider.key  # for the log-out
    if is_new:
        with force_locale(asked.language):
            message = _("Your account is open. Look at what your page says, and put it right.")
            flash(message, "success")
    return response


def _offer_link(person: Person, client: Client, asked: Asked) -> Response:
    """Ask whether it is this person's, since a browser can be led here unawares."""
    if current_viewer().user_id != asked.user_id:
        raise Refused("another account")
    session[PENDING_LINK] = {
        "provider": client.provider.key,
        "subject": person.subject,
        "name": person.name or person.email,
        "user": asked.user_id,
    }
    return redirect(url_for("oidc.link", language=asked.language), 303)


def _refuse(client: Client, language: str, reason: str, why: str = "") -> Response:
    """Say why nobody is logged in, on the page from which the password still lets in."""
    provider = client.provider
    note("oidc.refused", provider=provider.key, reason=reason, why=why)
    with force_locale(language):
        message = _messages(provider.name).get(reason) or _(
            "The answer of %(name)s could not be accepted, and nobody is logged in. Try again.",
            name=provider.name,
        )
        flash(message, "warning")
    endpoint = "accounts.login" if current_viewer().is_anonymous else "oidc.index"
    return redirect(url_for(endpoint, language=language), 303)


def _messages(name: str) -> dict[str, str]:
    return {
        "down": _(
            "%(name)s does not answer just now. Try again in a while, or log in with a password.",
            name=name,
        ),
        "often": _("Too many tries. Wait a minute, then try again."),
        "denied": _("You have broken off the log-in at %(name)s.", name=name),
        "late": _("The log-in at %(name)s took too long. Try again.", name=name),
        "email": _(
            "%(name)s does not say that your e-mail address is yours, so it does not let you in.",
            name=name,
        ),
        "domain": _(
            "%(name)s may not speak for your e-mail address here. If you have an account, log in "
            "with the password, and link the two on your account page.",
            name=name,
        ),
        "somebody else": _(
            "The account with your e-mail address belongs to another log-in at %(name)s. If it is "
            "yours, log in with the password, and link the two on your account page.",
            name=name,
        ),
        "no account": _(
            "You have no account here. An administrator of the wiki opens one.", name=name
        ),
        "closed": _("Your account is closed. An administrator of the wiki can reopen it."),
        "name": _("%(name)s says no name of a person for you, which an account needs.", name=name),
    }


@bp.get("/logged-out/<key>")
@allow(Permission.READ)
def logged_out(key: str) -> str:
    """Say that the log-in at the university is still open, and how to end that too."""
    client = find_client(key)
    try:
        url = client.log_out_url(f"{current_app.config['BASE_URL']}{url_for('home.index')}")
    except NotReached:
        url = ""
    return render_template("oidc/logged_out.html", provider=client.provider, url=url)
