"""Link the own account with home universities."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.errors import InvalidInput
from wiki.oidc.actions import link_identity, unlink_identity
from wiki.oidc.claims import Person
from wiki.oidc.queries import list_own_identities
from wiki.oidc.routes.blueprint import PENDING_LINK, bp
from wiki.oidc.setup import find_client, list_providers
from wiki.web.forms import WikiForm


@bp.get("/account/university")
@allow(Permission.HAVE_ACCOUNT)
def index() -> str:
    """List the universities that somebody may log in by, and with which the account is linked."""
    linked = list_own_identities(current_viewer())
    return render_template("oidc/index.html", providers=list_providers(), linked=linked)


@bp.route("/account/university/link", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT)
def link() -> str | Response:
    """Ask whether the log-in that a university has just answered for is this person's."""
    viewer, pending = current_viewer(), session.get(PENDING_LINK)
    if not isinstance(pending, dict) or pending.get("user") != viewer.user_id:
        return redirect(url_for("oidc.index"), 303)
    client, form = find_client(str(pending["provider"])), WikiForm()
    if not form.validate_on_submit():
        name = str(pending["name"])
        page = "oidc/link.html"
        return render_template(page, form=form, provider=client.provider, name=name)
    session.pop(PENDING_LINK)
    try:
        link_identity(_person(pending, client.provider.issuer), client.provider, viewer)
    except InvalidInput as error:
        flash(error.message, "warning")
    else:
        flash(_("You can log in by %(name)s now.", name=client.provider.name), "success")
    return redirect(url_for("oidc.index"), 303)


def _person(pending: dict[str, Any], issuer: str) -> Person:
    return Person(issuer, str(pending["subject"]), email="", name="")


@bp.route("/account/university/<key>/removal", methods=["GET", "POST"])
@allow(Permission.HAVE_ACCOUNT, confirmed=True)
def unlink(key: str) -> str | Response:
    """Ask first, then take a university off the account."""
    client, form = find_client(key), WikiForm()
    if not form.validate_on_submit():
        return render_template("oidc/removal.html", form=form, provider=client.provider)
    unlink_identity(client.provider.issuer, current_viewer())
    flash(_("You do not log in by %(name)s any more.", name=client.provider.name), "success")
    return redirect(url_for("oidc.index"), 303)
