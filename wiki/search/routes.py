"""Serve the search page, its help, suggestions while typing, and the OpenSearch description."""

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
from wiki.articles.queries.titles import write_links
from wiki.errors import NotFound
from wiki.pictures.queries import find_topic_numbers
from wiki.search import engine
from wiki.search.answers import find_direct_answers
from wiki.search.opensearch import MIMETYPE, SUGGESTIONS_MIMETYPE, Description, write_description
from wiki.search.queries.completion import (
    MOST_CHARACTERS,
    Suggestion,
    complete,
    complete_title,
    titles_with,
)
from wiki.search.ranking.query import parse
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import State
from wiki.search_log.background import count_key, note_results
from wiki.search_log.queries.searches import find_redirected_to
from wiki.tags.models import Tag
from wiki.tags.queries import find_tag
from wiki.web.assets import asset

bp = Blueprint("search", __name__)

# Many readers type the same; a new title may be missing from suggestions for so long.
_SUGGESTIONS_SECONDS = 60
# As many topics as a phone shows above the fold.
_MOST_TOPICS = 8


@bp.get("/search")
@allow(Permission.READ)
def index() -> ResponseReturnValue:
    """Show the question and what it finds; finding nothing is not an error."""
    search_request = SearchRequest.from_args(request.args)
    viewer = current_viewer()
    if moved := _moved_tags(search_request):
        return redirect(search_request.with_(**moved).url(url_for("search.index")), 301)
    results = engine.search(search_request, viewer, page_language=g.language)
    redirected_to = (
        find_redirected_to(g.language, search_request.q, viewer)
        if search_request.page == 1
        else None
    )
    agent = request.user_agent.string
    is_not_understood = results.state == State.NOT_UNDERSTOOD
    note_results(results, g.language, agent, viewer, is_redirected=redirected_to is not None)
    path = url_for("search.index")
    return make_response(
        render_template(
            "search/index.html",
            search_request=search_request,
            results=results,
            redirected_to=redirected_to,
            answers=find_direct_answers(results, g.language, viewer),
            kinds=KINDS,
            titles=_titles_with_small_words(search_request.q, viewer) if is_not_understood else [],
            topics=[] if results.page.items else _large_topics(),
            can_tell=count_key(g.language, search_request.q) is not None,
            url_of=lambda changed: changed.url(path),
        )
    )


def _titles_with_small_words(question: str, viewer: Viewer) -> list[Suggestion]:
    """Return the titles that hold every word of a question, without its operators."""
    return titles_with(" ".join(parse(question).all_words), g.language, viewer)


def _large_topics() -> list[Tag]:
    """Return topics to browse, for readers who have found nothing or not asked yet."""
    return list(find_topic_numbers(g.language).tags[:_MOST_TOPICS])


def _moved_tags(search_request: SearchRequest) -> dict[str, str]:
    """Return the filters whose tag has another slug by now, so that old URLs go on filtering."""
    moved = {}
    for name in ("university", "topic"):
        slug = search_request.chosen.get(name)
        with suppress(NotFound):
            if slug and (current := find_tag(slug).slug) != slug:
                moved[name] = current
    return moved


@bp.get("/search/help")
@allow(Permission.READ)
def help_page() -> str:
    """Explain how to search more exactly."""
    return render_template("search/help.html")


@bp.get("/search/suggestions")
@allow(Permission.READ)
def suggestions() -> Response:
    """Return as JSON the articles and tags that begin with what is typed.

    With `format=opensearch`, the JSON has the form that browsers read.
    """
    typed = " ".join(request.args.get("q", "").split())[:MOST_CHARACTERS]
    found = complete(typed, g.language, current_viewer())
    if request.args.get("format") == "opensearch":
        body: Any = [typed, *zip(*map(_as_row, found), strict=True)] if found else [typed, []]
        answer = Response(json.dumps(body), mimetype=SUGGESTIONS_MIMETYPE)
    else:
        question = {"q": typed, "all": _("Search for “%(words)s”", words=typed)}
        answer = Response(json.dumps(question | _as_list(found)), mimetype="application/json")
    answer.headers["Cache-Control"] = f"public, max-age={_SUGGESTIONS_SECONDS}"
    return answer


@bp.get("/search/titles")
@allow(Permission.WRITE)
def titles() -> Response:
    """Return as JSON the titles that somebody who writes a link may want."""
    typed = request.args.get("q", "")[:MOST_CHARACTERS]
    found = complete_title(typed, g.language, current_viewer())
    links = write_links(g.language, [(article.text, article.slug) for article in found])
    listed = _as_list(found)
    for item, link in zip(listed["items"], links, strict=True):
        item["link"] = link
    return Response(json.dumps(listed), mimetype="application/json")


def _as_list(found: list[Suggestion]) -> dict[str, Any]:
    return {
        "items": [
            {
                "text": suggestion.text,
                "kind": _said(suggestion),
                "language": suggestion.language,
                "url": _url(suggestion),
            }
            for suggestion in found
        ],
        "said": ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)),
    }


def _as_row(suggestion: Suggestion) -> tuple[str, str, str]:
    """Return the entries for a suggestion in the three lists of an OpenSearch answer."""
    url = current_app.config["BASE_URL"] + _url(suggestion)
    return suggestion.text, _said(suggestion), url


def _said(suggestion: Suggestion) -> str:
    """Return the kind of what is suggested, and for a tag the name by which it was found."""
    kind = str(_kind_name(suggestion.kind))
    return f"{kind}: {suggestion.name}" if suggestion.name else kind


def _kind_name(kind: str) -> Any:
    if kind in KINDS:
        return KINDS[kind].label
    return {"university": _("University"), "sdg": _("UN goal")}.get(kind, _("Topic"))


def _url(suggestion: Suggestion) -> str:
    kind, slug = suggestion.kind, suggestion.slug
    if kind in KINDS:
        return url_for("articles.show", slug=slug, language=suggestion.language)
    return url_for("home.university" if kind == "university" else "tags.show", slug=slug)


@bp.get("/opensearch.xml")
@allow(Permission.READ)
def opensearch() -> Response:
    """Return the description with which readers add the search to their browser."""
    site = current_app.config["BASE_URL"]
    description = Description(
        name=str(current_app.extensions["site"].name()),
        description=_("Knowledge on social innovation"),
        language=g.language,
        search_url=f"{site}{url_for('search.index')}?q=",
        suggestions_url=f"{site}{url_for('search.suggestions')}?format=opensearch&q=",
        own_url=f"{site}{url_for('search.opensearch')}",
        icon_url=f"{site}{asset('favicon.png')}",
    )
    return Response(write_description(description), mimetype=MIMETYPE)
