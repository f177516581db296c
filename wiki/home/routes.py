"""Answer the front page, and what machines ask at the root."""

from flask import Blueprint, Response, redirect, render_template, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.clock import now
from wiki.db import db
from wiki.web.languages import preferred_language

bp = Blueprint("home", __name__)
root = Blueprint("root", __name__)


@bp.get("/")
@allow(Permission.READ)
def index() -> str:
    """Show the front page."""
    return render_template("home/index.html")


@bp.get("/styleguide")
@allow(Permission.READ)
def styleguide() -> str:
    """Show each component in each state, for people and for the accessibility checker."""
    return render_template("styleguide/index.html", moment=now())


@root.get("/")
@allow(Permission.READ)
def choose_language() -> BaseResponse:
    """Lead to the front page in the reader's language."""
    response = redirect(url_for("home.index", language=preferred_language()), 302)
    response.vary.add("Accept-Language")
    return response


@root.get("/healthz")
@allow(Permission.READ)
def healthz() -> Response:
    """Say that the server runs and reaches its database."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
