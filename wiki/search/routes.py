"""Answer the search page, what is suggested while typing, and browsers that want to search here."""

from contextlib import suppress
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    json,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import KINDS
from wiki.errors import NotFound
from wiki.pictures.queries import find_topic_numbers
from wiki.search import engine
from wiki.search.completion import (
    MOST_CHARACTERS,
    Suggestion,
    complete,
    complete_title,
    titles_with,
)
from wiki.search.opensearch import MIMETYPE, SUGGESTIONS_MIMETYPE, Description, write_description
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import State
from wiki.search_log.counting import count_key, note_results
from wiki.search_log.queries import find_redirected_to
from wiki.tags.models import Tag
from wiki.tags.queries import find_tag
from wiki.web.assets import asset

bp = Blueprint("search", __name__)

# What is typed is typed by many; a new title may be missing from suggestions so long.
_SUGGESTIONS_SECONDS = 60
# As many topics as a phone shows above the fold.
_MOST_TOPICS = 8


@bp.get("/search")
@allow(Permission.READ)
def index() -> ResponseReturnValue:
    """Show the question and what it finds; nothing found is an answer too, not an error."""
    search_request = SearchRequest.from_args(request.args)
    viewer = current_viewer()
    if moved := _moved_tags(search_request, viewer):
        return redirect(search_request.with_(**moved).url(url_for("search.index")), 301)
    results = engine.search(search_request, viewer, page_language=g.language)
    redirected_to = (
        find_redirected_to(viewer, g.language, search_request.q)
        if search_request.page == 1
        else None
    )
    agent = request.user_agent.string
    is_silent = results.state == State.NOT_UNDERSTOOD
    note_results(results, viewer, g.language, agent, is_redirected=redirected_to is not None)
    path = url_for("search.index")
    return make_response(
        render_template(
            "search/index.html",
            search_request=search_request,
            results=results,
            redirected_to=redirected_to,
            titles=titles_with(search_request.q, g.language, viewer) if is_silent else [],
            topics=[] if results.page.items else _much_written_about(viewer),
            can_tell=count_key(g.language, search_request.q) is not None,
            url_of=lambda changed: changed.url(path),
        )
    )


def _much_written_about(viewer: Viewer) -> list[Tag]:
    """Return topics to look around in, for who has found nothing or not search_request yet."""
    return list(find_topic_numbers(viewer, g.language).tags[:_MOST_TOPICS])


def _moved_tags(search_request: SearchRequest, viewer: Viewer) -> dict[str, str]:
    """Return the filters whose tag has another slug by now: a kept address goes on filtering."""
    moved = {}
    for name in ("university", "topic"):
        slug = search_request.chosen.get(name)
        with suppress(NotFound):
            if slug and (present := find_tag(slug, viewer).slug) != slug:
                moved[name] = present
    return moved


@bp.get("/search/help")
@allow(Permission.READ)
def help_page() -> str:
    """Explain how to search more exactly."""
    return render_template("search/help.html")


@bp.get("/search/suggestions")
@allow(Permission.READ)
def suggestions() -> Response:
    """Give the articles and tags that begin with what is typed, as JSON.

    With `format=opensearch` in the form that browsers read.
    """
    typed = " ".join(request.args.get("q", "").split())[:MOST_CHARACTERS]
    found = complete(typed, g.language, current_viewer())
    if request.args.get("format") == "opensearch":
        body: Any = [typed, *zip(*map(_as_column, found), strict=True)] if found else [typed, []]
        answer = Response(json.dumps(body), mimetype=SUGGESTIONS_MIMETYPE)
    else:
        everywhere = {"q": typed, "all": _("Search for “%(words)s”", words=typed)}
        answer = Response(json.dumps(everywhere | _as_list(found)), mimetype="application/json")
    answer.headers["Cache-Control"] = f"public, max-age={_SUGGESTIONS_SECONDS}"
    return answer


@bp.get("/search/titles")
@allow(Permission.WRITE)
def titles() -> Response:
    """Give the titles that a link in a text may name, as JSON, for who writes one."""
    typed = request.args.get("q", "")[:MOST_CHARACTERS]
    found = complete_title(typed, g.language, current_viewer())
    return Response(json.dumps(_as_list(found)), mimetype="application/json")


def _as_list(found: list[Suggestion]) -> dict[str, Any]:
    return {
        "items": [
            {
                "text": one.text,
                "kind": str(_kind_name(one.kind)),
                "language": one.language,
                "url": _address(one),
            }
            for one in found
        ],
        "said": ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)),
    }


def _as_column(one: Suggestion) -> tuple[str, str, str]:
    """Return what the three lists of an OpenSearch answer hold of a suggestion."""
    return one.text, str(_kind_name(one.kind)), current_app.config["BASE_URL"] + _address(one)


def _kind_name(kind: str) -> Any:
    if kind in KINDS:
        return KINDS[kind].label
    return {"university": _("University"), "sdg": _("UN goal")}.get(kind, _("Topic"))


def _address(one: Suggestion) -> str:
    if one.kind in KINDS:
        return url_for("articles.show", slug=one.slug, language=one.language)
    return url_for("tags.university" if one.kind == "university" else "tags.show", slug=one.slug)


@bp.get("/opensearch.xml")
@allow(Permission.READ)
def opensearch() -> Response:
    """Describe the search, so that a reader can add it to the browser."""
    site = current_app.config["BASE_URL"]
    described = Description(
        name=current_app.config["SITE_NAME"],
        description=_("Knowledge on social innovation"),
        language=g.language,
        search_url=f"{site}{url_for('search.index')}?q=",
        suggestions_url=f"{site}{url_for('search.suggestions')}?format=opensearch&q=",
        own_url=f"{site}{url_for('search.opensearch')}",
        icon_url=f"{site}{asset('favicon.png')}",
    )
    return Response(write_description(described), mimetype=MIMETYPE)
