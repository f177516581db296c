"""Answer whoever has got in: set the cookies, and lead on to where they wanted to be."""

from flask import g, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from wiki.accounts.forms import CodeForm
from wiki.accounts.gate import session_seconds
from wiki.accounts.models import Lack, Role
from wiki.accounts.queries import find_session, viewer_of
from wiki.accounts.steps.knownbrowsers import MARK_SECONDS
from wiki.accounts.steps.sessions import LogIn
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.web.kept import KeptForm
from wiki.web.middleware import sessioncookie


def arrive(login: LogIn, target: str, kept: KeptForm | None) -> Response:
    """Return the answer to a log-in: the page asked for, or first the second factor.

    `kept` is a form that somebody sent when they were not logged in any more.
    """
    if login.lacks is Lack.CODE:
        return _ask_for_code(login, target, kept)
    if kept is not None:
        return _resend_page(kept, login)
    found = find_session(login.token)
    leads_to = target_of(target, viewer_of(found.user) if found else ANONYMOUS)
    return with_session(redirect(leads_to, 303), login)


def target_of(target: str, viewer: Viewer) -> str:
    """Return where a log-in leads: where it was asked for, or an author to own articles."""
    is_author = viewer.role == Role.AUTHOR
    return target or url_for("home.own_articles" if is_author else "home.index")


def _ask_for_code(login: LogIn, target: str, kept: KeptForm | None) -> Response:
    """Ask for the second factor; what somebody had written is carried along."""
    if kept is None:
        url = url_for("second_factor.ask", next=target or None)
        return with_session(redirect(url, 303), login)
    _forget_tokens()
    form = CodeForm(formdata=None, data={"next": target})
    page = render_template("second_factor/ask.html", form=form, kept=kept)
    return _set_cookies(make_response(page), login)


def _resend_page(kept: KeptForm, login: LogIn) -> Response:
    """Offer to send what somebody wrote before they had to log in again."""
    _forget_tokens()
    found = find_session(login.token)
    if found is not None:
        g.viewer = viewer_of(found.user)
    return _set_cookies(make_response(render_template("accounts/resend.html", kept=kept)), login)


def _forget_tokens() -> None:
    """Forget the form tokens of the former session, which the log-in form used."""
    _start_anew()
    g.pop("csrf_token", None)


def with_session(response: Response, login: LogIn) -> Response:
    """Set the cookies of a new session; earlier form tokens become invalid."""
    _start_anew()
    return _set_cookies(response, login)


def _start_anew() -> None:
    """Forget what the browser kept, but for the university by which somebody is logging in."""
    university = session.get("university")
    session.clear()
    if university:
        session["university"] = university


def _set_cookies(response: Response, login: LogIn) -> Response:
    sessioncookie.set_token(response, login.token, session_seconds())
    if login.known_browser:
        sessioncookie.set_known_browser(response, login.known_browser, MARK_SECONDS)
    return response
