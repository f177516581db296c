"""Answer a search from the cache, the index or, without an index, the database."""

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from flask import Flask, current_app

from wiki.accounts.viewer import Viewer
from wiki.counters.counters import Counters
from wiki.counters.known import SEARCHING
from wiki.search.answers import list_upcoming
from wiki.search.cache import SharedCache
from wiki.search.fallback import ask_database
from wiki.search.hits import HitId, HitMaker, group_translations
from wiki.search.index.drainer import current_drainer, init_drainer
from wiki.search.index.meaning import is_by_meaning
from wiki.search.index.store import IndexUnusableError
from wiki.search.language.analysis import words
from wiki.search.meaning.model import embed_question
from wiki.search.meaning.vectors import Vectors
from wiki.search.queries.freshness import find_fingerprint, has_tasks, list_withdrawn
from wiki.search.queries.tags import list_known_tags
from wiki.search.ranking.expansion import find_expansions
from wiki.search.ranking.plan import Plan, make_plan
from wiki.search.ranking.query import Question, parse, promote
from wiki.search.ranking.request import SearchRequest
from wiki.search.ranking.selection import Audience, Selection, select_documents
from wiki.search.results import SearchResults, State, not_understood, was_cut
from wiki.search.segments.arrays import Array
from wiki.search.segments.snapshot import Snapshot
from wiki.search.vocabulary import TagIndex, nearest_topics
from wiki.upkeep.queries import today

# A small wiki's index is rebuilt while the reader waits; for a large one the database answers.
_PATIENCE_SECONDS = 1.0
# An answer takes about 10 kB. Renaming a tag that is on no article leaves no trace in the outbox,
# so no answer is cached for long.
_MOST_ANSWERS = 256
_ANSWER_SECONDS = 60.0
_TAGS_SECONDS = 2.0
# A question of so many characters takes the model 40 ms; one of 400 takes 120.
_MOST_EMBEDDED = 120


class SearchCaches:
    """Cache answers and tags for one application, shared by all threads of the process."""

    def __init__(self) -> None:
        self.answers: SharedCache[SearchResults] = SharedCache(_MOST_ANSWERS, _ANSWER_SECONDS)
        self.tags: SharedCache[TagIndex] = SharedCache(1, _TAGS_SECONDS)

    def clear(self) -> None:
        """Drop all values, for a database that was replaced or measured again."""
        self.answers.clear()
        self.tags.clear()


def init_search(app: Flask) -> None:
    """Set up the caches, and keep the index up to date while the application serves."""
    app.extensions["search_caches"] = SearchCaches()
    init_drainer(app)


def current_caches() -> SearchCaches:
    """Return the caches of the current application."""
    caches: SearchCaches = current_app.extensions["search_caches"]
    return caches


def search(request: SearchRequest, viewer: Viewer, *, page_language: str = "") -> SearchResults:
    """Return what `viewer` may see of what `request` asks for; no question raises an error.

    Of two articles that are equally good, the one in the language of the page comes first.
    """
    if not request.is_asked:
        return SearchResults(request, State.NOT_ASKED)
    began = time.perf_counter()
    results = _search(request, page_language, viewer)
    counters: Counters = current_app.extensions["counters"]
    outcome = "fallback" if results.is_fallback else results.state
    counters.observe(SEARCHING, time.perf_counter() - began, outcome)
    return results


def _search(request: SearchRequest, page_language: str, viewer: Viewer) -> SearchResults:
    # The fingerprint is read before the index, so that no answer is cached as newer than it is.
    fingerprint = find_fingerprint()
    snapshot = open_index()
    tags = _tag_index(fingerprint)
    if snapshot is None:
        return ask_database(request, tags, viewer)
    answers = current_caches().answers
    vectors = _vectors()
    by_meaning = vectors.state if vectors else None
    key = (request, viewer, page_language, snapshot.name, fingerprint, by_meaning)
    answer = answers.get(key)
    if answer is None:
        withdrawn = list_withdrawn(viewer) if has_tasks(fingerprint) else ()
        upcoming = list_upcoming(request.q, viewer)
        audience = Audience(page_language, withdrawn, viewer, today().toordinal(), upcoming)
        answer = _ask_index(request, snapshot, tags, audience)
        if not answer.is_fallback:
            answers.put(key, answer)
    return answer


def _tag_index(fingerprint: Hashable) -> TagIndex:
    cache = current_caches().tags
    return cache.get(fingerprint) or cache.put(fingerprint, TagIndex(tuple(list_known_tags())))


def open_index() -> Snapshot | None:
    """Return the index, rebuilt if that is done within a reader's patience."""
    drainer = current_drainer()
    for _attempt in range(2):
        try:
            return drainer.index.open()
        except IndexUnusableError as error:
            damage = str(error)
        except Exception as error:
            current_app.logger.exception("the search index does not open")
            damage = f"it does not open ({type(error).__name__})"
        if not drainer.repair(damage, _PATIENCE_SECONDS, is_certain=True):
            break
    return None


def _ask_index(
    request: SearchRequest, snapshot: Snapshot, tags: TagIndex, audience: Audience
) -> SearchResults:
    """Return what the index says, or what the database says when the index fails twice."""
    try:
        return _answer(request, snapshot, tags, audience)
    except Exception:
        # Reading a damaged file may raise any error.
        current_app.logger.exception("the search index failed while it answered")
    if current_drainer().repair("it failed", _PATIENCE_SECONDS, is_certain=False):
        try:
            return _answer(request, current_drainer().index.open(), tags, audience)
        except Exception:
            current_app.logger.exception("the search index failed again; the database answers")
    return ask_database(request, tags, audience.viewer)


def _answer(
    request: SearchRequest, snapshot: Snapshot, tags: TagIndex, audience: Audience
) -> SearchResults:
    question = promote(parse(request.q), snapshot.is_written)
    plan = _make_plan(question, request, snapshot, tags)
    near = _nearness(question, request, snapshot)
    selection = select_documents(snapshot, question, plan, request, tags.lookup, audience, near)
    if selection is None:
        return not_understood(request, question)
    has_both_languages = audience.page_language != "" and selection.is_mixed
    groups = (
        group_translations(selection.hit_ids, selection.left_out)
        if has_both_languages
        else [[hit_id] for hit_id in selection.hit_ids]
    )
    hits = HitMaker(question, plan, tags, snapshot.split, audience)
    page = hits.make_page(groups, selection.total, request)
    results = SearchResults(
        request,
        State.RESULTS if groups else State.NOTHING_FOUND,
        page=page,
        also_searched=hits.list_also_searched(page.items),
        corrections=hits.find_corrections(page.items),
        facets=selection.facets,
        tags=tags.by_slug,
        total_unfiltered=selection.total_unfiltered,
        was_cut=was_cut(request, question),
        is_guess=selection.is_guess,
        is_partial=selection.is_partial,
        left_out=_count_others(selection, groups),
    )
    if selection.is_guess:
        return replace(results, did_you_mean=_corrected(question, results, request))
    return results if groups else _with_alternatives(results, question, snapshot, tags, audience)


def _vectors() -> Vectors | None:
    """Return the vectors of all texts, if the setting wants texts to be found by their meaning."""
    drainer = current_drainer()
    if not is_by_meaning():
        return None
    try:
        return drainer.vectors.file_in(drainer.index.path).read()
    except OSError:
        current_app.logger.exception("the vectors cannot be read; the words alone answer")
        return None


def _nearness(question: Question, request: SearchRequest, snapshot: Snapshot) -> Array | None:
    """Return how near each document is to the question, where its words are not meant exactly."""
    vectors = _vectors()
    if vectors is None or not question.loose_words or request.is_exact:
        return None
    # The model reads questions as people write them; operators would mislead it.
    text = " ".join(question.all_words) if question.has_operators else request.q
    try:
        vector = embed_question(text[:_MOST_EMBEDDED])
        return vectors.nearness(vector, snapshot.entries[1])
    except Exception:
        current_app.logger.exception("the model of meaning failed; the words alone answer")
        return None


def _count_others(selection: Selection, groups: Sequence[Sequence[HitId]]) -> int:
    """Return how many hits are left out that are not shown as a translation either."""
    shown = {hit_id for group in groups for hit_id in group}
    return selection.total_left_out - len(shown.intersection(selection.left_out))


def _make_plan(
    question: Question, request: SearchRequest, snapshot: Snapshot, tags: TagIndex
) -> Plan:
    if request.is_exact:
        return make_plan(question, snapshot, is_exact=True)
    return make_plan(question, snapshot, find_expansions(question.loose_words, tags.names))


def _with_alternatives(
    results: SearchResults,
    question: Question,
    snapshot: Snapshot,
    tags: TagIndex,
    audience: Audience,
) -> SearchResults:
    """Return an answer without hits, with another question and with topics to try instead."""
    return replace(
        results,
        did_you_mean=_suggest_question(results.request, question, snapshot, tags, audience),
        nearest=nearest_topics(tags.known, question.searchable_words),
    )


def _suggest_question(
    request: SearchRequest,
    question: Question,
    snapshot: Snapshot,
    tags: TagIndex,
    audience: Audience,
) -> str:
    """Return a question that finds something: the words without operators, spelling corrected."""
    wider = SearchRequest(" ".join(question.all_words))
    if not wider.q or wider == request:
        return ""
    answer = _answer(wider, snapshot, tags, audience)
    if answer.state != State.RESULTS:
        return ""
    # When only the filters hide the hits, the page says so beside the filters.
    return _corrected(question, answer, request)


def _corrected(question: Question, answer: SearchResults, request: SearchRequest) -> str:
    """Return the words of a question, without quotation marks, as the hits of an answer spell them.

    Nothing when that is what was asked.
    """
    corrected = [answer.corrections.get(word, word) for word in question.all_words]
    is_other = bool(question.phrases) or corrected != words(request.q)
    return " ".join(corrected) if is_other else ""
