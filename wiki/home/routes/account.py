"""Answer the account page: who somebody is, their drafts, and where they are logged in."""

from flask import render_template

from wiki.accounts.forms import ShortcutsForm
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user, hash_token, list_sessions
from wiki.articles.queries.completeness import name_parts
from wiki.articles.queries.drafts import find_missing, list_own_drafts
from wiki.copies.queries import list_copies
from wiki.home.routes.blueprint import bp
from wiki.web.middleware import sessioncookie


@bp.get("/account")
@allow(Permission.HAVE_ACCOUNT)
def account() -> str:
    """Show somebody their account and where they are logged in."""
    viewer = current_viewer()
    drafts = list_own_drafts(viewer)
    this_session = hash_token(sessioncookie.read_token())
    return render_template(
        "home/account.html",
        shortcuts_form=ShortcutsForm(data={"is_on": viewer.has_shortcuts}, formdata=None),
        user=find_own_user(viewer),
        drafts=drafts,
        copies=list_copies(viewer),
        missing=find_missing(drafts),
        name_parts=name_parts,
        sessions=list_sessions(this_session, viewer),
        this_session=this_session,
    )
