"""Answer the account page, and the list of own articles to which a log-in leads."""

from flask import render_template, request

from wiki.accounts.forms import ShortcutsForm
from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_own_user, hash_token, list_sessions
from wiki.articles.queries.completeness import name_parts
from wiki.authors.queries.own import list_own_articles
from wiki.copies.queries import list_copies
from wiki.home.routes.blueprint import bp
from wiki.pairs.queries.lists import list_own_behind
from wiki.proposals.queries.proposals import list_proposals
from wiki.reviews.queries import list_current
from wiki.upkeep.queries import list_own_due
from wiki.web.middleware import sessioncookie
from wiki.web.numbers import read_page


@bp.get("/account")
@allow(Permission.HAVE_ACCOUNT)
def account() -> str:
    """Show somebody their account and where they are logged in."""
    viewer = current_viewer()
    this_session = hash_token(sessioncookie.read_token())
    return render_template(
        "home/account.html",
        shortcuts_form=ShortcutsForm(data={"is_on": viewer.has_shortcuts}, formdata=None),
        user=find_own_user(viewer),
        copies=list_copies(viewer),
        sessions=list_sessions(this_session, viewer),
        this_session=this_session,
    )


@bp.get("/account/articles")
@allow(Permission.HAVE_ACCOUNT)
def own_articles() -> str:
    """List somebody's own articles, where each stands, and what can be done next."""
    viewer = current_viewer()
    own = list_own_articles(viewer, read_page(request.args.get("page")))
    return render_template(
        "home/own_articles.html",
        own=own,
        due=list_own_due(viewer),
        behind=list_own_behind(viewer),
        proposals=list_proposals([item.line.id for item in own.items], viewer),
        reviews=list_current([item.line.id for item in own.items], viewer),
        name_parts=name_parts,
    )
