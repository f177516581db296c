"""Answer a search: the one entry for the page and for every other edge."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from flask import current_app

from wiki.accounts.viewer import Viewer
from wiki.search.index.documents import title_key
from wiki.search.index.drainer import current_search
from wiki.search.index.store import IndexUnusableError
from wiki.search.language.analysis import LANGUAGES, is_stop_word, words
from wiki.search.queries import (
    Found,
    find_state,
    find_texts,
    has_tasks,
    list_known_tags,
    list_pairs,
    list_withdrawn,
    match_public_texts,
)
from wiki.search.ranking.expansion import find_expansions
from wiki.search.ranking.plan import Plan, is_searchable, make_plan
from wiki.search.ranking.query import Question, parse
from wiki.search.ranking.request import PAGE_SIZE, SearchRequest
from wiki.search.ranking.selection import Audience, Vocabulary, select_documents
from wiki.search.results import Hit, HitPage, SearchResults, State
from wiki.search.segments.snapshot import Snapshot
from wiki.search.snippets import Marker, Split, make_snippet
from wiki.search.vocabulary import Tags, nearest_topics, tags_meant

# A small wiki's index is rebuilt while the reader waits; for a large one the database answers.
_PATIENCE_SECONDS = 1.0
# A line of them on a phone; whoever wants none of them needs no longer list.
_HALF_A_NAME = 2
_MOST_ALSO = 6

# (article id, revision id)
Wanted = tuple[int, int]


def search(request: SearchRequest, viewer: Viewer, reading: str = "") -> SearchResults:
    """Return what `viewer` may see of what `request` asks for; no question raises an error.

    `reading` is the language of the page asked from: between two equals, its article comes first.
    """
    if not request.is_asked:
        return SearchResults(request, State.NOT_ASKED)
    # First what has changed, then the index: so an answer is never kept as newer than it is.
    state = find_state()
    snapshot = _open_index()
    tags = _known_tags(viewer, state)
    if snapshot is None:
        return _ask_database(request, viewer, tags)
    answers = current_search().answers
    key = (request, viewer, reading, snapshot.name, state)
    answer = answers.find(key)
    if answer is None:
        withdrawn = list_withdrawn(viewer) if has_tasks(state) else ()
        answer = _ask_index(request, Audience(viewer, reading, withdrawn), snapshot, tags)
        if not answer.is_makeshift:
            answers.keep(key, answer)
    return answer


def _known_tags(viewer: Viewer, state: Hashable) -> Tags:
    kept = current_search().vocabularies
    return kept.find(state) or kept.keep(state, Tags(tuple(list_known_tags(viewer))))


def _was_cut(request: SearchRequest, question: Question) -> bool:
    return request.was_cut or question.was_cut


def _ask_index(
    request: SearchRequest, audience: Audience, snapshot: Snapshot, tags: Tags
) -> SearchResults:
    """Return what the index says; the database when it is damaged and not soon mended."""
    try:
        return _answer(request, audience, snapshot, tags)
    except Exception:
        # Torn files make whatever reads them raise whatever comes; the question is tried again.
        current_app.logger.exception("the search index failed while it answered")
    if current_search().mend("it failed", _PATIENCE_SECONDS, is_certain=False):
        try:
            return _answer(request, audience, current_search().index.open(), tags)
        except Exception:
            current_app.logger.exception("the search index failed again; the database answers")
    return _ask_database(request, audience.viewer, tags)


def _answer(
    request: SearchRequest, audience: Audience, snapshot: Snapshot, tags: Tags
) -> SearchResults:
    question = parse(request.q)
    vocabulary = Vocabulary(
        kinds=tags.kinds,
        numbers=tags.numbers,
        resolve=lambda name, value: tags_meant(tags.known, name, value),
    )
    plan = _plan(question, request, snapshot, tags)
    selection = select_documents(snapshot, question, plan, request, audience, vocabulary)
    if selection is None:
        return _not_understood(request, question)
    hits = _Hits(question, audience.viewer, tags, snapshot.split, plan)
    places = _share_places(selection.wanted, audience.reading != "" and selection.is_mixed)
    leads = _Leads(title_key(request.q), audience.reading)
    page = hits.page(places, selection.total, request.page, leads)
    return SearchResults(
        request,
        State.RESULTS if selection.wanted else State.NOTHING_FOUND,
        page=page,
        also_searched=hits.also_found(page.items),
        meant=hits.meant(page.items),
        did_you_mean=""
        if selection.wanted
        else _find_meant(request, question, audience, snapshot, tags),
        facets=selection.facets,
        tags=tags.by_slug,
        total_unfiltered=selection.total_unfiltered,
        nearest=()
        if selection.wanted
        else nearest_topics(tags.known, filter(is_searchable, question.all_words)),
        was_cut=_was_cut(request, question),
    )


def _not_understood(request: SearchRequest, question: Question) -> SearchResults:
    return SearchResults(
        request,
        State.NOT_UNDERSTOOD,
        was_cut=_was_cut(request, question),
        has_words=bool(question.all_words),
    )


def _share_places(wanted: Sequence[Wanted], has_pairs: bool) -> list[list[Wanted]]:
    """Return the hits in order, an article and its translation together where the better stood."""
    pairs = list_pairs([article for article, _ in wanted]) if has_pairs else {}
    places: dict[int, list[Wanted]] = {}
    for one in wanted:
        partner = places.get(pairs.get(one[0], 0))
        if partner is None:
            places[one[0]] = [one]
        else:
            partner.append(one)
    return list(places.values())


@dataclass(frozen=True)
class _Leads:
    """Say which of two translations leads: what was asked for by title, then the reader's own."""

    asked: str = ""
    reading: str = ""

    def order(self, found: Found) -> tuple[bool, bool]:
        """Return what sorts the one that leads first."""
        return title_key(found.title) != self.asked, found.language != self.reading


def _plan(question: Question, request: SearchRequest, snapshot: Snapshot, tags: Tags) -> Plan:
    if request.is_exact:
        return make_plan(question, snapshot, is_exact=True)
    return make_plan(question, snapshot, find_expansions(question.all_words, tags.names))


def _find_meant(
    request: SearchRequest,
    question: Question,
    audience: Audience,
    snapshot: Snapshot,
    tags: Tags,
) -> str:
    """Return a question that finds something: the words without operators, slips mended."""
    wider = SearchRequest(" ".join(question.all_words))
    if not wider.q or wider == request:
        return ""
    answer = _answer(wider, audience, snapshot, tags)
    if answer.state != State.RESULTS:
        return ""
    found = [answer.meant.get(word, word) for word in question.all_words]
    # Filters alone hide what the same words find; that is told beside the filters.
    return " ".join(found) if found != words(request.q) else ""


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


class _Hits:
    """Make the hits of one answer; what one text taught of words serves the next."""

    def __init__(
        self,
        question: Question,
        viewer: Viewer,
        tags: Tags,
        split: Split,
        plan: Plan | None = None,
    ) -> None:
        self._viewer = viewer
        self._tags = tags
        self._others = plan.alternatives() if plan else {}
        self._markers = {
            language: Marker(
                [word for word in question.all_words if not is_stop_word(word, language)],
                language,
                split,
                {
                    term: word
                    for (known, term), (word, _) in self._others.items()
                    if known == language
                },
            )
            for language in LANGUAGES
        }

    def page(
        self, places: Sequence[Sequence[Wanted]], total: int, number: int, leads: _Leads
    ) -> HitPage:
        """Return a page of the places wanted, which hold the first of `total` hits."""
        empty = HitPage((), number, PAGE_SIZE, total, len(places))
        number = min(number, empty.count)
        shown = places[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        texts = find_texts(
            self._viewer, dict(one for place in shown for one in place), self._tags.known
        )
        found = ([texts[one] for one, _ in place if one in texts] for place in shown)
        hits = [
            [self._make(one) for one in sorted(place, key=leads.order)] for place in found if place
        ]
        joined = [replace(first, translation=next(iter(rest), None)) for first, *rest in hits]
        return replace(empty, items=joined, number=number)

    def also_found(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return words that hits hold, as they stand there, though nobody has typed them.

        A capital is kept only where no hit does without, and half a name ("co-") is left out.
        """
        shown: dict[str, str] = {}
        for _, surface in self._seen(hits):
            if surface.islower() or surface.lower() not in shown:
                shown[surface.lower()] = surface
        return tuple(word for word in shown.values() if len(word) > _HALF_A_NAME)[:_MOST_ALSO]

    def meant(self, hits: Sequence[Hit]) -> dict[str, str]:
        """Return for words of the question what they are slips of, as it stands in the hits."""
        known = dict(reversed(self._seen(hits)))
        slips = [(word, key) for key, (word, is_slip) in self._others.items() if is_slip]
        return {word: known[key] for word, key in reversed(slips) if key in known}

    def _seen(self, hits: Sequence[Hit]) -> list[tuple[tuple[str, str], str]]:
        """Return ((language, term), word) for look-alikes in titles and snippets, in order."""
        return [
            ((one.found.language, term), surface)
            for hit in hits
            for one in (hit, hit.translation)
            if one
            for text in (one.found.title, *(piece.text for piece in one.snippet if piece.is_marked))
            for term, surface in self._markers[one.found.language].others_in(text)
        ]

    def _make(self, found: Found) -> Hit:
        marker = self._markers[found.language]
        snippet = make_snippet(found.text, marker, summary=found.summary)
        return Hit(
            replace(found, text="", summary=""), snippet
        )  # answers are kept, and whole texts are large


def _ask_database(request: SearchRequest, viewer: Viewer, tags: Tags) -> SearchResults:
    """Answer without an index, while it is being rebuilt: fewer forms of words, no counts."""
    question = parse(request.q)
    said = [word for word in question.all_words if is_searchable(word)]
    if not said and not request.chosen:
        return replace(_not_understood(request, question), is_makeshift=True)
    wanted = match_public_texts(viewer, said, request.chosen)
    hits = _Hits(question, viewer, tags, lambda _word: ())
    return SearchResults(
        request,
        State.RESULTS if wanted else State.NOTHING_FOUND,
        page=hits.page([[one] for one in wanted], len(wanted), request.page, _Leads()),
        tags=tags.by_slug,
        total_unfiltered=len(wanted),
        was_cut=_was_cut(request, question),
        is_makeshift=True,
    )
