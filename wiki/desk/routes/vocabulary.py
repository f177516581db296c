"""Serve the editors' page of the vocabulary: the tree of topics, with how often each is used."""

from flask import g, render_template, request, url_for

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.tags import count_articles_by_tag
from wiki.desk.queries import count_work, list_outline
from wiki.desk.routes.blueprint import bp
from wiki.tags.forms.shape import TreeMoveForm
from wiki.tags.forms.terms import read_filter
from wiki.tags.steps.deeds import list_recent

_RECENT = 10


@bp.get("/desk/topics")
@allow(Permission.MANAGE_TAGS)
def topics() -> str:
    """Show all topics in their tree, or those whose words match, with those above them."""
    viewer, words = current_viewer(), read_filter(request.args)
    return render_template(
        "desk/topics.html",
        words=words,
        lines=list_outline(g.language, words),
        tags_url=url_for("tags.index").rstrip("/"),
        counts=count_articles_by_tag(),
        recent=list_recent(_RECENT, viewer),
        form=TreeMoveForm(formdata=None),
        work=count_work(viewer),
    )
