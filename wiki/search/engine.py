"""Answer a search: the one entry for the page and for every other edge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import current_app

from wiki.accounts.viewer import Viewer
from wiki.search.analysis import is_stop_word
from wiki.search.drain import current_search
from wiki.search.index import IndexUnusableError
from wiki.search.parse import Question, parse
from wiki.search.plan import is_searchable
from wiki.search.queries import (
    Found,
    find_texts,
    list_tags_with_words,
    list_withdrawn,
    match_public_texts,
)
from wiki.search.request import PAGE_SIZE, SearchRequest
from wiki.search.results import Hit, HitPage, SearchResults, State
from wiki.search.segments import Snapshot
from wiki.search.selection import Audience, Selection, Vocabulary, select_documents
from wiki.search.snippets import Marker, Split, make_snippet
from wiki.search.vocabulary import nearest_topics, tags_meant
from wiki.tags.models import Tag
from wiki.tags.queries import list_tags

# A small wiki's index is rebuilt while the reader waits; for a large one the database answers.
_PATIENCE_SECONDS = 1.0


def search(request: SearchRequest, viewer: Viewer, reading: str = "") -> SearchResults:
    """Return what `viewer` may see of what `request` asks for; no question raises an error.

    `reading` is the language of the page asked from: between two equals, its article comes first.
    """
    if not request.is_asked:
        return SearchResults(request, State.NOT_ASKED)
    question = parse(request.q)
    tags = {tag.slug: tag for tag in list_tags(viewer, "sv")}
    answer = _ask_index(question, request, Audience(viewer, reading), tags)
    if answer is None:
        return _ask_database(question, request, viewer, tags)
    snapshot, selection = answer
    if selection is None:
        return SearchResults(request, State.NOT_UNDERSTOOD, was_cut=_was_cut(request, question))
    wanted = [(entry.article_id, entry.revision_id) for entry in selection.entries]
    page = _make_page(wanted, selection.total, question, request, viewer, snapshot.split)
    return SearchResults(
        request,
        State.RESULTS if wanted else State.NOTHING_FOUND,
        page=page,
        facets=selection.facets,
        tags=tags,
        total_unfiltered=selection.total_unfiltered,
        nearest=() if wanted else nearest_topics(list_tags_with_words(viewer), question.all_words),
        was_cut=_was_cut(request, question),
    )


def _was_cut(request: SearchRequest, question: Question) -> bool:
    return request.was_cut or question.was_cut


def _ask_index(
    question: Question, request: SearchRequest, audience: Audience, tags: Mapping[str, Tag]
) -> tuple[Snapshot, Selection | None] | None:
    """Return what the index says; None when it is damaged and not mended soon enough."""
    vocabulary = Vocabulary(
        kinds={slug: tag.kind for slug, tag in tags.items()},
        resolve=lambda name, value: tags_meant(list_tags_with_words(viewer), name, value),
    )
    viewer = audience.viewer
    audience = replace(audience, withdrawn=list_withdrawn(viewer))
    snapshot = _open_index()
    if snapshot is None:
        return None
    try:
        return snapshot, select_documents(snapshot, question, request, audience, vocabulary)
    except Exception:
        # Torn files make Whoosh raise whatever comes; the question itself is tried once more.
        current_app.logger.exception("the search index failed while it answered")
    if not current_search().mend("it failed", _PATIENCE_SECONDS, is_certain=False):
        return None
    try:
        snapshot = current_search().index.open()
        return snapshot, select_documents(snapshot, question, request, audience, vocabulary)
    except Exception:
        current_app.logger.exception("the search index failed again; the database answers")
        return None


def _open_index() -> Snapshot | None:
    search = current_search()
    for _attempt in range(2):
        try:
            return search.index.open()
        except IndexUnusableError as error:
            damage = str(error)
        except Exception as error:
            current_app.logger.exception("the search index does not open")
            damage = f"it does not open ({type(error).__name__})"
        if not search.mend(damage, _PATIENCE_SECONDS, is_certain=True):
            break
    return None


def _make_page(
    wanted: Sequence[tuple[int, int]],
    total: int,
    question: Question,
    request: SearchRequest,
    viewer: Viewer,
    split: Split,
) -> HitPage:
    empty = HitPage((), 1, PAGE_SIZE, total)
    number = min(request.page, empty.count)
    shown = wanted[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    texts = find_texts(viewer, dict(shown))
    hits = [
        _make_hit(texts[article_id], question, split)
        for article_id, _ in shown
        if article_id in texts
    ]
    return HitPage(hits, number, PAGE_SIZE, total)


def _make_hit(found: Found, question: Question, split: Split) -> Hit:
    words = [word for word in question.all_words if not is_stop_word(word, found.language)]
    return Hit(found, make_snippet(found.text, Marker(words, found.language, split)))


def _ask_database(
    question: Question, request: SearchRequest, viewer: Viewer, tags: dict[str, Tag]
) -> SearchResults:
    """Answer without an index, while it is being rebuilt: fewer forms of words, no counts."""
    words = [word for word in question.all_words if is_searchable(word)]
    if not words and not request.chosen:
        return SearchResults(request, State.NOT_UNDERSTOOD, is_makeshift=True)
    wanted = match_public_texts(viewer, words, request.chosen)
    return SearchResults(
        request,
        State.RESULTS if wanted else State.NOTHING_FOUND,
        page=_make_page(wanted, len(wanted), question, request, viewer, lambda _word: ()),
        tags=tags,
        total_unfiltered=len(wanted),
        was_cut=_was_cut(request, question),
        is_makeshift=True,
    )
