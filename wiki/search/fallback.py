"""Answer from the database while there is no index: exact words in public texts, no facets."""

from dataclasses import replace

from wiki.accounts.viewer import Viewer
from wiki.search.hits import HitMaker
from wiki.search.language.analysis import is_searchable
from wiki.search.queries.matches import match_public_texts
from wiki.search.ranking.plan import Plan
from wiki.search.ranking.query import parse
from wiki.search.ranking.request import SearchRequest
from wiki.search.ranking.selection import Audience
from wiki.search.results import SearchResults, State, not_understood, was_cut
from wiki.search.vocabulary import TagIndex


def ask_database(request: SearchRequest, tags: TagIndex, viewer: Viewer) -> SearchResults:
    """Return what the database finds; the answer says that it is a fallback."""
    question = parse(request.q)
    words = [word for word in question.all_words if is_searchable(word)]
    if not words and not request.chosen:
        return replace(not_understood(request, question), is_fallback=True)
    found = match_public_texts(words, request.chosen)
    hits = HitMaker(question, Plan(), tags, lambda _word: (), Audience("", (), viewer))
    return SearchResults(
        request,
        State.RESULTS if found else State.NOTHING_FOUND,
        page=hits.make_page([[hit_id] for hit_id in found], len(found), request),
        tags=tags.by_slug,
        total_unfiltered=len(found),
        was_cut=was_cut(request, question),
        is_fallback=True,
    )
